// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_scene.h"

#include "views/map/map_route.h"
#include "views/map/map_values.h"

#include "models/core/policy/intent_yaml.h"
#include "models/qt/format.h"
#include "views/map/map_comparison.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kBoxMargin = 12;
constexpr double kBoxTitle = 20;
constexpr double kMargin = 32;
constexpr qsizetype kMostPlaces = 20'000;  ///< remembered, so that churn of names can't fill the memory
constexpr double kLabelHeight = 18;
constexpr double kLabelWidth = 68;
constexpr double kSharedLabelWidth = 104;  ///< with a share before the figure
const LayoutSpacing kSpacing{.layer = 152, .node = 32, .route = 14, .aside = 22, .component = 72};

LayoutPoint toLayout(const QPointF& point) {
    return {point.x(), point.y()};
}

/// What a node is may come to be known while it stands on the map.
void describe(const Node& node, NodeCard& card) {
    const bool named = node.kind == NodeKind::workload && !node.workload.empty();
    card.service = text(node.service);
    card.kind = node.kind;
    card.version = text(node.version);
    card.title = named ? text(node.workload) : card.id;
}

}  // namespace

QString callName(const QString& source, const QString& destination) {
    return source + u" → "_s + destination;
}

LayoutRequest MapScene::layoutRequest(const TopologyFrame& frame) const {
    LayoutRequest request;
    request.spacing = kSpacing;
    for (const Node& node : frame.nodes) {
        const QString id = text(node.id);
        LayoutNode entry{
            .id = node.id,
            .width = kCardWidth,
            .height = kCardHeight,
            .group = node.kind == NodeKind::workload ? node.nameSpace + '/' + node.service : std::string(),
            .previous = {},
            .pinned = {}};
        if (m_places.contains(id)) entry.previous = toLayout(m_places.value(id));
        if (m_pins.contains(id)) entry.pinned = toLayout(m_pins.value(id));
        request.nodes.push_back(std::move(entry));
    }
    for (const Edge& edge : frame.edges) request.edges.push_back({edge.source, edge.destination, {}});
    for (LayoutEdge& edge : request.edges) {
        const auto placed = std::lower_bound(
            m_layout.edges.begin(), m_layout.edges.end(), edge, [](const PlacedEdge& a, const LayoutEdge& b) {
                return std::tie(a.source, a.destination) < std::tie(b.source, b.destination);
            });
        const bool known = placed != m_layout.edges.end() && placed->source == edge.source &&
                           placed->destination == edge.destination;
        if (known) edge.previousRoute = placed->route;
    }
    return request;
}

bool MapScene::hasStructureOf(const TopologyFrame& frame) const {
    if (frame.nodes.size() != m_cards.size()) return false;
    const bool sameNodes = std::all_of(frame.nodes.begin(), frame.nodes.end(),
                                       [&](const Node& node) { return m_cardOf.contains(text(node.id)); });
    if (!sameNodes) return false;
    std::size_t lines = 0;
    const Edge* before = nullptr;
    for (const Edge& edge : frame.edges) {
        const bool again = before && before->source == edge.source && before->destination == edge.destination;
        before = &edge;
        const bool drawable =
            m_cardOf.contains(text(edge.source)) && m_cardOf.contains(text(edge.destination));
        if (again || !drawable) continue;
        if (lineOf(text(edge.source), text(edge.destination)) < 0) return false;
        ++lines;
    }
    return lines == m_lines.size();
}

void MapScene::forgetPlaces() {
    m_places.clear();
    m_layout = {};
}

void MapScene::setPlaces(const TopologyFrame& frame, const Layout& layout) {
    m_layout = layout;
    takeCards(frame, layout);
    takeLines(frame, layout);
    takeBoxes();
    sizeLabels();
    placeLabels(m_cards, m_lines);
    m_bounds = {};
    for (const NodeCard& card : m_cards) m_bounds |= card.rect;
    for (const EdgeLine& line : m_lines) m_bounds |= line.bounds;
    for (const ServiceBox& box : m_boxes) m_bounds |= box.rect;
    if (!m_cards.empty()) m_bounds.adjust(-kMargin, -kMargin, kMargin, kMargin);
    setValues(frame);
    writePolicies();
    writeClusters();
}

