// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/rollup_part.h"

#include "models/core/telemetry/response_flags.h"

namespace binnacle {
namespace {

constexpr std::uint64_t kMaxStatus = 999;

}  // namespace

void RollupPart::append(std::uint32_t key, const EdgeStats& stats) {
    append(key, {stats.requests, stats.errors, stats.bytesSent, stats.bytesReceived}, stats.codes,
           stats.flags, stats.latency);
}

void RollupPart::addTo(EdgeStats& to, std::size_t i) const {
    ByteReader from(std::span<const std::uint8_t>(data).subspan(offsets[i], offsets[i + 1] - offsets[i]));
    to.requests += from.varint();
    to.errors += from.varint();
    to.bytesSent += from.varint();
    to.bytesReceived += from.varint();
    for (std::uint64_t left = from.varint(); left > 0 && !from.atEnd(); --left) {
        const std::uint64_t code = from.varint();
        const std::uint64_t count = from.varint();
        if (code <= kMaxStatus) to.codes[static_cast<std::uint16_t>(code)] += count;
    }
    const std::size_t flags = responseFlags().size();
    for (std::uint64_t left = from.varint(); left > 0 && !from.atEnd(); --left) {
        const std::uint64_t bit = from.varint();
        const std::uint64_t count = from.varint();
        if (bit < flags) to.flags[static_cast<std::uint8_t>(bit)] += count;
    }
    to.latency.mergePacked(from);
}

std::size_t RollupPart::bytes() const {
    return sizeof *this + data.capacity() + (keys.capacity() + offsets.capacity()) * sizeof(std::uint32_t);
}

void RollupPart::shrink() {
    keys.shrink_to_fit();
    offsets.shrink_to_fit();
    data.shrink_to_fit();
}

}  // namespace binnacle
