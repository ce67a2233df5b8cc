// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/frame_delta.h"

#include "connectors/station/convert_topology.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace binnacle {
namespace {

const std::string& keyOf(const Node& node) {
    return node.id;
}
auto keyOf(const Edge& edge) {
    return std::tie(edge.source, edge.destination, edge.protocol);
}
bool byKey(const auto& left, const auto& right) {
    return keyOf(left) < keyOf(right);
}

void writeRemoved(const Node& node, v1::TopologyUpdate& out) {
    out.add_removed_nodes(node.id);
}
void writeRemoved(const Edge& edge, v1::TopologyUpdate& out) {
    v1::EdgeKey& key = *out.add_removed_edges();
    key.set_source(edge.source);
    key.set_destination(edge.destination);
    key.set_protocol(toWire(edge.protocol));
}
void writeChanged(const Node& node, v1::TopologyUpdate& out) {
    toWire(node, *out.add_nodes());
}
void writeChanged(const Edge& edge, v1::TopologyUpdate& out) {
    toWire(edge, *out.add_edges());
}

// One walk over two ordered lists.
template <typename Item>
void writeDifferences(const std::vector<Item>& before, const std::vector<Item>& after,
                      v1::TopologyUpdate& out) {
    auto old = before.begin();
    for (const Item& item : after) {
        for (; old != before.end() && byKey(*old, item); ++old) writeRemoved(*old, out);
        const bool same = old != before.end() && keyOf(*old) == keyOf(item);
        if (!same || !(*old == item)) writeChanged(item, out);
        if (same) ++old;
    }
    for (; old != before.end(); ++old) writeRemoved(*old, out);
}

// `before` without what `isGone`, with `changed` put in its place by key.
template <typename Item, typename IsGone>
std::vector<Item> merged(const std::vector<Item>& before, std::vector<Item> changed, const IsGone& isGone) {
    std::sort(changed.begin(), changed.end(), [](const Item& a, const Item& b) { return byKey(a, b); });
    std::vector<Item> out;
    out.reserve(before.size() + changed.size());
    auto next = changed.begin();
    for (const Item& item : before) {
        for (; next != changed.end() && byKey(*next, item); ++next) out.push_back(std::move(*next));
        const bool replaced = next != changed.end() && keyOf(*next) == keyOf(item);
        if (!replaced && !isGone(item)) out.push_back(item);
    }
    std::move(next, changed.end(), std::back_inserter(out));
    return out;
}

std::string edgeName(std::string_view source, std::string_view destination, Protocol protocol) {
    std::string name(source);
    name += '\0';
    name += destination;
    name += '\0';
    name += static_cast<char>(protocol);
    return name;
}

std::vector<Node> nodesAfter(const std::vector<Node>& before, const v1::TopologyUpdate& update) {
    const std::unordered_set<std::string> gone(update.removed_nodes().begin(), update.removed_nodes().end());
    std::vector<Node> changed;
    changed.reserve(static_cast<std::size_t>(update.nodes_size()));
    for (const v1::Node& node : update.nodes()) changed.push_back(fromWire(node));
    return merged(before, std::move(changed), [&](const Node& node) { return gone.contains(node.id); });
}

Result<std::vector<Edge>> edgesAfter(const std::vector<Edge>& before, const v1::TopologyUpdate& update) {
    std::unordered_set<std::string> gone;
    for (const v1::EdgeKey& key : update.removed_edges())
        gone.insert(edgeName(key.source(), key.destination(), fromWire(key.protocol())));
    std::vector<Edge> changed;
    changed.reserve(static_cast<std::size_t>(update.edges_size()));
    for (const v1::Edge& wire : update.edges()) {
        auto edge = fromWire(wire);
        if (!edge) return tl::unexpected(edge.error());
        changed.push_back(std::move(*edge));
    }
    return merged(before, std::move(changed), [&](const Edge& edge) {
        return !gone.empty() && gone.contains(edgeName(edge.source, edge.destination, edge.protocol));
    });
}

}  // namespace

v1::TopologyUpdate updateBetween(const TopologyFrame* before, const TopologyFrame& after) {
    static const TopologyFrame kNothing;
    v1::TopologyUpdate out;
    out.set_whole(before == nullptr);
    out.set_generation(after.generation);
    out.set_from(toWire(after.from));
    out.set_to(toWire(after.to));
    out.set_published_at(toWire(after.publishedAt));
    out.set_newest_record_end(toWire(after.newestRecordEnd));
    const TopologyFrame& base = before == nullptr ? kNothing : *before;
    writeDifferences(base.nodes, after.nodes, out);
    writeDifferences(base.edges, after.edges, out);
    return out;
}

bool tellsNews(const v1::TopologyUpdate& update) {
    return update.whole() || update.nodes_size() > 0 || update.edges_size() > 0 ||
           update.removed_nodes_size() > 0 || update.removed_edges_size() > 0;
}

Result<std::shared_ptr<const TopologyFrame>> applyUpdate(const TopologyFrame* before,
                                                         const v1::TopologyUpdate& update) {
    if (before == nullptr && !update.whole())
        return failure(ErrorCode::corrupt, "topology update", "it changes a frame that was never sent");
    if (auto fits = checkCount(update.nodes_size(), WireLimits::kNodes, "nodes"); !fits)
        return tl::unexpected(fits.error());
    if (auto fits = checkCount(update.edges_size(), WireLimits::kEdges, "edges"); !fits)
        return tl::unexpected(fits.error());
    static const TopologyFrame kNothing;
    const TopologyFrame& base = update.whole() ? kNothing : *before;
    auto frame = std::make_shared<TopologyFrame>();
    frame->generation = update.generation();
    frame->from = timeFromWire(update.from());
    frame->to = timeFromWire(update.to());
    frame->publishedAt = timeFromWire(update.published_at());
    frame->newestRecordEnd = timeFromWire(update.newest_record_end());
    frame->nodes = nodesAfter(base.nodes, update);
    auto edges = edgesAfter(base.edges, update);
    if (!edges) return tl::unexpected(edges.error());
    frame->edges = std::move(*edges);
    return frame;
}

}  // namespace binnacle
