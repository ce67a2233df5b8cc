// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/topology_frame.h"

#include <set>
#include <string>
#include <vector>

namespace binnacle {

/// A TCP connection names no caller to the callee's proxy. Where the callers' proxies tell about as many as
/// the callee's proxy tells of nobody in particular, those are the same connections seen from the other end:
/// they are counted once, and kept as the other side where there is one caller only. A clear surplus stays,
/// as calls from outside. `nameless` are the ids of nodes that stand for nobody in particular. A pure
/// function; any thread.
void joinNamelessTcp(std::vector<Edge>& edges, const std::set<std::string>& nameless);

}  // namespace binnacle
