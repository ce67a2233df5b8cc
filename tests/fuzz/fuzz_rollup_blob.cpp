// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as recorded rollups, and what they say added up.
#include "models/core/history/rollup_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto part = binnacle::decodeRollups({data, size}, 2000);
    if (!part) return 0;
    binnacle::EdgeStats stats;
    for (std::size_t i = 0; i < part->keys.size(); ++i) part->addTo(stats, i);
    static_cast<void>(stats.latency.quantile(0.99));
    return 0;
}
