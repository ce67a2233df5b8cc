// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/past_banner.h"

#include "models/qt/format.h"
#include "views/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <chrono>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

/// With the day where it is not today.
QString momentText(TimePoint at, TimePoint now) {
    const QString stamp = formatStamp(at);
    const bool isToday = stamp.left(10) == formatStamp(now).left(10);
    return isToday ? stamp.mid(11, 8) : stamp.left(19).replace(u'T', u' ');
}

}  // namespace

PastBanner::PastBanner(TimeTravel& travel, const Clock& clock, QWidget* parent)
    : QFrame(parent),
      m_travel(travel),
      m_clock(clock),
      m_text(new QLabel(this)),
      m_back(new QPushButton(tr("Back to live"), this)) {
    setObjectName(u"pastBanner"_s);
    m_text->setObjectName(u"pastText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_back->setObjectName(u"backToLive"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 4);
    row->setSpacing(16);
    row->addWidget(m_text, 1);
    row->addWidget(m_back);
    connect(m_back, &QPushButton::clicked, &m_travel, &TimeTravel::goLive);
    connect(&m_travel, &TimeTravel::changed, this, &PastBanner::refresh);
    auto* older = new QTimer(this);  // "2 h ago" grows
    connect(older, &QTimer::timeout, this, &PastBanner::refresh);
    older->start(std::chrono::seconds(10));
    refresh();
}

void PastBanner::setSnapshot() {
    m_isSnapshot = true;
    m_back->setText(tr("To the snapshot's end"));
    refresh();
}

void PastBanner::refresh() {
    const TimeWindow window = m_travel.window();
    setVisible(window.to.has_value());
    if (!window.to) return;
    const TimePoint now = m_clock.now();
    const QString from = momentText(*window.to - window.length, now);
    const QString to = momentText(*window.to, now);
    const QString age = formatAge(now - *window.to);
    if (m_isSnapshot) return m_text->setText(tr("Looking at %1 – %2").arg(from, to));
    m_text->setText(m_travel.state() == TimeTravel::State::playing
                        ? tr("Past, playing: %1 – %2 (%3)").arg(from, to, age)
                        : tr("Past: %1 – %2 (%3)").arg(from, to, age));
}

void PastBanner::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), mixed(theme.panel, theme.accent, 0.14));
}

}  // namespace binnacle
