// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_view.h"

#include "models/qt/format.h"
#include "views/map/map_comparison.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPaintEvent>
#include <QPainter>
#include <QStyle>
#include <QToolButton>
#include <algorithm>
#include <chrono>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kFrameInterval(50);
constexpr std::chrono::seconds kStartUp(15);
constexpr double kZoomStep = 1.25;
constexpr int kButtonsMargin = 16;

}  // namespace

MapView::MapView(QWidget* parent)
    : QWidget(parent),
      m_given(std::make_shared<const TopologyFrame>()),
      m_frame(m_given),
      m_ownSelection(new MapSelection(this)),
      m_emptyTitle(tr("No traffic in this window yet")),
      m_emptyHint(tr("Send requests through the proxies, choose a longer window, or clear the filter.")) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Map of services and calls"));
    setAccessibleDescription(tr("Arrow keys move along the calls, Enter selects, F shows everything."));
    m_clock.start();
    m_animation.setInterval(kFrameInterval);
    connect(&m_animation, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    connect(&m_layouter, &MapLayouter::finished, this, &MapView::takeLayout);
    placeButtons();
    setSelection(m_ownSelection);
}

MapView::~MapView() = default;

void MapView::placeButtons() {
    m_buttons = new QWidget(this);
    auto* row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto add = [&](const QString& face, const QString& name, void (MapView::*slot)()) {
        auto* button = new QToolButton(m_buttons);
        button->setText(face);
        button->setToolTip(name);
        button->setAccessibleName(name);
        button->setFocusPolicy(Qt::NoFocus);
        button->setFixedSize(28, 28);
        connect(button, &QToolButton::clicked, this, slot);
        row->addWidget(button);
    };
    add(u"+"_s, tr("Zoom in (+)"), &MapView::zoomIn);
    add(u"−"_s, tr("Zoom out (-)"), &MapView::zoomOut);
    add(u"⤢"_s, tr("Show everything (F)"), &MapView::fitToWindow);
    m_buttons->adjustSize();
}

void MapView::setFrame(std::shared_ptr<const TopologyFrame> frame) {
    if (!frame || frame == m_given) return;
    m_given = std::move(frame);
    showFrame();
}

void MapView::setComparison(std::shared_ptr<const FrameComparison> comparison) {
    if (comparison == m_comparison) return;
    m_comparison = std::move(comparison);
    m_scene.setComparison(m_comparison);
    showFrame();
}

void MapView::showFrame() {
    m_frame = m_comparison ? withGoneCalls(m_given, *m_comparison) : m_given;
    // One on its way is let finish: on frames that come faster than layouts, nothing would ever be shown
    // else.
    if (!m_layouter.isBusy() && !m_scene.hasStructureOf(*m_frame)) requestLayout();
    applyValues();
}

/// A mesh is discovered over some seconds. What came first is no reason for an awkward picture, while nobody
/// has touched the map; later it is the user's, and stays.
bool MapView::isStartingUp() const {
    const bool touched =
        !m_fits || !m_scene.pins().isEmpty() || m_selection->kind() != MapSelection::Kind::nothing;
    if (touched || !m_firstSeen || m_frame->to - *m_firstSeen > kStartUp) return false;
    return std::any_of(m_frame->nodes.begin(), m_frame->nodes.end(),
                       [&](const Node& node) { return !m_scene.hasPlaceFor(text(node.id)); });
}

void MapView::requestLayout() {
    if (!m_firstSeen && !m_frame->nodes.empty()) m_firstSeen = m_frame->to;
    if (isStartingUp()) m_scene.forgetPlaces();
    m_laidOut = m_frame;
    m_layouter.request(m_scene.layoutRequest(*m_frame));
}

