// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <sstream>

namespace binnacle {
namespace {

constexpr double kWidth = 176;
constexpr double kHeight = 64;

/// "a -> b, a -> c, d": calls, and names without calls.
LayoutRequest mesh(const std::string& text) {
    LayoutRequest request;
    std::map<std::string, bool> seen;
    const auto add = [&](const std::string& id) {
        if (seen[id]) return;
        seen[id] = true;
        request.nodes.push_back(
            {.id = id, .width = kWidth, .height = kHeight, .group = {}, .previous = {}, .pinned = {}});
    };
    std::istringstream items(text);
    for (std::string item; std::getline(items, item, ',');) {
        std::istringstream words(item);
        std::string source;
        std::string arrow;
        std::string destination;
        words >> source >> arrow >> destination;
        add(source);
        if (arrow.empty()) continue;
        add(destination);
        request.edges.push_back({source, destination, {}});
    }
    return request;
}

const std::string kShop =
    "visitors -> frontend, frontend -> catalog, frontend -> cart, frontend -> checkout, frontend -> "
    "recommendation-v1, "
    "frontend -> recommendation-v2, checkout -> payment-v1, checkout -> payment-v2, checkout -> shipping, "
    "checkout -> cart, cart -> store, payment-v1 -> bank, payment-v2 -> bank, billing -> payment-v1, "
    "billing -> payment-v2";

Layout laidOut(const LayoutRequest& request) {
    auto layout = layOut(request);
    EXPECT_TRUE(layout.has_value());
    return layout.value_or(Layout{});
}

LayoutPoint at(const Layout& layout, const std::string& id) {
    for (const PlacedNode& node : layout.nodes) {
        if (node.id == id) return node.centre;
    }
    ADD_FAILURE() << "no node " << id;
    return {};
}

/// The same request with the places and routes of `layout` as the previous ones.
LayoutRequest after(LayoutRequest request, const Layout& layout) {
    for (LayoutNode& node : request.nodes) {
        for (const PlacedNode& placed : layout.nodes) {
            if (placed.id == node.id) node.previous = placed.centre;
        }
    }
    for (LayoutEdge& edge : request.edges) {
        for (const PlacedEdge& placed : layout.edges) {
            if (placed.source == edge.source && placed.destination == edge.destination) {
                edge.previousRoute = placed.route;
            }
        }
    }
    return request;
}

int overlaps(const Layout& layout) {
    int count = 0;
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        for (std::size_t k = i + 1; k < layout.nodes.size(); ++k) {
            const LayoutPoint& a = layout.nodes[i].centre;
            const LayoutPoint& b = layout.nodes[k].centre;
            count += std::abs(a.x - b.x) < kWidth && std::abs(a.y - b.y) < kHeight ? 1 : 0;
        }
    }
    return count;
}

/// How many routes pass through a node that is neither end of theirs.
int blockedRoutes(const Layout& layout) {
    int count = 0;
    for (const PlacedEdge& edge : layout.edges) {
        for (std::size_t i = 1; i + 2 < edge.route.size(); i += 2) {
            const LayoutPoint& a = edge.route[i];
            const LayoutPoint& b = edge.route[i + 1];
            for (const PlacedNode& node : layout.nodes) {
                const bool beside = std::max(a.x, b.x) <= node.centre.x - kWidth / 2 ||
                                    std::min(a.x, b.x) >= node.centre.x + kWidth / 2;
                count += !beside && std::abs(a.y - node.centre.y) < kHeight / 2 ? 1 : 0;
            }
        }
    }
    return count;
}

int forwardEdges(const Layout& layout) {
    int count = 0;
    for (const PlacedEdge& edge : layout.edges) count += edge.shape == RouteShape::forward ? 1 : 0;
    return count;
}

bool cross(const LayoutPoint& a, const LayoutPoint& b, const LayoutPoint& c, const LayoutPoint& d) {
    const auto side = [](const LayoutPoint& p, const LayoutPoint& q, const LayoutPoint& r) {
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    };
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

int crossings(const Layout& layout) {
    int count = 0;
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        for (std::size_t k = i + 1; k < layout.edges.size(); ++k) {
            const auto& p = layout.edges[i].route;
            const auto& q = layout.edges[k].route;
            for (std::size_t s = 0; s + 1 < p.size(); ++s) {
                for (std::size_t t = 0; t + 1 < q.size(); ++t)
                    count += cross(p[s], p[s + 1], q[t], q[t + 1]) ? 1 : 0;
            }
        }
    }
    return count;
}

LayoutRequest generated(int nodes, int edges) {
    LayoutRequest request;
    std::mt19937 random(7);
    const auto id = [](int number) { return "service-" + std::to_string(number); };
    for (int i = 0; i < nodes; ++i) {
        request.nodes.push_back(
            {.id = id(i), .width = kWidth, .height = kHeight, .group = {}, .previous = {}, .pinned = {}});
        if (i > 0)
            request.edges.push_back(
                {id(static_cast<int>(random() % static_cast<unsigned>(i)) / 4), id(i), {}});
    }
    while (static_cast<int>(request.edges.size()) < edges) {
        const int from = static_cast<int>(random() % static_cast<unsigned>(nodes));
        const int to = static_cast<int>(random() % static_cast<unsigned>(nodes));
        if (from < to) request.edges.push_back({id(from), id(to), {}});
    }
    return request;
}

TEST(Layout, OfNothingIsNothing) {
    const Layout layout = laidOut({});

    EXPECT_TRUE(layout.nodes.empty());
    EXPECT_TRUE(layout.edges.empty());
}

TEST(Layout, OfOneNodeHasItAtTheTopLeft) {
    const Layout layout = laidOut(mesh("frontend"));

    EXPECT_EQ(at(layout, "frontend"), (LayoutPoint{kWidth / 2, kHeight / 2}));
    EXPECT_EQ(layout.bottomRight, (LayoutPoint{kWidth, kHeight}));
}

TEST(Layout, RunsFromCallerToCallee) {
    const Layout layout = laidOut(mesh(kShop));

    EXPECT_EQ(forwardEdges(layout), 15);
    EXPECT_LT(at(layout, "visitors").x, at(layout, "frontend").x);
    EXPECT_LT(at(layout, "checkout").x, at(layout, "payment-v1").x);
    EXPECT_LT(at(layout, "payment-v1").x, at(layout, "bank").x);
}

TEST(Layout, PutsACallerNextToWhatItCalls) {
    const Layout layout = laidOut(mesh(kShop));

    EXPECT_EQ(at(layout, "billing").x, at(layout, "checkout").x);
}

TEST(Layout, LeavesNoTwoNodesOnOnePlaceAndNoLineThroughANode) {
    for (const auto& request : {mesh(kShop), generated(60, 90), generated(200, 310)}) {
        const Layout layout = laidOut(request);

        EXPECT_EQ(overlaps(layout), 0);
        EXPECT_EQ(blockedRoutes(layout), 0);
    }
}

TEST(Layout, DrawsTreesWithoutCrossings) {
    EXPECT_EQ(
        crossings(laidOut(mesh("a -> b, a -> c, b -> d, b -> e, c -> f, c -> g, g -> h, d -> i, d -> j"))),
        0);
    EXPECT_EQ(crossings(laidOut(mesh("a -> z, a -> b, z -> d, z -> y, b -> c, b -> x, y -> e"))), 0);
}

TEST(Layout, FindsThePictureWithoutCrossingsWhereTheFirstOrderHasSome) {
    EXPECT_EQ(crossings(laidOut(mesh("a -> r, a -> s, b -> q, b -> r, c -> p, c -> q"))), 0);
}

TEST(Layout, DrawsTheShopWithFewCrossings) {
    EXPECT_LE(crossings(laidOut(mesh(kShop))), 3);
}

TEST(Layout, TurnsOneCallOfACycleBack) {
    const Layout layout = laidOut(mesh("a -> b, b -> c, c -> a"));

    EXPECT_EQ(forwardEdges(layout), 2);
    EXPECT_EQ(layout.edges[2].source, "c");
    EXPECT_EQ(layout.edges[2].shape, RouteShape::backward);
    EXPECT_LT(at(layout, "a").x, at(layout, "b").x);
}

TEST(Layout, EndsOnManyCyclesAtOnce) {
    LayoutRequest everyoneCallsEveryone;
    for (char a = 'a'; a <= 'j'; ++a) {
        everyoneCallsEveryone.nodes.push_back({.id = std::string(1, a),
                                               .width = kWidth,
                                               .height = kHeight,
                                               .group = {},
                                               .previous = {},
                                               .pinned = {}});
        for (char b = 'a'; b <= 'j'; ++b) {
            everyoneCallsEveryone.edges.push_back({std::string(1, a), std::string(1, b), {}});
        }
    }

    const Layout layout = laidOut(everyoneCallsEveryone);

    EXPECT_EQ(overlaps(layout), 0);
    EXPECT_EQ(layout.edges.size(), 100U);
    EXPECT_EQ(forwardEdges(layout), 45);
}

TEST(Layout, ShowsANodeThatCallsItselfAsALoop) {
    const Layout layout = laidOut(mesh("a -> a"));

    ASSERT_EQ(layout.edges.size(), 1U);
    EXPECT_EQ(layout.edges[0].shape, RouteShape::loop);
}

TEST(Layout, CountsDuplicatesOnceAndLeavesUnknownEndsOut) {
    LayoutRequest request = mesh("a -> b, a -> b");
    request.nodes.push_back(request.nodes.front());
    request.edges.push_back({"a", "nobody", {}});

    const Layout layout = laidOut(request);

    EXPECT_EQ(layout.nodes.size(), 2U);
    EXPECT_EQ(layout.edges.size(), 1U);
}

TEST(Layout, TakesAbsurdSizesAndPlaces) {
    LayoutRequest request = mesh("a -> b, c");
    request.nodes[0].width = std::nan("");
    request.nodes[1].height = -5;
    request.nodes[2].previous = LayoutPoint{std::nan(""), 1e300};
    request.nodes[0].pinned = LayoutPoint{INFINITY, 0};

    const Layout layout = laidOut(request);

    for (const PlacedNode& node : layout.nodes) {
        EXPECT_TRUE(std::isfinite(node.centre.x) && std::isfinite(node.centre.y));
    }
}

TEST(Layout, IsTheSameForTheSameRequestInAnyOrder) {
    LayoutRequest request = mesh(kShop);
    const Layout first = laidOut(request);
    std::reverse(request.nodes.begin(), request.nodes.end());
    std::reverse(request.edges.begin(), request.edges.end());

    const Layout second = laidOut(request);

    EXPECT_EQ(first.nodes, second.nodes);
    EXPECT_EQ(first.edges, second.edges);
}

TEST(Layout, KeepsTheSubsetsOfAServiceTogether) {
    LayoutRequest request = mesh("a -> pay-v1, a -> other, b -> pay-v2, b -> more, c -> other, c -> pay-v3");
    for (LayoutNode& node : request.nodes) {
        if (node.id.starts_with("pay")) node.group = "pay";
    }

    const Layout layout = laidOut(request);

    const double v1 = at(layout, "pay-v1").y;
    const double v2 = at(layout, "pay-v2").y;
    const double v3 = at(layout, "pay-v3").y;
    const double pitch = kHeight + request.spacing.node;
    EXPECT_LT(std::max({v1, v2, v3}) - std::min({v1, v2, v3}), 3 * pitch);
    for (const char* other : {"other", "more"}) {
        const double y = at(layout, other).y;
        EXPECT_TRUE(y < std::min({v1, v2, v3}) || y > std::max({v1, v2, v3})) << other;
    }
}

TEST(StableLayout, MovesNothingWhenNothingChanged) {
    const LayoutRequest request = mesh(kShop);
    const Layout before = laidOut(request);

    const Layout now = laidOut(after(request, before));

    EXPECT_EQ(now.nodes, before.nodes);
    EXPECT_EQ(now.edges, before.edges);
}

TEST(StableLayout, PutsANewNodeBesideItsCallerAndMovesNobodyElse) {
    const Layout before = laidOut(mesh(kShop));

    const Layout now = laidOut(after(mesh(kShop + ", checkout -> fraud"), before));

    for (const PlacedNode& node : before.nodes) EXPECT_EQ(at(now, node.id), node.centre) << node.id;
    EXPECT_EQ(at(now, "fraud").x, at(now, "payment-v1").x);
    EXPECT_EQ(overlaps(now), 0);
    EXPECT_EQ(blockedRoutes(now), 0);
}

TEST(StableLayout, KeepsTheOthersWhenANodeGoes) {
    const Layout before = laidOut(mesh(kShop));
    LayoutRequest request =
        mesh("visitors -> frontend, frontend -> catalog, frontend -> cart, frontend -> checkout");

    const Layout now = laidOut(after(request, before));

    for (const PlacedNode& node : now.nodes) EXPECT_EQ(node.centre, at(before, node.id)) << node.id;
}

TEST(StableLayout, PutsANewCallerInFrontOfWhatItCalls) {
    const Layout before = laidOut(mesh("frontend -> cart, cart -> store"));

    const Layout now = laidOut(after(mesh("frontend -> cart, cart -> store, gateway -> frontend"), before));

    EXPECT_LT(at(now, "gateway").x + kWidth, at(now, "frontend").x);
    EXPECT_EQ(at(now, "gateway").y, at(now, "frontend").y);
    EXPECT_EQ(at(now, "store"), at(before, "store"));
}

TEST(StableLayout, MovesANodeOnlyToKeepCallsFromLeftToRight) {
    const Layout before = laidOut(mesh("frontend -> cart, frontend -> billing, frontend -> user"));

    const Layout now = laidOut(
        after(mesh("frontend -> cart, frontend -> billing, frontend -> user, cart -> billing"), before));

    EXPECT_EQ(at(now, "cart"), at(before, "cart"));
    EXPECT_EQ(at(now, "user"), at(before, "user"));
    EXPECT_GT(at(now, "billing").x, at(now, "cart").x + kWidth);
    EXPECT_EQ(at(now, "billing").y, at(before, "billing").y);
}

TEST(StableLayout, PutsWhatTouchesNothingKnownBelow) {
    const Layout before = laidOut(mesh(kShop));

    const Layout now = laidOut(after(mesh(kShop + ", cron -> mailer"), before));

    EXPECT_GT(at(now, "cron").y, before.bottomRight.y);
    EXPECT_LT(at(now, "cron").x, at(now, "mailer").x);
    EXPECT_EQ(overlaps(now), 0);
}

TEST(StableLayout, KeepsPinnedNodesWhereTheUserPutThem) {
    LayoutRequest request = mesh(kShop);
    for (LayoutNode& node : request.nodes) {
        if (node.id == "cart") node.pinned = LayoutPoint{900, -300};
    }
    const Layout fresh = laidOut(request);

    const Layout later = laidOut(after(request, fresh));

    EXPECT_EQ(at(fresh, "cart"), (LayoutPoint{900, -300}));
    EXPECT_EQ(later.nodes, fresh.nodes);
    EXPECT_EQ(overlaps(fresh), 0);
}

TEST(StableLayout, MovesWhatAPinnedNodeCovers) {
    LayoutRequest request = mesh(kShop);
    const Layout before = laidOut(request);
    request = after(request, before);
    for (LayoutNode& node : request.nodes) {
        if (node.id == "catalog") node.pinned = at(before, "bank");
    }

    const Layout now = laidOut(request);

    EXPECT_EQ(at(now, "catalog"), at(before, "bank"));
    EXPECT_EQ(overlaps(now), 0);
}

TEST(Layout, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();

    const auto layout = layOut(mesh(kShop), stop.get_token());

    ASSERT_FALSE(layout.has_value());
    EXPECT_EQ(layout.error().code, ErrorCode::cancelled);
}

TEST(Layout, HoldsAThousandNodes) {
    const LayoutRequest request = generated(1000, 1670);

    const Layout layout = laidOut(request);

    EXPECT_EQ(layout.nodes.size(), 1000U);
    EXPECT_EQ(overlaps(layout), 0);
    EXPECT_EQ(blockedRoutes(layout), 0);
    EXPECT_EQ(forwardEdges(layout), static_cast<int>(layout.edges.size()));
}

}  // namespace
}  // namespace binnacle
