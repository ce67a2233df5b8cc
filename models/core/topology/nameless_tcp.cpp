// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/nameless_tcp.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace binnacle {
namespace {

/// The two ends of one connection may be told in different windows: at their edges a few more are no surplus.
constexpr std::uint64_t kFew = 5;

/// Connections to one destination, as the callers' proxies tell them.
struct ToldByCallers {
    std::uint64_t connections = 0;
    std::size_t callers = 0;
    std::size_t last = 0;  ///< place of the edge
};

bool isAboutAsMany(std::uint64_t nameless, std::uint64_t told) {
    return nameless <= told + told / 4 + kFew;
}

}  // namespace

void joinNamelessTcp(std::vector<Edge>& edges, const std::set<std::string>& nameless) {
    const auto isNameless = [&](const Edge& edge) {
        return edge.protocol == Protocol::tcp && edge.toldBy == ToldBy::destination &&
               nameless.contains(edge.source);
    };
    if (std::none_of(edges.begin(), edges.end(), isNameless)) return;
    std::unordered_map<std::string_view, ToldByCallers> told;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (edges[i].protocol != Protocol::tcp || edges[i].toldBy != ToldBy::source) continue;
        ToldByCallers& callers = told[edges[i].destination];
        callers.connections += edges[i].stats.requests;
        ++callers.callers;
        callers.last = i;
    }
    std::vector<bool> isJoined(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const auto callers = isNameless(edges[i]) ? told.find(edges[i].destination) : told.end();
        if (callers == told.end()) continue;
        isJoined[i] = isAboutAsMany(edges[i].stats.requests, callers->second.connections);
        Edge& caller = edges[callers->second.last];
        const bool isItsOtherSide = callers->second.callers == 1 && caller.otherSide.requests == 0;
        if (isJoined[i] && isItsOtherSide) caller.otherSide = edges[i].stats;
    }
    std::size_t at = 0;
    std::erase_if(edges, [&](const Edge&) { return isJoined[at++]; });
}

}  // namespace binnacle