void MapView::takeLayout(const std::shared_ptr<const Layout>& layout) {
    m_scene.setPlaces(*m_laidOut, *layout);
    m_hover = {};
    if (m_drag == Drag::card) m_drag = Drag::none;
    m_grabbed = {};
    if (!m_focus.isEmpty() && m_scene.cardOf(m_focus) < 0) showAll();
    emphasise();
    if (m_fits) fitTo(shownBounds());
    if (m_drag == Drag::undecided) m_grabbed = hitAt(m_pressed);
    // A frame may have come in the meantime: its values now, its places when they are there.
    if (m_frame != m_laidOut && !m_scene.hasStructureOf(*m_frame)) requestLayout();
    applyValues();
    Q_EMIT settled();
}

void MapView::applyValues() {
    m_scene.setValues(*m_frame);
    steerAnimation();
    repaintMap();
}

void MapView::setSelection(MapSelection* selection) {
    if (m_selection) disconnect(m_selection, nullptr, this, nullptr);
    m_selection = selection ? selection : m_ownSelection;
    connect(m_selection, &MapSelection::changed, this, &MapView::selectionMoved);
    if (selection && selection != m_ownSelection) {
        connect(selection, &QObject::destroyed, this, [this] { setSelection(nullptr); });
    }
    selectionMoved();
}

void MapView::selectionMoved() {
    emphasise();
    repaintMap();
}

void MapView::emphasise() {
    m_emphasis = {};
    emphasiseSelection();
    hideAllButFocus();
}

/// The selected thing and its surroundings stay lit, all else dims.
void MapView::emphasiseSelection() {
    if (!m_selection || m_selection->kind() == MapSelection::Kind::nothing) return;
    QSet<int> cards;
    QSet<int> lines;
    if (m_selection->kind() == MapSelection::Kind::node) {
        const int selected = m_scene.cardOf(m_selection->node());
        if (selected < 0) return;
        m_emphasis.selectedCard = selected;
        cards = neighbourhood(m_scene, selected);
        for (const int index : m_scene.linesAt(selected)) lines.insert(index);
    } else {
        const int selected = m_scene.lineOf(m_selection->source(), m_selection->destination());
        if (selected < 0) return;
        m_emphasis.selectedLine = selected;
        cards = {line(selected).sourceCard, line(selected).destinationCard};
        lines = {selected};
    }
    m_emphasis.cards.assign(m_scene.cards().size(), Presence::dimmed);
    m_emphasis.lines.assign(m_scene.lines().size(), Presence::dimmed);
    for (const int index : cards) m_emphasis.cards[static_cast<std::size_t>(index)] = Presence::lit;
    for (const int index : lines) m_emphasis.lines[static_cast<std::size_t>(index)] = Presence::lit;
}

void MapView::hideAllButFocus() {
    const int focus = m_focus.isEmpty() ? -1 : m_scene.cardOf(m_focus);
    if (focus < 0) return;
    const QSet<int> shown = neighbourhood(m_scene, focus);
    m_emphasis.cards.resize(m_scene.cards().size(), Presence::lit);
    m_emphasis.lines.resize(m_scene.lines().size(), Presence::lit);
    for (int i = 0; i < static_cast<int>(m_emphasis.cards.size()); ++i) {
        if (!shown.contains(i)) m_emphasis.cards[static_cast<std::size_t>(i)] = Presence::hidden;
    }
    for (int i = 0; i < static_cast<int>(m_emphasis.lines.size()); ++i) {
        const bool touches = line(i).sourceCard == focus || line(i).destinationCard == focus;
        if (!touches) m_emphasis.lines[static_cast<std::size_t>(i)] = Presence::hidden;
    }
}

void MapView::setPolicies(const std::vector<PolicyInForce>& policies) {
    m_scene.setPolicies(policies);
    repaintMap();
}

void MapView::setClusters(const std::vector<ClusterState>& clusters) {
    m_scene.setClusters(clusters);
    repaintMap();
}

void MapView::setEdgeLabel(EdgeLabel label) {
    m_scene.setEdgeLabel(label);
    applyValues();
}

