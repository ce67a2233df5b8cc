// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/past_frame.h"

#include "views/common/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace binnacle {

PastFrame::PastFrame(TimeTravel& travel, QWidget* content, QWidget* parent)
    : QWidget(parent), m_travel(travel) {
    // As wide while live, so that the map does not move when the frame comes.
    constexpr int kThick = 2;
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(kThick, kThick, kThick, kThick);
    box->addWidget(content);
    connect(&m_travel, &TimeTravel::changed, this, qOverload<>(&QWidget::update));
}

void PastFrame::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), m_travel.window().to ? theme.accent : theme.mapBackground);
}

}  // namespace binnacle
