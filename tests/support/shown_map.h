// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/generated_mesh.h"
#include "views/map/map_view.h"

#include <QCoreApplication>
#include <QTest>
#include <QWheelEvent>

namespace binnacle {

using namespace Qt::StringLiterals;

inline std::shared_ptr<const TopologyFrame> shared(TopologyFrame frame) {
    return std::make_shared<const TopologyFrame>(std::move(frame));
}

/// A map on the screen with the shop on it.
struct ShownMap {
    ShownMap() {
        view.setSelection(&selection);
        view.resize(1200, 700);
        view.show();
    }

    bool show(TopologyFrame frame) {
        view.setFrame(shared(std::move(frame)));
        return QTest::qWaitFor([&] { return !view.isSettling(); });
    }

    const NodeCard& card(const QString& id) const {
        return view.scene().cards().at(static_cast<std::size_t>(view.scene().cardOf(id)));
    }
    const EdgeLine& line(const QString& from, const QString& to) const {
        return view.scene().lines().at(static_cast<std::size_t>(view.scene().lineOf(from, to)));
    }
    QPoint at(const QString& id) const { return view.viewport().toWindow(card(id).rect.center()).toPoint(); }
    QPoint middleOf(const QString& from, const QString& to) const {
        const EdgeLine& shown = line(from, to);
        return view.viewport().toWindow(shown.points.at(shown.points.size() / 2)).toPoint();
    }
    void click(const QPoint& point) { QTest::mouseClick(&view, Qt::LeftButton, {}, point); }
    void press(int key) { QTest::keyClick(&view, static_cast<Qt::Key>(key)); }
    void turnWheel(const QPoint& point, int turn) {
        QWheelEvent event(point, view.mapToGlobal(point), {}, {0, turn}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }

    MapSelection selection;
    MapView view;
};

}  // namespace binnacle