void MapView::setPins(const QHash<QString, QPointF>& pins) {
    m_scene.setPins(pins);
    requestLayout();
}

void MapView::setEmptyText(const QString& title, const QString& hint) {
    m_emptyTitle = title;
    m_emptyHint = hint;
    if (m_scene.cards().empty()) update();
}

QString MapView::emptyText() const {
    return m_scene.cards().empty() ? m_emptyTitle + u'\n' + m_emptyHint : QString();
}

void MapView::setAnimated(bool animated) {
    m_animated = animated;
    steerAnimation();
    update();
}

/// Runs the timer only while there is something to move and somebody to see it.
void MapView::steerAnimation() {
    const bool calm = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    const bool runs = m_animated && !calm && isVisible() && !m_scene.lines().empty();
    if (runs == m_animation.isActive()) return;
    if (runs) {
        m_animation.start();
    } else {
        m_animation.stop();
    }
}

void MapView::fitToWindow() {
    m_fits = true;
    fitTo(shownBounds());
}

QRectF MapView::shownBounds() const {
    if (m_focus.isEmpty()) return m_scene.bounds();
    QRectF bounds;
    for (int i = 0; i < static_cast<int>(m_scene.cards().size()); ++i) {
        if (m_emphasis.card(i) != Presence::hidden) bounds |= card(i).rect;
    }
    return bounds.adjusted(-48, -64, 48, 48);
}

void MapView::fitTo(const QRectF& bounds) {
    m_viewport.fit(bounds, size());
    repaintMap();
}

void MapView::zoomBy(const QPointF& at, double factor) {
    m_fits = false;
    m_viewport.zoomAt(at, factor);
    repaintMap();
}

void MapView::zoomIn() {
    zoomBy(rect().center(), kZoomStep);
}

void MapView::zoomOut() {
    zoomBy(rect().center(), 1 / kZoomStep);
}

void MapView::zoomToOriginal() {
    zoomBy(rect().center(), 1 / m_viewport.scale());
}

void MapView::panBy(const QPoint& by) {
    if (by.isNull()) return;
    m_fits = false;
    m_viewport.panBy(by);
    const double ratio = devicePixelRatioF();
    const bool scrolls = !m_layerIsStale && ratio == 1 && !m_layer.isNull();
    if (!scrolls) return repaintMap();
    // The picture moves as it is; only what comes into view is drawn.
    QRegion exposed;
    m_layer.scroll(by.x(), by.y(), m_layer.rect(), &exposed);
    for (const QRect& part : exposed) renderPart(part);
    update();
}

void MapView::tidyUp() {
    m_scene.forgetPlaces();
    m_scene.setPins({});
    m_fits = true;
    requestLayout();
    Q_EMIT pinsChanged();
}

void MapView::showNeighboursOf(const QString& node) {
    if (m_scene.cardOf(node) < 0) return;
    m_focus = node;
    emphasise();
    fitToWindow();
    Q_EMIT focusChanged(m_focus);
}

void MapView::showAll() {
    if (m_focus.isEmpty()) return;
    m_focus.clear();
    emphasise();
    fitToWindow();
    Q_EMIT focusChanged(m_focus);
}

void MapView::reveal(const QString& node) {
    const int index = m_scene.cardOf(node);
    if (index < 0) return;
    // What can be seen already does not move under the reader's eyes.
    if (!m_viewport.visible(size()).contains(card(index).rect)) {
        m_fits = false;
        m_viewport.centreOn(card(index).rect.center(), size());
    }
    m_selection->selectNode(node);
    repaintMap();
}

void MapView::repaintMap() {
    m_layerIsStale = true;
    update();
}

void MapView::renderLayer() {
    const double ratio = devicePixelRatioF();
    const QSize pixels = size() * ratio;
    if (m_layer.size() != pixels) {
        m_layer = QPixmap(pixels);
        m_layer.setDevicePixelRatio(ratio);
    }
    m_layerIsStale = false;
    renderPart(rect());
}

