// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_painter.h"

#include "views/common/verdict_style.h"
#include "views/map/map_marks.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kFullFrom = 0.5;
constexpr double kNamesFrom = 0.2;
constexpr double kCorner = 10;
constexpr std::ptrdiff_t kCrowded = 90;  ///< lines in view
constexpr double kPadding = 12;
constexpr double kRingCentre = 28;  ///< from the card's left edge
constexpr double kTextLeft = 50;
constexpr double kDimmed = 0.22;

QString tr(const char* source) {
    return QCoreApplication::translate("MapView", source);
}

QFont sized(QFont font, int pixels, QFont::Weight weight) {
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

/// "payment" where the version stands beside it anyway.
QString shownTitle(const NodeCard& card) {
    const QString tail = u"-"_s + card.version;
    const bool repeats =
        !card.version.isEmpty() && card.title.endsWith(tail) && card.title.size() > tail.size();
    return repeats ? card.title.chopped(tail.size()) : card.title;
}

QString chipText(const NodeCard& card) {
    if (!card.version.isEmpty()) return card.version;
    return card.tcpOnly ? u"TCP"_s : QString();
}

Qt::PenStyle frameStyle(NodeKind kind) {
    switch (kind) {
        case NodeKind::workload:
        case NodeKind::service:
            return Qt::SolidLine;
        case NodeKind::external:
            return Qt::DashLine;
        case NodeKind::unknown:
            return Qt::DotLine;
    }
    return Qt::SolidLine;
}

QList<qreal> healthDash(Health health) {
    switch (health) {
        case Health::good:
            return {};
        case Health::idle:
            return {1, 5};
        case Health::degraded:
            return {9, 4};
        case Health::failing:
            return {4, 3};
    }
    return {};
}

/// Dash and gap in units of the pen's width.
QList<qreal> dashOf(const EdgeLine& line) {
    QList<qreal> dash = line.verdict ? verdictDash(*line.verdict) : healthDash(line.health);
    for (qreal& length : dash) length /= line.width;
    return dash;
}

/// The higher, the later it is drawn.
int urgencyOf(const EdgeLine& line) {
    if (line.verdict) return -static_cast<int>(*line.verdict);
    return static_cast<int>(line.health);
}

bool isCalm(const EdgeLine& line) {
    return line.verdict ? *line.verdict == Verdict::same : line.health <= Health::good;
}

}  // namespace

MapPainter::Detail MapPainter::detailAt(double scale) {
    if (scale >= kFullFrom) return Detail::full;
    return scale >= kNamesFrom ? Detail::names : Detail::blocks;
}

MapPainter::MapPainter(const MapScene& scene, const Theme& theme, const QFont& font)
    : m_scene(scene),
      m_theme(theme),
      m_titleFont(sized(font, 13, QFont::DemiBold)),
      m_bodyFont(sized(font, 12, QFont::Normal)),
      m_strongFont(sized(font, 12, QFont::Bold)),
      m_smallFont(sized(font, 11, QFont::Normal)) {}

void MapPainter::paint(QPainter& painter, const QRectF& visible, double scale,
                       const MapEmphasis& emphasis) const {
    const Detail detail = detailAt(scale);
    painter.setRenderHint(QPainter::Antialiasing, detail != Detail::blocks);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paintBoxes(painter, visible, detail, emphasis);
    if (detail == Detail::full) {
        const bool crowded =
            std::count_if(m_scene.lines().begin(), m_scene.lines().end(),
                          [&](const EdgeLine& line) { return line.bounds.intersects(visible); }) > kCrowded;
        paintLines(painter, visible, emphasis, crowded);
        paintLabels(painter, visible, emphasis);
    } else {
        paintThinLines(painter, visible, emphasis);
    }
    const auto& cards = m_scene.cards();
    for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
        const NodeCard& card = cards[static_cast<std::size_t>(i)];
        const Presence presence = emphasis.card(i);
        if (presence == Presence::hidden || !card.rect.adjusted(-12, -12, 12, 12).intersects(visible))
            continue;
        painter.setOpacity(presence == Presence::dimmed ? kDimmed : 1);
        const bool selected = i == emphasis.selectedCard;
        switch (detail) {
            case Detail::full:
                paintCard(painter, card, selected);
                break;
            case Detail::names:
                paintNamedCard(painter, card, selected, scale);
                break;
            case Detail::blocks:
                paintBlock(painter, card, selected);
                break;
        }
    }
    painter.setOpacity(1);
}

