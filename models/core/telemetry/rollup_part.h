// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/telemetry/sketch.h"
#include "models/core/telemetry/varint.h"
#include "models/core/topology/topology_frame.h"

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

/// The plain sums of one rollup row.
struct RollupTotals {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
};

/// Rollup rows of one time slice, packed: about 60-100 bytes a row. Row i has key keys[i] and the bytes from
/// offsets[i] to offsets[i + 1]. Immutable once published; any thread.
struct RollupPart {
    std::vector<std::uint32_t> keys;
    std::vector<std::uint32_t> offsets;  ///< one more than keys; the first is 0
    std::vector<std::uint8_t> data;
    TimePoint newestEnd{};

    /// Appends one row; `codes` and `flags` are ranges of (value, count) pairs.
    template <typename Codes, typename Flags>
    void append(std::uint32_t key, const RollupTotals& totals, const Codes& codes, const Flags& flags,
                const Sketch& latency);
    void append(std::uint32_t key, const EdgeStats& stats);
    /// Adds row i to `to`. Total on any bytes of `data`: codes and flags that can't be are left out.
    void addTo(EdgeStats& to, std::size_t i) const;
    std::size_t bytes() const;
    void shrink();
};

template <typename Codes, typename Flags>
void RollupPart::append(std::uint32_t key, const RollupTotals& totals, const Codes& codes, const Flags& flags,
                        const Sketch& latency) {
    if (offsets.empty()) offsets.push_back(0);
    keys.push_back(key);
    putVarint(data, totals.requests);
    putVarint(data, totals.errors);
    putVarint(data, totals.bytesSent);
    putVarint(data, totals.bytesReceived);
    putVarint(data, codes.size());
    for (const auto& [code, count] : codes) {
        putVarint(data, code);
        putVarint(data, count);
    }
    putVarint(data, flags.size());
    for (const auto& [bit, count] : flags) {
        putVarint(data, bit);
        putVarint(data, count);
    }
    latency.pack(data);
    offsets.push_back(static_cast<std::uint32_t>(data.size()));
}

}  // namespace binnacle
