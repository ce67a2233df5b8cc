// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/chart_paint.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kTop = 12;     ///< room for the labels of marks
constexpr double kBottom = 20;  ///< room for the time labels
constexpr double kRight = 8;
constexpr double kLabelGap = 8;
constexpr int kValueSteps = 3;

/// Half a pixel off, so that a one-pixel line is one pixel.
double crisp(double value) {
    return std::floor(value) + 0.5;
}

QString clockText(double x, bool hasSeconds) {
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(x));
    return at.toString(hasSeconds ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

QString relativeText(double x) {
    const double seconds = x / 1000;
    if (std::abs(seconds) < 0.05) return u"0 s"_s;
    const QString sign = seconds < 0 ? u"−"_s : u"+"_s;
    return sign + QString::number(std::abs(seconds), 'g', 4) + u" s"_s;
}

void paintTimeLabels(QPainter& painter, const ChartScene& scene) {
    const QFontMetricsF metrics(painter.font());
    painter.setPen(scene.theme().textMuted);
    const QRectF row(0, scene.plot.bottom() + 4, scene.plot.right() + kRight, kBottom - 4);
    std::vector<ChartLabelBox> boxes;
    QStringList texts;
    for (const double value : scene.time.values()) {
        const bool hasSeconds = scene.time.step < 60'000;
        texts.append(scene.kind == ChartTime::relative ? relativeText(value) : clockText(value, hasSeconds));
        boxes.push_back({scene.pixelX(value), metrics.horizontalAdvance(texts.back())});
    }
    const auto lefts = placeLabels(boxes, {scene.plot.left(), row.right()}, kLabelGap);
    for (std::size_t i = 0; i < lefts.size(); ++i) {
        if (!lefts[i]) continue;
        painter.drawText(QRectF(*lefts[i], row.top(), boxes[i].width + 2, row.height()), Qt::AlignLeft,
                         texts[static_cast<qsizetype>(i)]);
    }
}

void paintPolicyMarks(QPainter& painter, const ChartScene& scene) {
    const Theme& theme = scene.theme();
    const QFontMetricsF metrics(painter.font());
    std::vector<ChartLabelBox> boxes;
    std::vector<const ChartMark*> inside;
    for (const ChartMark& mark : scene.marks) {
        if (mark.x < scene.x.low || mark.x > scene.x.high) continue;
        inside.push_back(&mark);
        boxes.push_back({scene.pixelX(mark.x), metrics.horizontalAdvance(mark.label) + 2});
    }
    const auto lefts = placeLabels(boxes, {scene.plot.left(), scene.plot.right() + kRight}, kLabelGap);
    QPen pen(theme.accent, 1);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        const double x = crisp(boxes[i].centre);
        painter.drawLine(QPointF(x, scene.plot.top()), QPointF(x, scene.plot.bottom()));
        if (!lefts[i]) continue;
        painter.drawText(QRectF(*lefts[i], scene.plot.top() - kTop - 2, boxes[i].width + 2, kTop + 2),
                         Qt::AlignLeft | Qt::AlignVCenter, inside[i]->label);
    }
}

void paintCrosshair(QPainter& painter, const ChartScene& scene) {
    if (!scene.crosshair || *scene.crosshair < scene.x.low || *scene.crosshair > scene.x.high) return;
    const Theme& theme = scene.theme();
    const double x = crisp(scene.pixelX(*scene.crosshair));
    painter.setPen(QPen(theme.textMuted, 1));
    painter.drawLine(QPointF(x, scene.plot.top()), QPointF(x, scene.plot.bottom()));
    for (const ChartScene::Dot& dot : scene.dots) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.panel, 1.5));
        painter.setBrush(dot.color);
        painter.drawEllipse(QPointF(scene.pixelX(dot.at.x), scene.pixelY(dot.at.y)), 3.5, 3.5);
    }
    const QString text = timeText(scene, *scene.crosshair);
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 8;
    const double left = std::clamp(x - width / 2, scene.plot.left(), scene.plot.right() + kRight - width);
    const QRectF box(left, scene.plot.bottom() + 2, width, kBottom - 3);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.text);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(theme.panel);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace

QFont chartFont(const QFont& base) {
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 0.85);
    return font;
}

QString tickText(const QString& formatted) {
    static const QRegularExpression kZeros(u"(\\.\\d*?)0+(?=\\D|$)"_s);
    static const QRegularExpression kPoint(u"\\.(?=\\D|$)"_s);
    QString text = formatted;
    text.replace(kZeros, u"\\1"_s);
    return text.replace(kPoint, QString());
}

QString timeText(const ChartScene& scene, double x) {
    return scene.kind == ChartTime::relative ? relativeText(x) : clockText(x, true);
}

void ChartScene::layOut(const QSize& size, double top, const QFont& font) {
    const QFontMetricsF metrics(chartFont(font));
    // One gutter for every chart, so that the time axes of a column line up.
    const double left = std::ceil(metrics.horizontalAdvance(u"0.88 k rps"_s));
    plot = QRectF(left, kTop, std::max(1.0, size.width() - left - kRight),
                  std::max(1.0, size.height() - kTop - kBottom));
    y = valueTicks(top, kValueSteps);
    time = timeTicks(x, std::max(2, static_cast<int>(plot.width() / 72)));
}

double ChartScene::toX(double pixel) const {
    return std::clamp(project(pixel, {plot.left(), plot.right()}, x), x.low, x.high);
}

double ChartScene::pixelX(double value) const {
    return project(value, x, {plot.left(), plot.right()});
}

double ChartScene::pixelY(double value) const {
    return project(value, {y.first, y.last}, {plot.bottom(), plot.top()});
}

void paintChartGround(QPainter& painter, const ChartScene& scene, const QFont& font) {
    const Theme& theme = scene.theme();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(chartFont(font));
    for (const double value : scene.y.values()) {
        const double at = crisp(scene.pixelY(value));
        painter.setPen(QPen(theme.border, 1));
        painter.drawLine(QPointF(scene.plot.left(), at), QPointF(scene.plot.right(), at));
        if (scene.isEmpty) continue;
        painter.setPen(theme.textMuted);
        painter.drawText(QRectF(0, at - 10, scene.plot.left() - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                         value == 0 ? u"0"_s : tickText(scene.unit(value)));
    }
    paintTimeLabels(painter, scene);
}

void paintChartMarks(QPainter& painter, const ChartScene& scene, const QFont& font) {
    const Theme& theme = scene.theme();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(chartFont(font));
    if (scene.isEmpty) {
        painter.setPen(theme.textMuted);
        painter.drawText(scene.plot, Qt::AlignCenter | Qt::TextWordWrap, scene.emptyText);
    }
    if (scene.threshold) {
        QPen pen(theme.degraded, 1);
        pen.setDashPattern({6, 3});
        painter.setPen(pen);
        const double at = crisp(scene.pixelY(*scene.threshold));
        painter.drawLine(QPointF(scene.plot.left(), at), QPointF(scene.plot.right(), at));
    }
    paintPolicyMarks(painter, scene);
    if (scene.drag) {
        QColor shade = theme.accent;
        shade.setAlphaF(0.2F);
        painter.fillRect(QRectF(scene.drag->low, scene.plot.top(), scene.drag->length(), scene.plot.height()),
                         shade);
    }
    if (!scene.isEmpty) paintCrosshair(painter, scene);
}

}  // namespace binnacle
