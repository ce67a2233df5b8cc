// SPDX-License-Identifier: GPL-3.0-or-later
// What the map costs: a layout from nothing, one new node, a frame of new values painted, an overlay painted.
#include "tests/support/generated_mesh.h"
#include "views/map/map_overlay.h"

#include <benchmark/benchmark.h>
#include <QApplication>
#include <QImage>

using namespace binnacle;

namespace {

struct Fixture {
    explicit Fixture(int nodes)
        : frame(generatedFrame(nodes, nodes * 8 / 5, 1)), request(scene.layoutRequest(frame)) {
        scene.setPlaces(frame, layOut(request).value());
        viewport.fit(scene.bounds(), image.size());
    }

    MapScene scene;
    TopologyFrame frame;
    LayoutRequest request;
    QImage image{1600, 1000, QImage::Format_ARGB32_Premultiplied};
    MapViewport viewport;
};

void layOutAfresh(benchmark::State& state) {
    const Fixture map(static_cast<int>(state.range(0)));
    for (auto step : state) benchmark::DoNotOptimize(layOut(map.request));
}

void layOutOneNodeMore(benchmark::State& state) {
    const Fixture map(static_cast<int>(state.range(0)));
    LayoutRequest request = map.scene.layoutRequest(map.frame);
    request.nodes.push_back(request.nodes.front());
    request.nodes.back().id = "zebra";
    request.nodes.back().previous.reset();
    request.edges.push_back({request.nodes.front().id, "zebra", {}});
    for (auto step : state) benchmark::DoNotOptimize(layOut(request));
}

void paintFrame(benchmark::State& state) {
    Fixture map(static_cast<int>(state.range(0)));
    if (state.range(1) != 0) map.viewport.zoomAt({800, 500}, 1 / map.viewport.scale());
    for (auto step : state) {
        map.scene.setValues(map.frame);
        QPainter painter(&map.image);
        painter.fillRect(map.image.rect(), Theme::current().mapBackground);
        painter.setTransform(map.viewport.transform());
        MapPainter(map.scene, Theme::current(), QFont())
            .paint(painter, map.viewport.visible(map.image.size()), map.viewport.scale(), {});
    }
}

void paintTraffic(benchmark::State& state) {
    const Fixture map(static_cast<int>(state.range(0)));
    QImage image = map.image;
    double seconds = 0;
    for (auto step : state) {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const MapOverlay overlay(map.scene, map.viewport, Theme::current());
        overlay.paintTraffic(painter, map.viewport.visible(image.size()), seconds += 0.05, {});
    }
}

void takeValues(benchmark::State& state) {
    Fixture map(static_cast<int>(state.range(0)));
    for (auto step : state) map.scene.setValues(map.frame);
}

BENCHMARK(layOutAfresh)->Arg(50)->Arg(200)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(layOutOneNodeMore)->Arg(50)->Arg(200)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(takeValues)->Arg(13)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
// The second figure: 0 fits the whole map into 1600 x 1000, 1 shows a part at 100 %.
BENCHMARK(paintFrame)->ArgsProduct({{13, 100, 200, 1000}, {0, 1}})->Unit(benchmark::kMillisecond);
BENCHMARK(paintTraffic)->Arg(13)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
