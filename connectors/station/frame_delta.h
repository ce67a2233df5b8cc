// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/convert_basics.h"
#include "models/core/topology/topology_frame.h"

#include <memory>

namespace binnacle {

/// What leads from `before` (null: nothing was sent yet) to `after`. Both ordered as TopologyFrame says.
v1::TopologyUpdate updateBetween(const TopologyFrame* before, const TopologyFrame& after);

/// Whether an update would tell more than the passing of time.
bool tellsNews(const v1::TopologyUpdate& update);

/// The frame that follows from `before` (null: none yet) and an update: equal to the one the update was made
/// from. An update that is not whole, without a frame before it, is an Error.
Result<std::shared_ptr<const TopologyFrame>> applyUpdate(const TopologyFrame* before,
                                                         const v1::TopologyUpdate& update);

}  // namespace binnacle
