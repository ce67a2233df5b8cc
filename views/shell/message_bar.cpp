// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/message_bar.h"

#include "views/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace binnacle {

using namespace Qt::StringLiterals;

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_button(new QPushButton(this)) {
    setObjectName(u"messageBar"_s);
    m_text->setObjectName(u"messageText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_button->setObjectName(u"messageButton"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(16);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &MessageBar::actionRequested);
    hide();
}

void MessageBar::show(const QString& message, const QString& action) {
    const Theme& theme = Theme::current();
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, mixed(theme.panel, theme.failing, 0.12));
    setPalette(colours);
    setAutoFillBackground(true);
    m_text->setText(message);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    QFrame::show();
}

}  // namespace binnacle
