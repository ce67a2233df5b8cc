// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/snapshot.h"

#include <string>
#include <utility>

namespace binnacle {

/// Two versions of one resource as YAML, cut down to what differs between them (and the names that tell where
/// that is). A null one gives an empty text beside the other as a whole. For people to read, not to be sent.
std::pair<std::string, std::string> changedText(const Resource* before, const Resource* after);

}  // namespace binnacle
