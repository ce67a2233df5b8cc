// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the map off screen into PNG files, to be looked at: map_pictures [FOLDER]. Not a test.
#include "tests/support/generated_mesh.h"
#include "views/map/map_view.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <iostream>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const TopologyFrame> shared(TopologyFrame frame) {
    return std::make_shared<const TopologyFrame>(std::move(frame));
}

bool settle(MapView& view) {
    return QTest::qWaitFor([&] { return !view.isSettling(); }, 10'000);
}

void save(MapView& view, const QString& folder, const QString& name) {
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
        applyTheme(*qApp, kind);
        const QString file =
            folder + u'/' + name + (kind == ThemeKind::light ? u"-light.png"_s : u"-dark.png"_s);
        if (!view.grab().save(file)) std::cerr << "cannot write " << qPrintable(file) << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s;
    QDir().mkpath(folder);

    MapSelection selection;
    MapView view;
    view.setSelection(&selection);
    view.resize(1360, 720);
    view.show();
    save(view, folder, u"empty"_s);
    view.setFrame(shared(shopFrame()));
    if (!settle(view)) return 1;
    view.setPolicies(shopPolicies());
    view.setClusters(shopClusters());
    save(view, folder, u"shop"_s);
    view.setEdgeLabel(EdgeLabel::p99);
    selection.selectNode(u"checkout"_s);
    view.setAnimated(true);
    save(view, folder, u"shop-selected"_s);
    selection.selectEdge(u"checkout"_s, u"payment-v2"_s);
    view.showNeighboursOf(u"checkout"_s);
    save(view, folder, u"shop-neighbours"_s);
    view.showAll();
    selection.clear();
    view.setEdgeLabel(EdgeLabel::rate);
    for (const int nodes : {60, 200, 1000}) {
        view.tidyUp();
        view.setFrame(shared(generatedFrame(nodes, nodes * 8 / 5, 1)));
        if (!settle(view)) return 1;
        view.fitToWindow();
        save(view, folder, u"mesh-%1"_s.arg(nodes));
        view.zoomToOriginal();
        save(view, folder, u"mesh-%1-close"_s.arg(nodes));
    }
    return 0;
}