void MapPainter::paintBoxes(QPainter& painter, const QRectF& visible, Detail detail,
                            const MapEmphasis& emphasis) const {
    for (const ServiceBox& box : m_scene.boxes()) {
        if (!box.rect.intersects(visible)) continue;
        const bool lit = std::any_of(box.cards.begin(), box.cards.end(),
                                     [&](int card) { return emphasis.card(card) == Presence::lit; });
        if (!lit) continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(m_theme.mapBackground, m_theme.textMuted, 0.08));
        painter.drawRoundedRect(box.rect, kCorner + 4, kCorner + 4);
        if (detail != Detail::full) continue;
        painter.setFont(m_smallFont);
        painter.setPen(m_theme.textMuted);
        const QRectF title(box.rect.left() + kPadding, box.rect.top(), box.rect.width() - 2 * kPadding, 20);
        painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(m_smallFont).elidedText(box.service, Qt::ElideRight, title.width()));
    }
}

QColor MapPainter::lineColor(const EdgeLine& line) const {
    if (line.verdict) return verdictColor(m_theme, *line.verdict);
    switch (line.health) {
        case Health::idle:
        case Health::good:
            return m_theme.edge;
        case Health::degraded:
            return m_theme.degraded;
        case Health::failing:
            return m_theme.failing;
    }
    return m_theme.edge;
}

std::vector<int> MapPainter::inPaintOrder(const QRectF& visible, const MapEmphasis& emphasis) const {
    const auto& lines = m_scene.lines();
    const auto urgency = [&](int index) { return urgencyOf(lines[static_cast<std::size_t>(index)]); };
    std::vector<int> order;
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        const bool isShown = emphasis.line(i) != Presence::hidden &&
                             lines[static_cast<std::size_t>(i)].bounds.intersects(visible);
        if (isShown) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return urgency(a) < urgency(b); });
    return order;
}

void MapPainter::paintLines(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis,
                            bool crowded) const {
    for (const int i : inPaintOrder(visible, emphasis)) {
        const EdgeLine& line = m_scene.lines()[static_cast<std::size_t>(i)];
        painter.setOpacity(emphasis.line(i) == Presence::dimmed ? kDimmed : 1);
        const bool plain = crowded && isCalm(line) && i != emphasis.selectedLine;
        plain ? paintPlainLine(painter, line) : paintLine(painter, line, i == emphasis.selectedLine);
    }
    painter.setOpacity(1);
}