void MapScene::takeCards(const TopologyFrame& frame, const Layout& layout) {
    m_cards.clear();
    m_cardOf.clear();
    QHash<QString, const Node*> nodes;
    for (const Node& node : frame.nodes) nodes.insert(text(node.id), &node);
    if (m_places.size() > kMostPlaces) m_places.clear();
    for (const PlacedNode& placed : layout.nodes) {
        const QString id = text(placed.id);
        const Node* node = nodes.value(id);
        if (!node) continue;
        NodeCard card;
        card.id = id;
        describe(*node, card);
        card.pinned = m_pins.contains(id);
        card.rect = QRectF(0, 0, kCardWidth, kCardHeight);
        card.rect.moveCenter({placed.centre.x, placed.centre.y});
        m_places.insert(id, card.rect.center());
        m_cardOf.insert(id, static_cast<int>(m_cards.size()));
        m_cards.push_back(std::move(card));
    }
}

void MapScene::takeLines(const TopologyFrame& frame, const Layout& layout) {
    m_lines.clear();
    m_lineOf.clear();
    QHash<std::pair<QString, QString>, ToldBy> tellers;
    for (const Edge& edge : frame.edges)
        tellers.insert({text(edge.source), text(edge.destination)}, edge.toldBy);
    for (const PlacedEdge& placed : layout.edges) {
        EdgeLine line;
        line.source = text(placed.source);
        line.destination = text(placed.destination);
        line.sourceCard = cardOf(line.source);
        line.destinationCard = cardOf(line.destination);
        if (line.sourceCard < 0 || line.destinationCard < 0 || placed.route.size() < 2) continue;
        line.toldBy = tellers.value({line.source, line.destination}, ToldBy::source);
        drawRoute(placed, line);
        m_lineOf.insert({line.source, line.destination}, static_cast<int>(m_lines.size()));
        m_lines.push_back(std::move(line));
    }
}

/// Room for a share where several versions of a service are called: kept free whether or not there are calls
/// now.
void MapScene::sizeLabels() {
    QHash<std::pair<QString, QString>, int> counts;
    for (const EdgeLine& line : m_lines) ++counts[sharingKey(line)];
    for (EdgeLine& line : m_lines) {
        const bool shares = counts.value(sharingKey(line)) > 1;
        line.labelRect = QRectF(0, 0, shares ? kSharedLabelWidth : kLabelWidth, kLabelHeight);
    }
}

/// Lines with one key divide the calls of one caller to one service among its versions.
std::pair<QString, QString> MapScene::sharingKey(const EdgeLine& line) const {
    return {line.source, m_cards[static_cast<std::size_t>(line.destinationCard)].service};
}

/// A box goes round the versions of one service where they stand together and nobody else stands between.
void MapScene::takeBoxes() {
    m_boxes.clear();
    QHash<QString, std::vector<int>> byService;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (m_cards[i].kind != NodeKind::workload) continue;
        byService[m_cards[i].service].push_back(static_cast<int>(i));
    }
    for (auto entry = byService.begin(); entry != byService.end(); ++entry) {
        if (entry.value().size() < 2 || entry.key().isEmpty()) continue;
        ServiceBox box{entry.key(), {}, entry.value()};
        for (const int card : box.cards) box.rect |= m_cards[static_cast<std::size_t>(card)].rect;
        box.rect.adjust(-kBoxMargin, -kBoxTitle, kBoxMargin, kBoxMargin);
        const bool alone = std::none_of(m_cards.begin(), m_cards.end(), [&](const NodeCard& card) {
            return card.service != box.service && card.rect.intersects(box.rect);
        });
        if (alone) m_boxes.push_back(std::move(box));
    }
    std::sort(m_boxes.begin(), m_boxes.end(),
              [](const ServiceBox& a, const ServiceBox& b) { return a.service < b.service; });
}

void MapScene::setValues(const TopologyFrame& frame) {
    writeCards(frame);
    writeLines(frame);
}

void MapScene::writeCards(const TopologyFrame& frame) {
    for (const Node& node : frame.nodes) {
        if (const int index = cardOf(text(node.id)); index >= 0)
            describe(node, m_cards[static_cast<std::size_t>(index)]);
    }
    const CallSums sums = sumByNode(frame);
    for (NodeCard& card : m_cards) writeValues(sums.of(utf8(card.id)), frame.seconds(), card);
}

void MapScene::writeLines(const TopologyFrame& frame) {
    QHash<std::pair<QString, QString>, std::vector<const Edge*>> edges;
    for (const Edge& edge : frame.edges) edges[{text(edge.source), text(edge.destination)}].push_back(&edge);
    for (EdgeLine& line : m_lines) {
        writeLine(edges.value({line.source, line.destination}), frame.seconds(), m_edgeLabel, line);
        line.verdict.reset();
    }
    writeShares();
    if (m_comparison) writeVerdicts(*m_comparison, m_lines);
}

