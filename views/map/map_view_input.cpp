// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard do to the map.
#include "views/map/map_values.h"
#include "views/map/map_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTextDocument>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace binnacle {
namespace {

constexpr double kReach = 8;           ///< pixels from a line that still hit it
constexpr double kWheelBase = 1.0015;  ///< per eighth of a degree
constexpr double kKeyboardZoom = 1.25;

}  // namespace

MapHit MapView::hitAt(const QPointF& window) const {
    const MapHit hit = m_scene.hit(m_viewport.toMap(window), kReach / m_viewport.scale());
    switch (hit.kind) {
        case MapHit::Kind::nothing:
            return hit;
        case MapHit::Kind::card:
            return m_emphasis.card(hit.index) == Presence::hidden ? MapHit{} : hit;
        case MapHit::Kind::line:
            return m_emphasis.line(hit.index) == Presence::hidden ? MapHit{} : hit;
    }
    return hit;
}

void MapView::setHover(const MapHit& hit) {
    if (hit == m_hover) return;
    m_hover = hit;
    setCursor(hit.kind == MapHit::Kind::nothing ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void MapView::choose(const MapHit& hit) {
    switch (hit.kind) {
        case MapHit::Kind::nothing:
            m_selection->clear();
            return;
        case MapHit::Kind::card: {
            const QString id = card(hit.index).id;
            m_cursor = id;
            m_selection->selectNode(id);
            Q_EMIT nodeActivated(id);
            return;
        }
        case MapHit::Kind::line:
            m_selection->selectEdge(line(hit.index).source, line(hit.index).destination);
            return;
    }
}

void MapView::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    if (turn.isNull()) return event->ignore();
    zoomBy(event->position(), std::pow(kWheelBase, turn.y() != 0 ? turn.y() : turn.x()));
    setHover(hitAt(event->position()));
    event->accept();
}

void MapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::RightButton) return event->ignore();
    m_pressed = event->position();
    m_last = m_pressed;
    const QRect minimap = MapOverlay::minimapPlace(m_scene, m_viewport, size());
    if (minimap.contains(m_pressed.toPoint())) {
        m_drag = Drag::minimap;
        steerByMinimap(m_pressed);
        return;
    }
    m_grabbed = hitAt(m_pressed);
    m_drag = event->button() == Qt::LeftButton ? Drag::undecided : Drag::pan;
}

void MapView::startDrag(const QPointF& at) {
    if ((at - m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
    m_drag = m_grabbed.kind == MapHit::Kind::card ? Drag::card : Drag::pan;
    setCursor(Qt::ClosedHandCursor);
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_drag == Drag::undecided) startDrag(at);
    switch (m_drag) {
        case Drag::none:
            setHover(hitAt(at));
            return;
        case Drag::undecided:
            return;
        case Drag::pan: {
            // Whole pixels, so that the picture can move as it is; the rest waits for the next move.
            const QPoint by = (at - m_last).toPoint();
            panBy(by);
            m_last += by;
            return;
        }
        case Drag::card:
            m_dragCentre = card(m_grabbed.index).rect.center() + (at - m_pressed) / m_viewport.scale();
            update();
            return;
        case Drag::minimap:
            steerByMinimap(at);
            return;
    }
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = m_drag;
    m_drag = Drag::none;
    unsetCursor();
    if (drag == Drag::undecided) choose(m_grabbed);
    if (drag == Drag::card) dropCard(event->position());
    m_hover = {};
    setHover(hitAt(event->position()));
    update();
}

void MapView::dropCard(const QPointF& at) {
    const NodeCard& dropped = card(m_grabbed.index);
    const QPointF centre = dropped.rect.center() + (at - m_pressed) / m_viewport.scale();
    QHash<QString, QPointF> pins = m_scene.pins();
    pins.insert(dropped.id, QPointF(std::round(centre.x()), std::round(centre.y())));
    m_fits = false;
    setPins(pins);
    Q_EMIT pinsChanged();
}

void MapView::steerByMinimap(const QPointF& at) {
    const QRect place = MapOverlay::minimapPlace(m_scene, m_viewport, size());
    if (place.isEmpty()) return;
    m_fits = false;
    m_viewport.centreOn(MapOverlay::minimapToMap(m_scene, place, at), size());
    repaintMap();
}

void MapView::mouseDoubleClickEvent(QMouseEvent* event) {
    const MapHit hit = hitAt(event->position());
    m_drag = Drag::none;
    if (event->button() == Qt::LeftButton && hit.kind == MapHit::Kind::card)
        showNeighboursOf(card(hit.index).id);
}

void MapView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    setHover({});
}

void MapView::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
    if (plain && (zoomKey(event->key()) || stepKey(event->key()))) return event->accept();
    QWidget::keyPressEvent(event);
}

