// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_route.h"

#include <QLineF>
#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {
namespace {

constexpr double kArrowLength = 9;
constexpr double kArrowWidth = 8;
constexpr double kBow = 44;  ///< how far a line between two nodes of one column swings out
constexpr double kGap = 1;   ///< between the arrow's tip and the card
constexpr int kStepsPerCurve = 14;

QPointF toPoint(const LayoutPoint& point) {
    return {point.x, point.y};
}

struct Curve {
    QPointF from, control1, control2, to;

    QPointF at(double t) const {
        const double s = 1 - t;
        return s * s * s * from + 3 * s * s * t * control1 + 3 * s * t * t * control2 + t * t * t * to;
    }
};

/// A curve that leaves and arrives level.
Curve levelCurve(const QPointF& from, const QPointF& to, double leave, double arrive) {
    const double reach = std::max(24.0, std::abs(to.x() - from.x()) / 2);
    return {from, from + QPointF(leave * reach, 0), to - QPointF(arrive * reach, 0), to};
}

void addCurve(const Curve& curve, EdgeLine& line) {
    line.path.cubicTo(curve.control1, curve.control2, curve.to);
    const bool straight = qFuzzyCompare(curve.from.y() + 1, curve.to.y() + 1);
    const int steps = straight ? 1 : kStepsPerCurve;
    for (int i = 1; i <= steps; ++i) line.points.append(curve.at(static_cast<double>(i) / steps));
}

void addArrow(const QPointF& tip, double direction, EdgeLine& line) {
    const QPointF base = tip - QPointF(direction * kArrowLength, 0);
    line.arrow = QPolygonF{tip, base + QPointF(0, kArrowWidth / 2), base + QPointF(direction * 2, 0),
                           base - QPointF(0, kArrowWidth / 2)};
}

void addLoop(const PlacedEdge& edge, EdgeLine& line) {
    const QPointF from = toPoint(edge.route.front());
    const QPointF to = toPoint(edge.route.back());
    const QPointF tip = to + QPointF(kGap, 0);
    const QPointF base = tip + QPointF(kArrowLength - 2, 0);
    line.path.moveTo(from);
    line.points = {from};
    addCurve({from, from - QPointF(0, 40), base + QPointF(36, 0), base}, line);
    addArrow(tip, -1, line);
}

void addCourse(const PlacedEdge& edge, EdgeLine& line) {
    const bool backward = edge.shape == RouteShape::backward;
    const double leave = backward ? -1 : 1;
    const double arrive = edge.shape == RouteShape::forward ? 1 : -1;
    const QPointF tip = toPoint(edge.route.back()) - QPointF(arrive * kGap, 0);
    const QPointF base = tip - QPointF(arrive * (kArrowLength - 2), 0);
    QPointF at = toPoint(edge.route.front());
    line.path.moveTo(at);
    line.points = {at};
    if (edge.shape == RouteShape::sideways) {
        const double out = std::max(at.x(), base.x()) + kBow;
        addCurve({at, {out, at.y()}, {out, base.y()}, base}, line);
    } else {
        for (std::size_t i = 1; i + 1 < edge.route.size(); ++i) {
            const QPointF next = toPoint(edge.route[i]);
            addCurve(levelCurve(at, next, leave, leave), line);
            at = next;
        }
        addCurve(levelCurve(at, base, leave, arrive), line);
    }
    addArrow(tip, arrive, line);
}

/// Places to try along a line, the best first.
constexpr std::array kLabelPlaces = {0.50, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.20, 0.80, 0.14, 0.86};
constexpr double kLabelMargin = 3;

}  // namespace

void drawRoute(const PlacedEdge& edge, EdgeLine& line) {
    line.path = {};
    line.points.clear();
    if (edge.shape == RouteShape::loop) {
        addLoop(edge, line);
    } else {
        addCourse(edge, line);
    }
    line.lengths.assign(1, 0.0);
    for (int i = 1; i < line.points.size(); ++i) {
        line.lengths.push_back(line.lengths.back() + QLineF(line.points[i - 1], line.points[i]).length());
    }
    line.bounds = line.points.boundingRect().united(line.arrow.boundingRect()).adjusted(-6, -6, 6, 6);
    const double length = line.lengths.back();
    const double fromEnd = std::min(16.0, length / 4);
    line.missingMark = pointAlong(line, line.toldBy == ToldBy::source ? length - fromEnd : fromEnd);
}

void placeLabels(const std::vector<NodeCard>& cards, std::vector<EdgeLine>& lines) {
    std::vector<QRectF> taken;
    for (const NodeCard& card : cards) taken.push_back(card.rect);
    const auto isFree = [&](const QRectF& rect) {
        return std::none_of(taken.begin(), taken.end(),
                            [&](const QRectF& other) { return other.intersects(rect); });
    };
    for (EdgeLine& line : lines) {
        const QSizeF size = line.labelRect.size();
        line.labelRect = {};
        const double length = line.lengths.empty() ? 0 : line.lengths.back();
        for (const double place : kLabelPlaces) {
            QRectF rect(QPointF(), size);
            rect.moveCenter(pointAlong(line, length * place));
            const QRectF wide = rect.adjusted(-kLabelMargin, -kLabelMargin, kLabelMargin, kLabelMargin);
            if (!isFree(wide)) continue;
            line.labelRect = rect;
            taken.push_back(rect);
            break;
        }
    }
}

QPointF pointAlong(const EdgeLine& line, double distance) {
    if (line.points.isEmpty()) return {};
    const auto next = std::upper_bound(line.lengths.begin(), line.lengths.end(), distance);
    if (next == line.lengths.begin()) return line.points.first();
    if (next == line.lengths.end()) return line.points.last();
    const auto i = static_cast<qsizetype>(next - line.lengths.begin());
    const double from = *(next - 1);
    const double share = *next > from ? (distance - from) / (*next - from) : 0;
    return line.points[i - 1] + share * (line.points[i] - line.points[i - 1]);
}

double distanceTo(const EdgeLine& line, const QPointF& point) {
    double nearest = 1e9;
    for (int i = 1; i < line.points.size(); ++i) {
        const QPointF from = line.points[i - 1];
        const QPointF along = line.points[i] - from;
        const double square = QPointF::dotProduct(along, along);
        const double t =
            square > 0 ? std::clamp(QPointF::dotProduct(point - from, along) / square, 0.0, 1.0) : 0;
        nearest = std::min(nearest, QLineF(from + t * along, point).length());
    }
    return nearest;
}

}  // namespace binnacle