/// Several versions of one service with the same caller: what part of its calls each one gets.
void MapScene::writeShares() {
    QHash<std::pair<QString, QString>, std::pair<double, int>> sums;
    for (const EdgeLine& line : m_lines) {
        auto& [rate, count] = sums[sharingKey(line)];
        rate += line.rate;
        ++count;
    }
    for (EdgeLine& line : m_lines) {
        const auto [rate, count] = sums.value(sharingKey(line));
        const bool isVersion =
            m_cards[static_cast<std::size_t>(line.destinationCard)].kind == NodeKind::workload;
        line.share.clear();
        if (count > 1 && isVersion && rate > 0) {
            line.share = QString::number(std::lround(line.rate / rate * 100)) + u" %"_s;
        }
    }
}

void MapScene::setPolicies(const std::vector<PolicyInForce>& policies) {
    m_policies = policies;
    writePolicies();
}

void MapScene::writePolicies() {
    QSet<QString> split;
    QSet<QString> limited;
    for (const PolicyInForce& policy : m_policies) {
        if (intentFields(policy.intent).empty()) continue;  // nothing but the proxy's defaults
        const QString service = text(policy.intent.service);
        switch (policy.intent.kind()) {
            case IntentKind::trafficSplit:
                split.insert(service);
                break;
            case IntentKind::circuitBreaker:
                limited.insert(service);
                break;
        }
    }
    for (NodeCard& card : m_cards) {
        card.hasSplit = split.contains(card.service);
        card.hasBreaker = limited.contains(card.service);
    }
}

void MapScene::setClusters(const std::vector<ClusterState>& clusters) {
    m_clusters = clusters;
    writeClusters();
}

void MapScene::writeClusters() {
    QHash<QString, std::vector<const ClusterState*>> states;
    for (const ClusterState& state : m_clusters) states[text(state.cluster)].push_back(&state);
    for (NodeCard& card : m_cards) {
        const QString cluster = card.kind == NodeKind::workload ? card.title : card.service;
        writeState(states.value(cluster), card);
    }
}

void MapScene::setComparison(std::shared_ptr<const FrameComparison> comparison) {
    m_comparison = std::move(comparison);
}

void MapScene::setEdgeLabel(EdgeLabel label) {
    m_edgeLabel = label;
}

int MapScene::lineOf(const QString& source, const QString& destination) const {
    return m_lineOf.value({source, destination}, -1);
}

std::vector<int> MapScene::linesAt(int card) const {
    std::vector<int> lines;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].sourceCard == card || m_lines[i].destinationCard == card)
            lines.push_back(static_cast<int>(i));
    }
    return lines;
}

MapHit MapScene::hit(const QPointF& point, double reach) const {
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (m_cards[i].rect.contains(point)) return {MapHit::Kind::card, static_cast<int>(i)};
    }
    MapHit best;
    double nearest = reach;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const EdgeLine& line = m_lines[i];
        if (line.labelRect.contains(point)) return {MapHit::Kind::line, static_cast<int>(i)};
        if (!line.bounds.adjusted(-reach, -reach, reach, reach).contains(point)) continue;
        const double distance = distanceTo(line, point);
        if (distance > nearest) continue;
        nearest = distance;
        best = {MapHit::Kind::line, static_cast<int>(i)};
    }
    return best;
}

QString MapScene::dump() const {
    QString out;
    const auto place = [](const QPointF& point) {
        return u"%1,%2"_s.arg(std::lround(point.x())).arg(std::lround(point.y()));
    };
    for (const NodeCard& card : m_cards) {
        out += u"node %1 at %2 %3 %4 %5\n"_s.arg(card.id, place(card.rect.topLeft()), card.rateText,
                                                 card.errorText, healthName(card.health));
    }
    for (const EdgeLine& line : m_lines) {
        out += u"call %1 > %2 from %3 to %4 %5 %6 %7\n"_s.arg(
            line.source, line.destination, place(line.points.first()), place(line.arrow.first()), line.label,
            line.share, healthName(line.health));
    }
    for (const ServiceBox& box : m_boxes)
        out += u"box %1 at %2\n"_s.arg(box.service, place(box.rect.topLeft()));
    return out;
}

}  // namespace binnacle