bool MapView::zoomKey(int key) {
    switch (key) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomBy(rect().center(), kKeyboardZoom);
            return true;
        case Qt::Key_Minus:
            zoomBy(rect().center(), 1 / kKeyboardZoom);
            return true;
        case Qt::Key_0:
            zoomToOriginal();
            return true;
        case Qt::Key_F:
            fitToWindow();
            return true;
        default:
            return false;
    }
}

bool MapView::stepKey(int key) {
    switch (key) {
        case Qt::Key_Left:
            moveCursor(Step::left);
            return true;
        case Qt::Key_Right:
            moveCursor(Step::right);
            return true;
        case Qt::Key_Up:
            moveCursor(Step::up);
            return true;
        case Qt::Key_Down:
            moveCursor(Step::down);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose({MapHit::Kind::card, m_scene.cardOf(m_cursor)});
            return true;
        case Qt::Key_Escape:
            escape();
            return true;
        default:
            return false;
    }
}

void MapView::escape() {
    if (!m_focus.isEmpty()) return showAll();
    m_selection->clear();
}

void MapView::moveCursor(Step step) {
    const int from = m_scene.cardOf(m_cursor);
    int to = cardAfter(m_scene, from, step);
    while (to >= 0 && m_emphasis.card(to) == Presence::hidden) {
        const int beyond = cardAfter(m_scene, to, step);
        if (beyond == to) return;
        to = beyond;
    }
    if (to < 0) return;
    m_cursor = card(to).id;
    if (!m_viewport.visible(size()).contains(card(to).rect)) {
        m_fits = false;
        m_viewport.centreOn(card(to).rect.center(), size());
        repaintMap();
    }
    update();
}

bool MapView::focusNextPrevChild(bool next) {
    const QString before = m_cursor;
    moveCursor(next ? Step::next : Step::previous);
    return m_cursor != before || QWidget::focusNextPrevChild(next);
}

bool MapView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
    return true;
}

QString MapView::toolTipAt(const QPoint& window) const {
    const MapHit hit = hitAt(window);
    if (hit.kind == MapHit::Kind::nothing) return {};
    const QString plain =
        hit.kind == MapHit::Kind::card ? toolTipOf(card(hit.index)) : line(hit.index).toolTip;
    // A tool tip guesses whether it is rich text; names from outside must never be.
    return Qt::convertFromPlainText(plain);
}

void MapView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int cursor = m_scene.cardOf(m_cursor);
    const MapHit hit = byKey && cursor >= 0 ? MapHit{MapHit::Kind::card, cursor} : hitAt(event->pos());
    QMenu* menu = menuFor(hit).release();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

std::unique_ptr<QMenu> MapView::menuAt(const QPoint& window) {
    return menuFor(hitAt(window));
}

std::unique_ptr<QMenu> MapView::menuFor(const MapHit& hit) {
    auto menu = std::make_unique<QMenu>(this);
    if (hit.kind != MapHit::Kind::nothing) choose(hit);
    fillMenu(*menu, hit);
    return menu;
}

void MapView::fillMenu(QMenu& menu, const MapHit& hit) {
    switch (hit.kind) {
        case MapHit::Kind::nothing:
            break;
        case MapHit::Kind::card:
            fillPolicyMenu(menu, card(hit.index).service);
            menu.addAction(tr("Show requests"), this, &MapView::showRequestsRequested);
            fillCardMenu(menu, card(hit.index));
            return;
        case MapHit::Kind::line:
            fillPolicyMenu(menu, card(line(hit.index).destinationCard).service);
            menu.addAction(tr("Show requests"), this, &MapView::showRequestsRequested);
            return;
    }
    menu.addAction(tr("Show everything"), this, [this] { showAll(), fitToWindow(); });
    menu.addAction(tr("Tidy up"), this, &MapView::tidyUp);
}

void MapView::fillPolicyMenu(QMenu& menu, const QString& service) {
    if (service.isEmpty()) return;
    menu.addAction(tr("Split traffic…"), this,
                   [this, service] { Q_EMIT editPolicyRequested(service, IntentKind::trafficSplit); });
    menu.addAction(tr("Limit and eject…"), this,
                   [this, service] { Q_EMIT editPolicyRequested(service, IntentKind::circuitBreaker); });
    menu.addSeparator();
}

void MapView::fillCardMenu(QMenu& menu, const NodeCard& shown) {
    const QString id = shown.id;
    menu.addAction(tr("Neighbours only"), this, [this, id] { showNeighboursOf(id); });
    if (!shown.pinned) return;
    menu.addAction(tr("Let it move again"), this, [this, id] {
        QHash<QString, QPointF> pins = m_scene.pins();
        pins.remove(id);
        setPins(pins);
        Q_EMIT pinsChanged();
    });
}

}  // namespace binnacle
