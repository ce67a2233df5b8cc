// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/requests/request_waterfall.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/format.h"
#include "models/qt/request_table_model.h"
#include "views/common/theme.h"

#include <QPainter>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kRowHeight = 24;
constexpr int kNameWidth = 176;
constexpr int kFigureWidth = 72;
constexpr int kGap = 8;
constexpr int kMaxRows = 32;

double share(Duration part, Duration whole) {
    return static_cast<double>(part.count()) / static_cast<double>(std::max<std::int64_t>(1, whole.count()));
}

}  // namespace

RequestWaterfall::RequestWaterfall(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Waterfall of the proxies' views"));
}

void RequestWaterfall::setViews(std::vector<RequestRecord> views) {
    m_views = std::move(views);
    if (m_views.size() > kMaxRows) m_views.resize(kMaxRows);
    if (!m_views.empty()) {
        m_from = m_views.front().start;
        TimePoint to = m_from;
        for (const RequestRecord& view : m_views) {
            m_from = std::min(m_from, view.start);
            to = std::max(to, view.start + view.duration);
        }
        m_span = to - m_from;
    }
    updateGeometry();
    update();
}

QSize RequestWaterfall::sizeHint() const {
    return {kNameWidth + kFigureWidth + 200, static_cast<int>(m_views.size()) * kRowHeight};
}

QSize RequestWaterfall::minimumSizeHint() const {
    return {0, static_cast<int>(m_views.size()) * kRowHeight};
}

void RequestWaterfall::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int row = 0; row < static_cast<int>(m_views.size()); ++row) paintRow(painter, row);
}

void RequestWaterfall::paintRow(QPainter& painter, int row) const {
    const Theme& theme = Theme::current();
    const RequestRecord& view = m_views[static_cast<std::size_t>(row)];
    const int top = row * kRowHeight;
    const QRect nameBox(0, top, kNameWidth - kGap, kRowHeight);
    const QString name = text(view.proxy) + u" · "_s + RequestTableModel::sideText(view.reporter);
    painter.setPen(theme.text);
    painter.drawText(nameBox, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideMiddle, nameBox.width()));

    const double room = std::max(8, width() - kNameWidth - kFigureWidth - kGap);
    const double left = kNameWidth + room * share(view.start - m_from, m_span);
    const double length = std::max(2.0, room * share(view.duration, m_span));
    const QRectF bar(left, top + 7, length, kRowHeight - 14);
    const QColor colour = isError(view.status, view.flags) ? theme.failing : theme.series1;
    QColor soft = colour;
    soft.setAlphaF(0.45F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(bar, 2, 2);
    if (view.firstUpstreamByte > Duration::zero() && view.firstUpstreamByte < view.duration) {
        // The wait for upstream is the calm part; what follows is the answer on its way.
        const QRectF wait(left, bar.top(), length * share(view.firstUpstreamByte, view.duration),
                          bar.height());
        painter.setBrush(theme.panel);
        painter.drawRect(wait);
        painter.setBrush(soft);
        painter.drawRect(wait);
    }

    painter.setPen(theme.textMuted);
    painter.drawText(QRect(width() - kFigureWidth, top, kFigureWidth, kRowHeight),
                     Qt::AlignRight | Qt::AlignVCenter, formatDuration(view.duration));
}

}  // namespace binnacle
