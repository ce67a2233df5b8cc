// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_comparison.h"

#include "models/qt/comparison_text.h"
#include "models/qt/format.h"
#include "views/common/verdict_style.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>
#include <set>
#include <tuple>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kPadding = 12;
constexpr double kRow = 20;
constexpr double kSample = 32;

QString tr(const char* source) {
    return QCoreApplication::translate("MapView", source);
}

Edge withoutFigures(const CallChange& call) {
    Edge edge;
    edge.source = call.source;
    edge.destination = call.destination;
    edge.protocol = call.protocol;
    return edge;
}

void addMissingNodes(TopologyFrame& frame, const FrameComparison& comparison,
                     const std::set<std::string>& wanted) {
    std::set<std::string> known;
    for (const Node& node : frame.nodes) known.insert(node.id);
    for (const Node& node : comparison.nodes)
        if (wanted.count(node.id) > 0 && known.insert(node.id).second) frame.nodes.push_back(node);
    std::sort(frame.nodes.begin(), frame.nodes.end(),
              [](const Node& a, const Node& b) { return a.id < b.id; });
}

bool isBefore(const Edge& a, const Edge& b) {
    return std::tie(a.source, a.destination, a.protocol) < std::tie(b.source, b.destination, b.protocol);
}

struct LegendRow {
    Verdict verdict;
    QString text;
};

std::vector<LegendRow> legendRows(const FrameComparison& comparison) {
    std::vector<LegendRow> rows;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (comparison.counts[i] == 0) continue;
        rows.push_back({verdict, verdictText(verdict) + u' ' + formatCount(comparison.counts[i])});
    }
    return rows;
}

void paintSample(QPainter& painter, const QPointF& left, Verdict verdict) {
    QPen pen(verdictColor(Theme::current(), verdict), 2.5, Qt::SolidLine, Qt::FlatCap);
    QList<qreal> dash = verdictDash(verdict);
    for (qreal& length : dash) length /= pen.widthF();
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawLine(left, left + QPointF(kSample, 0));
}

}  // namespace

std::shared_ptr<const TopologyFrame> withGoneCalls(const std::shared_ptr<const TopologyFrame>& frame,
                                                   const FrameComparison& comparison) {
    if (comparison.count(Verdict::gone) == 0) return frame;
    auto whole = std::make_shared<TopologyFrame>(*frame);
    std::set<std::string> ends;
    for (const CallChange& call : comparison.calls) {
        if (call.verdict != Verdict::gone) continue;
        const Edge edge = withoutFigures(call);
        const auto place = std::lower_bound(whole->edges.begin(), whole->edges.end(), edge, isBefore);
        // A newer frame than the one compared may have the call again.
        if (place != whole->edges.end() && !isBefore(edge, *place)) continue;
        whole->edges.insert(place, edge);
        ends.insert({call.source, call.destination});
    }
    addMissingNodes(*whole, comparison, ends);
    return whole;
}

void writeVerdicts(const FrameComparison& comparison, std::vector<EdgeLine>& lines) {
    QHash<std::pair<QString, QString>, const CallChange*> worst;
    for (const CallChange& call : comparison.calls) {
        const CallChange*& known = worst[{text(call.source), text(call.destination)}];
        if (known == nullptr || call.verdict < known->verdict) known = &call;
    }
    for (EdgeLine& line : lines) {
        const CallChange* call = worst.value({line.source, line.destination});
        line.verdict = Verdict::same;
        line.label.clear();
        line.share.clear();
        if (call == nullptr || call->verdict == Verdict::same) continue;
        line.verdict = call->verdict;
        line.label = changeText(*call);
        line.toolTip += u'\n' + tr("%1: %2").arg(verdictText(call->verdict), line.label);
    }
}

void paintComparisonLegend(QPainter& painter, const QPointF& topLeft, const FrameComparison& comparison) {
    const Theme& theme = Theme::current();
    const QFontMetricsF metrics(painter.font());
    const QString title =
        tr("Compared with %1").arg(spanText(comparison.beforeFrom, comparison.beforeTo, comparison.afterTo));
    const QString hint = tr("Esc ends the comparison");
    const std::vector<LegendRow> rows = legendRows(comparison);
    double width = std::max(metrics.horizontalAdvance(title), metrics.horizontalAdvance(hint));
    for (const LegendRow& row : rows)
        width = std::max(width, kSample + 8 + metrics.horizontalAdvance(row.text));
    const double height = (static_cast<double>(rows.size()) + 2) * kRow;
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(topLeft, QSizeF(width + 2 * kPadding, height + kPadding)), 8, 8);
    QRectF line(topLeft + QPointF(kPadding, kPadding / 2), QSizeF(width + 2, kRow));
    const auto write = [&](const QString& text, const QColor& color, double indent) {
        painter.setPen(color);
        painter.drawText(line.adjusted(indent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
        line.translate(0, kRow);
    };
    write(title, theme.text, 0);
    for (const LegendRow& row : rows) {
        paintSample(painter, {line.left(), line.center().y()}, row.verdict);
        write(row.text, theme.text, kSample + 8);
    }
    write(hint, theme.textMuted, 0);
}

}  // namespace binnacle