void MapView::renderPart(const QRect& part) {
    QPainter painter(&m_layer);
    painter.setClipRect(part);
    painter.fillRect(part, Theme::current().mapBackground);
    painter.setTransform(m_viewport.transform());
    const QRectF visible(m_viewport.toMap(part.topLeft()), QSizeF(part.size()) / m_viewport.scale());
    MapPainter(m_scene, Theme::current(), font()).paint(painter, visible, m_viewport.scale(), m_emphasis);
}

void MapView::paintEvent(QPaintEvent*) {
    if (m_layerIsStale) renderLayer();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_layer);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_scene.cards().empty()) {
        paintEmpty(painter);
    } else {
        paintOverlay(painter);
    }
}

void MapView::paintOverlay(QPainter& painter) {
    const MapOverlay overlay(m_scene, m_viewport, Theme::current());
    painter.setPen(QPen(Theme::current().border, 1));
    painter.setBrush(Theme::current().panel);
    painter.drawRoundedRect(QRectF(m_buttons->geometry()).adjusted(-4.5, -3.5, 4.5, 3.5), 8, 8);
    if (m_animation.isActive()) {
        overlay.paintTraffic(painter, m_viewport.visible(size()),
                             static_cast<double>(m_clock.elapsed()) / 1000, m_emphasis);
    }
    if (m_hover.kind != MapHit::Kind::nothing && m_drag != Drag::card)
        overlay.paintHover(painter, m_hover, m_emphasis);
    const int cursor = m_cursor.isEmpty() ? -1 : m_scene.cardOf(m_cursor);
    if (cursor >= 0 && hasFocus()) overlay.paintCursor(painter, cursor);
    if (m_drag == Drag::card) overlay.paintDragged(painter, m_grabbed.index, m_dragCentre);
    const QRect minimap = MapOverlay::minimapPlace(m_scene, m_viewport, size());
    if (!minimap.isEmpty()) overlay.paintMinimap(painter, minimap, size(), m_emphasis);
    if (!m_focus.isEmpty()) paintFocusChip(painter);
    if (m_comparison) paintLegend(painter);
}

/// Under the chip, where there is one.
void MapView::paintLegend(QPainter& painter) {
    painter.setFont(font());
    paintComparisonLegend(painter, {16, m_focus.isEmpty() ? 16.0 : 56.0}, *m_comparison);
}

void MapView::paintFocusChip(QPainter& painter) {
    const Theme& theme = Theme::current();
    const QString text = tr("%1 and its neighbours only. Esc shows everything.").arg(m_focus);
    const QString shown = fontMetrics().elidedText(text, Qt::ElideMiddle, width() - 56);
    const QRectF chip(16, 16, fontMetrics().horizontalAdvance(shown) + 24, 32);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(chip, 8, 8);
    painter.setPen(theme.text);
    painter.drawText(chip, Qt::AlignCenter, shown);
}

void MapView::paintEmpty(QPainter& painter) {
    const Theme& theme = Theme::current();
    QFont title = font();
    title.setPointSizeF(title.pointSizeF() * 1.4);
    title.setWeight(QFont::DemiBold);
    painter.setFont(title);
    painter.setPen(theme.text);
    const QRect upper(24, 0, width() - 48, height() / 2 - 4);
    painter.drawText(upper, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, m_emptyTitle);
    painter.setFont(font());
    painter.setPen(theme.textMuted);
    const QRect lower(24, height() / 2 + 8, width() - 48, height() / 2 - 8);
    painter.drawText(lower, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyHint);
}

void MapView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_buttons->move(kButtonsMargin, height() - m_buttons->height() - kButtonsMargin);
    if (m_fits) m_viewport.fit(shownBounds(), size());
    repaintMap();
}

void MapView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    repaintMap();
}

void MapView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    steerAnimation();
}

void MapView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    steerAnimation();
}

}  // namespace binnacle
