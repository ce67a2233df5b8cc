// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_pictures.h"

#include "models/core/layout/layout.h"
#include "models/qt/format.h"
#include "views/incident/report_chart.h"
#include "views/incident/report_text.h"
#include "views/latency/inspector_charts.h"
#include "views/map/map_painter.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QSvgGenerator>
#include <algorithm>
#include <memory>
#include <tuple>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr double kWidestMap = 1400;
constexpr double kTallestMap = 2000;
constexpr std::size_t kRateSteps = 120;

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

std::string visible(const std::string& mesh) {
    return utf8(visibleText(text(mesh)));
}

/// The frame with names that are safe to draw into a document; ordered as a frame is.
TopologyFrame readable(const TopologyFrame& frame) {
    TopologyFrame result = frame;
    for (Node& node : result.nodes) {
        for (std::string* name : {&node.id, &node.service, &node.workload, &node.version, &node.nameSpace}) {
            *name = visible(*name);
        }
    }
    for (Edge& edge : result.edges) {
        edge.source = visible(edge.source);
        edge.destination = visible(edge.destination);
    }
    std::sort(result.nodes.begin(), result.nodes.end(),
              [](const Node& a, const Node& b) { return a.id < b.id; });
    std::sort(result.edges.begin(), result.edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.source, a.destination, a.protocol) < std::tie(b.source, b.destination, b.protocol);
    });
    return result;
}

std::vector<ChartMark> marksOf(const ReportContent& content) {
    std::vector<ChartMark> marks;
    for (const Change& change : content.changes) {
        marks.push_back({chartX(change.at), visibleText(text(change.id))});
    }
    for (const Event& event : content.events) {
        if (event.kind == EventKind::alertFired) marks.push_back({chartX(event.at), tr("alert")});
        if (event.kind == EventKind::note) marks.push_back({chartX(event.at), tr("note")});
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const ChartMark& a, const ChartMark& b) { return a.x < b.x; });
    return marks;
}

/// Families that stand in where the drawing machine's own font is not there.
QByteArray withSpareFonts(QByteArray svg, const QFont& font) {
    const QByteArray family = font.family().toHtmlEscaped().toUtf8();
    const QByteArray alone = "font-family=\"" + family + "\"";
    const QByteArray withSpare = "font-family=\"" + family + ", sans-serif\"";
    return svg.replace(alone, withSpare);
}

}  // namespace

std::optional<ReportPicture> mapPicture(const ReportContent& content, const QFont& font) {
    const TopologyFrame frame = readable(*content.frame);
    if (frame.nodes.empty()) return std::nullopt;
    const auto scene = std::make_shared<MapScene>();
    const auto layout = layOut(scene->layoutRequest(frame));
    if (!layout) return std::nullopt;
    scene->setPlaces(frame, *layout);
    scene->setPolicies(content.policies);
    scene->setClusters(content.clusters);
    const QRectF bounds = scene->bounds();
    const double scale = std::min({1.0, kWidestMap / bounds.width(), kTallestMap / bounds.height()});
    ReportPicture picture;
    picture.title = tr("Map of services and calls");
    picture.inWords = tr("A map of %1 nodes and %2 call relations; the tables below hold its figures.")
                          .arg(frame.nodes.size())
                          .arg(frame.edges.size());
    picture.font = font;
    picture.size = (bounds.size() * scale).toSize();
    picture.paint = [scene, bounds, scale, font](QPainter& painter, const Theme& theme) {
        painter.fillRect(QRectF(QPointF(), bounds.size() * scale), theme.mapBackground);
        painter.scale(scale, scale);
        painter.translate(-bounds.topLeft());
        MapPainter(*scene, theme, font).paint(painter, bounds, scale, {});
    };
    return picture;
}

std::vector<ReportPicture> chartPictures(const ReportContent& content, const QFont& font) {
    const auto duration = [](double value) {
        return formatDuration(Duration(static_cast<Duration::rep>(value)));
    };
    const Series& series = content.series;
    const ChartRange x{chartX(content.frame->from), chartX(content.frame->to)};
    const std::vector<ChartMark> marks = marksOf(content);
    std::vector<ReportPicture> pictures;
    pictures.push_back(chartPicture(
        {tr("Requests by status"), rateLines(coarser(series, kRateSteps)), formatRate, x, marks}, font));
    pictures.push_back(
        chartPicture({tr("Share of errors"), errorLines(series), formatShare, x, marks}, font));
    pictures.push_back(chartPicture({tr("Latency"), quantileLines(series), duration, x, marks}, font));
    return pictures;
}

QByteArray toSvg(const ReportPicture& picture, const Theme& theme) {
    QByteArray svg;
    QBuffer buffer(&svg);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(picture.size.toSize());
    generator.setViewBox(QRectF(QPointF(), picture.size));
    generator.setResolution(96);
    {
        QPainter painter(&generator);
        picture.paint(painter, theme);
    }
    return withSpareFonts(std::move(svg), picture.font);
}

QImage toImage(const ReportPicture& picture, const Theme& theme, double density) {
    QImage image((picture.size * density).toSize(), QImage::Format_RGB32);
    image.fill(theme.panel);
    QPainter painter(&image);
    painter.scale(density, density);
    picture.paint(painter, theme);
    return image;
}

}  // namespace binnacle