void MapPainter::paintLine(QPainter& painter, const EdgeLine& line, bool selected) const {
    painter.setBrush(Qt::NoBrush);
    if (selected) {
        painter.setPen(QPen(mixed(m_theme.mapBackground, m_theme.selection, 0.35), line.width + 7,
                            Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(line.path);
    }
    const QColor color = lineColor(line);
    QPen pen(color, line.width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    const QList<qreal> dash = dashOf(line);
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawPath(line.path);
    painter.setPen(QPen(color, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(color);
    painter.drawPolygon(line.arrow);
    if (line.sideMissing) drawHalfMark(painter, line.missingMark, m_theme);
}

/// A wide smooth line costs many times a hairline: where hundreds are in view, those in good health are
/// hairlines.
void MapPainter::paintPlainLine(QPainter& painter, const EdgeLine& line) const {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(m_theme.edge, 0));
    painter.drawPolyline(line.points);
    painter.setBrush(m_theme.edge);
    painter.drawPolygon(line.arrow);
    painter.setRenderHint(QPainter::Antialiasing);
}

void MapPainter::paintThinLines(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis) const {
    painter.setBrush(Qt::NoBrush);
    for (const int i : inPaintOrder(visible, emphasis)) {
        const EdgeLine& line = m_scene.lines()[static_cast<std::size_t>(i)];
        const QColor color = i == emphasis.selectedLine ? m_theme.selection : lineColor(line);
        const double share = emphasis.line(i) == Presence::dimmed ? kDimmed : isCalm(line) ? 0.45 : 1.0;
        painter.setPen(QPen(mixed(m_theme.mapBackground, color, share), 0));
        painter.drawPolyline(line.points);
    }
}

QColor MapPainter::labelColor(const EdgeLine& line) const {
    if (line.verdict) return m_theme.text;
    return line.health == Health::failing ? m_theme.failing : m_theme.textMuted;
}

void MapPainter::paintLabels(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis) const {
    painter.setFont(m_smallFont);
    const auto& lines = m_scene.lines();
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        const EdgeLine& line = lines[static_cast<std::size_t>(i)];
        const bool hasText = !line.label.isEmpty() || !line.share.isEmpty();
        if (!hasText || line.labelRect.isNull() || !line.labelRect.intersects(visible)) continue;
        if (emphasis.line(i) != Presence::lit) continue;
        paintLabel(painter, line);
    }
}

void MapPainter::paintLabel(QPainter& painter, const EdgeLine& line) const {
    const QString text = line.share.isEmpty()   ? line.label
                         : line.label.isEmpty() ? line.share
                                                : line.share + u" · "_s + line.label;
    const double width =
        std::min(line.labelRect.width(), QFontMetricsF(m_smallFont).horizontalAdvance(text) + 10);
    QRectF pill(0, 0, width, line.labelRect.height() - 2);
    pill.moveCenter(line.labelRect.center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.mapBackground);
    painter.drawRoundedRect(pill, 5, 5);
    painter.setPen(labelColor(line));
    painter.drawText(pill, Qt::AlignCenter,
                     QFontMetricsF(m_smallFont).elidedText(text, Qt::ElideRight, width));
}

void MapPainter::paintCard(QPainter& painter, const NodeCard& card, bool selected) const {
    paintFrame(painter, card, selected);
    const QPointF ring(card.rect.left() + kRingCentre, card.rect.center().y());
    drawHealthRing(painter, ring, card.errorRatio, card.health, m_theme);
    paintTitle(painter, card);
    paintFigures(painter, card);
    paintBadges(painter, card);
}

void MapPainter::paintFrame(QPainter& painter, const NodeCard& card, bool selected) const {
    painter.setPen(Qt::NoPen);
    if (card.kind != NodeKind::unknown) {
        painter.setBrush(
            mixed(m_theme.mapBackground, Qt::black, m_theme.kind == ThemeKind::light ? 0.06 : 0.35));
        painter.drawRoundedRect(card.rect.adjusted(0, 1, 0, 2), kCorner, kCorner);
    }
    QColor border = mixed(m_theme.nodeBorder, m_theme.textMuted, card.kind == NodeKind::workload ? 0 : 0.6);
    double width = 1;
    if (card.health >= Health::degraded) {
        border = m_theme.health(card.health);
        width = 1.5;
    }
    if (selected) {
        border = m_theme.selection;
        width = 2;
    }
    const QColor fill = card.kind == NodeKind::unknown ? m_theme.mapBackground : m_theme.nodeFill;
    painter.setBrush(selected ? mixed(fill, m_theme.selection, 0.08) : fill);
    painter.setPen(QPen(border, width, frameStyle(card.kind)));
    painter.drawRoundedRect(card.rect, kCorner, kCorner);
    if (card.kind == NodeKind::service) painter.drawRoundedRect(card.rect.adjusted(3, 3, -3, -3), 7, 7);
}

void MapPainter::paintTitle(QPainter& painter, const NodeCard& card) const {
    double right = card.rect.right() - kPadding;
    const double middle = card.rect.top() + 20;
    const QString chip = chipText(card);
    if (!chip.isEmpty()) {
        painter.setFont(m_smallFont);
        const QFontMetricsF metrics(m_smallFont);
        const QString shown = metrics.elidedText(chip, Qt::ElideRight, 48);
        QRectF pill(0, 0, metrics.horizontalAdvance(shown) + 10, 16);
        pill.moveCenter({right - pill.width() / 2, middle});
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(m_theme.nodeFill, m_theme.textMuted, 0.14));
        painter.drawRoundedRect(pill, 4, 4);
        painter.setPen(m_theme.text);
        painter.drawText(pill, Qt::AlignCenter, shown);
        right = pill.left() - 6;
    } else if (card.kind == NodeKind::external) {
        drawExternalMark(painter, {right - 5, middle}, m_theme.textMuted);
        right -= 16;
    } else if (card.kind == NodeKind::unknown) {
        painter.setFont(m_strongFont);
        painter.setPen(m_theme.textMuted);
        painter.drawText(QRectF(right - 12, middle - 10, 12, 20), Qt::AlignCenter, u"?"_s);
        right -= 16;
    }
    painter.setFont(m_titleFont);
    painter.setPen(m_theme.text);
    const QRectF place(card.rect.left() + kTextLeft, middle - 10, right - card.rect.left() - kTextLeft, 20);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(m_titleFont).elidedText(shownTitle(card), Qt::ElideRight, place.width()));
}

void MapPainter::paintFigures(QPainter& painter, const NodeCard& card) const {
    const QRectF place(card.rect.left() + kTextLeft, card.rect.bottom() - 30,
                       card.rect.width() - kTextLeft - kPadding, 20);
    painter.setFont(m_bodyFont);
    painter.setPen(m_theme.textMuted);
    if (card.health == Health::idle) {
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, tr("no calls"));
        return;
    }
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, card.rateText);
    if (card.health >= Health::degraded) {
        painter.setFont(m_strongFont);
        painter.setPen(card.health == Health::failing ? m_theme.failing : m_theme.text);
    }
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, card.errorText);
}

