// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/chart_legend.h"

#include "views/common/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSwatch = 12;
constexpr int kGap = 4;
constexpr int kColumnGap = 12;
constexpr int kRow = 20;

QFont legendFont(const QWidget& widget) {
    QFont font = widget.font();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

}  // namespace

QColor chartColor(ChartTone tone) {
    return chartColor(tone, Theme::current());
}

QColor chartColor(ChartTone tone, const Theme& theme) {
    switch (tone) {
        case ChartTone::first:
            return theme.series1;
        case ChartTone::second:
            return theme.series2;
        case ChartTone::third:
            return theme.series3;
        case ChartTone::before:
            return theme.series4;
        case ChartTone::good:
            return theme.good;
        case ChartTone::degraded:
            return theme.degraded;
        case ChartTone::failing:
            return theme.failing;
        case ChartTone::idle:
            return theme.idle;
    }
    return theme.text;
}

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setFixedHeight(kRow);
}

void ChartLegend::setEntries(std::vector<LegendEntry> entries) {
    if (entries == m_entries) return;
    const QFontMetrics metrics(legendFont(*this));
    const bool hasNewNames = !std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                         [](const auto& a, const auto& b) { return a.name == b.name; });
    const int before = m_widest;
    if (hasNewNames) m_widest = 0;
    for (const LegendEntry& entry : entries) {
        m_widest = std::max(m_widest, metrics.horizontalAdvance(entry.name + u' ' + entry.value));
    }
    m_entries = std::move(entries);
    if (hasNewNames || before != m_widest) fitHeight();
    update();
}

int ChartLegend::columnWidth() const {
    return kSwatch + kGap + m_widest + kColumnGap;
}

int ChartLegend::columns(int width) const {
    const int fitting = std::max(1, (width + kColumnGap) / std::max(1, columnWidth()));
    return std::min(fitting, std::max(1, static_cast<int>(m_entries.size())));
}

/// As many rows as the entries need at this width.
void ChartLegend::fitHeight() {
    const int perRow = columns(width());
    const int rows = (static_cast<int>(m_entries.size()) + perRow - 1) / perRow;
    setFixedHeight(std::max(1, rows) * kRow);
}

void ChartLegend::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

QSize ChartLegend::sizeHint() const {
    return {columnWidth(), height()};
}

void ChartLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(legendFont(*this));
    const int perRow = columns(width());
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const int row = static_cast<int>(i) / perRow;
        const int column = static_cast<int>(i) % perRow;
        paintEntry(painter, m_entries[i], QRect(column * columnWidth(), row * kRow, columnWidth(), kRow));
    }
}

void ChartLegend::paintEntry(QPainter& painter, const LegendEntry& entry, const QRect& cell) const {
    const Theme& theme = Theme::current();
    const QColor color = chartColor(entry.tone);
    const int middle = cell.center().y();
    if (entry.style == ChartStyle::area) {
        painter.fillRect(QRect(cell.left(), middle - 3, kSwatch, 8), color);
    } else {
        QPen pen(color, 2);
        if (entry.style == ChartStyle::dashed) pen.setDashPattern({2, 1.5});
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(cell.left(), middle + 1, cell.left() + kSwatch, middle + 1);
    }
    QRect text = cell.adjusted(kSwatch + kGap, 0, 0, 0);
    painter.setPen(theme.textMuted);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, entry.name);
    text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(entry.name + u' '));
    painter.setPen(theme.text);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, entry.value);
}

}  // namespace binnacle
