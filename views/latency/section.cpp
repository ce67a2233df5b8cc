// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/section.h"

#include "views/common/theme.h"
#include "views/latency/tone_label.h"

#include <QPainter>

namespace binnacle {

Section::Section(const QString& title, QWidget* parent) : QWidget(parent) {
    m_note = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_note->setFit(TextFit::elide);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_head = new QHBoxLayout;
    m_head->setSpacing(8);
    m_head->addWidget(new ToneLabel(title, TextSize::strong, TextTone::normal, this));
    m_head->addWidget(m_note, 1);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 16, 0, 0);
    m_column->setSpacing(8);
    m_column->addLayout(m_head);
    setAccessibleName(title);
}

void Section::setNote(const QString& note) {
    m_note->setText(note);
}

void Section::addAction(QWidget* action) {
    m_head->addWidget(action);
}

void Section::add(QWidget* content) {
    m_column->addWidget(content);
}

void Section::add(QLayout* content) {
    m_column->addLayout(content);
}

void Section::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::current().border);
}

}  // namespace binnacle
