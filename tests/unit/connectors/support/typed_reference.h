// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"

#include <envoy/service/accesslog/v3/als.pb.h>

#include <functional>
#include <string>

namespace binnacle::test {

/// The slow and plain way to the same entries: from the generated messages. What the wire scan is held
/// against.
void entriesOf(const envoy::service::accesslog::v3::StreamAccessLogsMessage& message,
               const std::function<void(const Entry&)>& sink);

/// All fields of an entry as text, to compare two.
std::string describe(const Entry& entry);

}  // namespace binnacle::test
