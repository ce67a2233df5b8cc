// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout.h"
#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "views/map/map_types.h"

#include <QHash>
#include <QSet>
#include <memory>

namespace binnacle {

/// What lies under a point of the map.
struct MapHit {
    enum class Kind { nothing, card, line };
    Kind kind = Kind::nothing;
    int index = -1;

    bool operator==(const MapHit&) const = default;
};

/// The map as things to draw: cards, lines, boxes. Made of a frame (the values) and a layout (the places);
/// new values never move anything. Knows no pixels, so that tests read it as text. UI thread only.
class MapScene {
  public:
    static constexpr double kCardWidth = 220;
    static constexpr double kCardHeight = 60;

    /// What the layouter is to place for this frame, given the places in use now.
    LayoutRequest layoutRequest(const TopologyFrame& frame) const;
    /// Whether the frame has the nodes and calls that the places in use were made for.
    bool hasStructureOf(const TopologyFrame& frame) const;
    /// New places, with the values of the same frame.
    void setPlaces(const TopologyFrame& frame, const Layout& layout);
    /// New values on the same places; nodes and calls that the frame lacks turn idle.
    void setValues(const TopologyFrame& frame);

    void setPolicies(const std::vector<PolicyInForce>& policies);
    void setClusters(const std::vector<ClusterState>& clusters);
    /// What to tell lines by instead of their health, from the next setValues() on; null: their health.
    void setComparison(std::shared_ptr<const FrameComparison> comparison);
    void setEdgeLabel(EdgeLabel label);
    EdgeLabel edgeLabel() const { return m_edgeLabel; }
    /// Where the user put nodes (centres); kept over frames, also for nodes that are away now.
    void setPins(const QHash<QString, QPointF>& pins) { m_pins = pins; }
    const QHash<QString, QPointF>& pins() const { return m_pins; }
    /// Forgets all places, so that the next layout starts afresh.
    void forgetPlaces();
    bool hasPlaceFor(const QString& id) const { return m_places.contains(id); }

    const std::vector<NodeCard>& cards() const { return m_cards; }
    const std::vector<EdgeLine>& lines() const { return m_lines; }
    const std::vector<ServiceBox>& boxes() const { return m_boxes; }
    QRectF bounds() const { return m_bounds; }
    int cardOf(const QString& id) const { return m_cardOf.value(id, -1); }
    int lineOf(const QString& source, const QString& destination) const;
    /// The lines that begin or end at a card.
    std::vector<int> linesAt(int card) const;
    /// Cards win over lines; `reach` is how near a line counts as hit.
    MapHit hit(const QPointF& point, double reach) const;
    /// Everything as text, one thing a line: for tests.
    QString dump() const;

  private:
    void takeCards(const TopologyFrame& frame, const Layout& layout);
    void takeLines(const TopologyFrame& frame, const Layout& layout);
    void takeBoxes();
    void sizeLabels();
    std::pair<QString, QString> sharingKey(const EdgeLine& line) const;
    void writeCards(const TopologyFrame& frame);
    void writeLines(const TopologyFrame& frame);
    void writeShares();
    void writePolicies();
    void writeClusters();

    std::vector<NodeCard> m_cards;
    std::vector<EdgeLine> m_lines;
    std::vector<ServiceBox> m_boxes;
    QRectF m_bounds;
    QHash<QString, int> m_cardOf;
    QHash<std::pair<QString, QString>, int> m_lineOf;
    QHash<QString, QPointF> m_pins;
    QHash<QString, QPointF> m_places;  ///< centres, of nodes that are away too
    Layout m_layout;
    EdgeLabel m_edgeLabel = EdgeLabel::rate;
    std::vector<PolicyInForce> m_policies;
    std::vector<ClusterState> m_clusters;
    std::shared_ptr<const FrameComparison> m_comparison;
};

/// Where an edge's ends belong in words: "checkout → payment-v2".
QString callName(const QString& source, const QString& destination);

}  // namespace binnacle
