// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/qt/map_selection.h"
#include "views/map/map_layouter.h"
#include "views/map/map_navigation.h"
#include "views/map/map_overlay.h"

#include <QElapsedTimer>
#include <QMenu>
#include <QPixmap>
#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

namespace binnacle {

/// The live map: who calls whom, left to right, and where it hurts. Shows frames, follows and sets the shared
/// selection, asks for policy to be edited; knows no session. Keeps a picture of the map and repaints it only
/// when something in it changed; what moves is drawn over it. UI thread only.
class MapView : public QWidget {
    Q_OBJECT
  public:
    explicit MapView(QWidget* parent = nullptr);
    ~MapView() override;

    const MapScene& scene() const { return m_scene; }
    const MapViewport& viewport() const { return m_viewport; }
    EdgeLabel edgeLabel() const { return m_scene.edgeLabel(); }
    bool isAnimated() const { return m_animated; }
    /// A layout is on its way: the map still shows the places before.
    bool isSettling() const { return m_layouter.isBusy(); }
    /// Where the user put nodes, by id; to keep over sessions.
    QHash<QString, QPointF> pins() const { return m_scene.pins(); }
    void setPins(const QHash<QString, QPointF>& pins);
    /// What the map says while it has nothing to show.
    void setEmptyText(const QString& title, const QString& hint);
    QString emptyText() const;
    /// The figures of what lies there, escaped for a tool tip; empty where there is nothing.
    QString toolTipAt(const QPoint& window) const;
    /// What can be done with what lies there; what it is gets selected. The caller shows it.
    std::unique_ptr<QMenu> menuAt(const QPoint& window);

    QSize sizeHint() const override { return {960, 640}; }
    QSize minimumSizeHint() const override { return {320, 200}; }

  public Q_SLOTS:
    void setFrame(std::shared_ptr<const binnacle::TopologyFrame> frame);
    void setSelection(binnacle::MapSelection* selection);
    void setPolicies(const std::vector<binnacle::PolicyInForce>& policies);
    void setClusters(const std::vector<binnacle::ClusterState>& clusters);
    /// Draws what became of each call since another window, instead of its health; null: its health again.
    void setComparison(std::shared_ptr<const binnacle::FrameComparison> comparison);
    void setEdgeLabel(binnacle::EdgeLabel label);
    /// Dots along the lines; where the system asks for less motion, this has no effect.
    void setAnimated(bool animated);
    void fitToWindow();
    void zoomIn();
    void zoomOut();
    void zoomToOriginal();
    /// Forgets all places and pins, and lays out afresh.
    void tidyUp();
    void showNeighboursOf(const QString& node);
    void showAll();
    /// Brings a node into the middle and selects it.
    void reveal(const QString& node);

  Q_SIGNALS:
    void nodeActivated(const QString& node);  ///< chosen with a click or Enter
    void editPolicyRequested(const QString& service, binnacle::IntentKind kind);
    void showRequestsRequested();  ///< of what is selected
    void pinsChanged();
    void settled();                          ///< a new layout is on the screen
    void focusChanged(const QString& node);  ///< neighbours of that node only; empty: everything

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    enum class Drag { none, undecided, pan, card, minimap };

    void showFrame();
    void takeLayout(const std::shared_ptr<const Layout>& layout);
    void requestLayout();
    bool isStartingUp() const;
    void applyValues();
    void selectionMoved();
    void emphasise();
    void emphasiseSelection();
    void hideAllButFocus();
    void repaintMap();
    void renderLayer();
    void renderPart(const QRect& part);
    void paintOverlay(QPainter& painter);
    void paintEmpty(QPainter& painter);
    void paintFocusChip(QPainter& painter);
    void paintLegend(QPainter& painter);
    void zoomBy(const QPointF& at, double factor);
    void panBy(const QPoint& by);
    void fitTo(const QRectF& bounds);
    QRectF shownBounds() const;
    void steerAnimation();
    void placeButtons();

    MapHit hitAt(const QPointF& window) const;
    void setHover(const MapHit& hit);
    void choose(const MapHit& hit);
    void startDrag(const QPointF& at);
    void dropCard(const QPointF& at);
    void steerByMinimap(const QPointF& at);
    void moveCursor(Step step);
    bool zoomKey(int key);
    bool stepKey(int key);
    void escape();
    std::unique_ptr<QMenu> menuFor(const MapHit& hit);
    void fillMenu(QMenu& menu, const MapHit& hit);
    void fillPolicyMenu(QMenu& menu, const QString& service);
    void fillCardMenu(QMenu& menu, const NodeCard& card);
    const NodeCard& card(int index) const { return m_scene.cards()[static_cast<std::size_t>(index)]; }
    const EdgeLine& line(int index) const { return m_scene.lines()[static_cast<std::size_t>(index)]; }

    std::shared_ptr<const TopologyFrame> m_given;
    std::shared_ptr<const TopologyFrame> m_frame;  ///< as given, and in comparison what is gone
    std::shared_ptr<const FrameComparison> m_comparison;
    std::shared_ptr<const TopologyFrame> m_laidOut;  ///< the frame of the layout on its way
    std::optional<TimePoint> m_firstSeen;            ///< end of the first frame with nodes
    MapScene m_scene;
    MapViewport m_viewport;
    MapEmphasis m_emphasis;
    QPointer<MapSelection> m_selection;
    MapSelection* m_ownSelection = nullptr;

    QPixmap m_layer;
    bool m_layerIsStale = true;
    bool m_fits = true;  ///< the view follows the whole map until the user moves it
    MapHit m_hover;
    QString m_cursor;  ///< node that the keyboard is on
    QString m_focus;   ///< only this node and its neighbours are shown
    Drag m_drag = Drag::none;
    QPointF m_pressed;
    QPointF m_last;
    MapHit m_grabbed;
    QPointF m_dragCentre;

    bool m_animated = false;
    QTimer m_animation;
    QElapsedTimer m_clock;
    QString m_emptyTitle;
    QString m_emptyHint;
    QWidget* m_buttons = nullptr;
    MapLayouter m_layouter;
};

}  // namespace binnacle
