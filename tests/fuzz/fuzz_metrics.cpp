// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a metrics message.
#include "connectors/envoy/telemetry/wire/metrics_scanner.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    binnacle::wire::ClusterGauges gauges;
    binnacle::wire::scanMetrics(bytes, gauges);
    return 0;
}
