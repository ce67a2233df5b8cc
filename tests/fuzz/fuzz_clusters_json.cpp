// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an answer of the admin interface.
#include "connectors/envoy/admin/clusters_json.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    binnacle::readClusters(bytes);
    return 0;
}