void MapPainter::paintBadges(QPainter& painter, const NodeCard& card) const {
    QPointF badge(card.rect.right() - 18, card.rect.top());
    if (card.hasBreaker) {
        drawBadge(painter, badge, Badge::breaker, m_theme);
        badge.rx() -= 22;
    }
    if (card.hasSplit) drawBadge(painter, badge, Badge::split, m_theme);
    QPointF pill(card.rect.right() - kPadding, card.rect.bottom());
    if (card.breakerOpen) pill.rx() = paintPill(painter, pill, tr("breaker open"), m_theme.failing) - 6;
    if (card.ejectedHosts > 0) {
        const QString text = card.knownHosts > 0
                                 ? tr("%1/%2 ejected").arg(card.ejectedHosts).arg(card.knownHosts)
                                 : tr("%1 ejected").arg(card.ejectedHosts);
        paintPill(painter, pill, text, m_theme.degraded);
    }
    if (card.pinned) drawPin(painter, {card.rect.left() + 10, card.rect.top() + 10}, m_theme.textMuted);
}

/// A pill whose right end is at `right`; returns the x of its left end.
double MapPainter::paintPill(QPainter& painter, const QPointF& right, const QString& text,
                             const QColor& color) const {
    const double width = QFontMetricsF(m_smallFont).horizontalAdvance(text) + 14;
    const QRectF pill(right.x() - width, right.y() - 9, width, 18);
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(mixed(m_theme.nodeFill, color, 0.12));
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(m_smallFont);
    painter.setPen(m_theme.text);
    painter.drawText(pill, Qt::AlignCenter, text);
    return pill.left();
}

void MapPainter::paintNamedCard(QPainter& painter, const NodeCard& card, bool selected, double scale) const {
    paintFrame(painter, card, selected);
    const bool troubled = card.health >= Health::degraded;
    if (troubled)
        drawHealthMark(painter, card.rect.topLeft() + QPointF(22, 30), 11, card.health,
                       m_theme.health(card.health));
    QFont font = m_titleFont;
    font.setPixelSize(static_cast<int>(std::clamp(10 / scale, 13.0, 34.0)));
    painter.setFont(font);
    painter.setPen(m_theme.text);
    const QRectF place = card.rect.adjusted(troubled ? 40 : 10, 4, -8, -4);
    painter.drawText(place, Qt::AlignVCenter | (troubled ? Qt::AlignLeft : Qt::AlignHCenter),
                     QFontMetricsF(font).elidedText(card.title, Qt::ElideMiddle, place.width()));
}

void MapPainter::paintBlock(QPainter& painter, const NodeCard& card, bool selected) const {
    const QColor color = selected ? m_theme.selection : m_theme.health(card.health);
    const bool calm = !selected && card.health <= Health::good;
    painter.fillRect(card.rect, calm ? mixed(m_theme.mapBackground, color, 0.55) : color);
}

}  // namespace binnacle
