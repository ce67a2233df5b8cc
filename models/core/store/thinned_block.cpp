// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/thinned_block.h"

#include "models/core/telemetry/response_flags.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace binnacle {
namespace {

constexpr std::int64_t kSlow = std::nano::den;
constexpr std::size_t kSlowestOf = 100;

/// What is among the slowest hundredth of a call: from `duration` on, of exactly that so many.
struct Slowest {
    std::int64_t duration = 0;
    std::size_t equal = 0;
};

std::unordered_map<std::uint32_t, Slowest> slowestOf(const TailBlock& block) {
    std::unordered_map<std::uint32_t, std::vector<std::int64_t>> durations;
    for (const TailRecord& record : block.records) durations[record.key].push_back(record.duration);
    std::unordered_map<std::uint32_t, Slowest> out;
    for (auto& [key, all] : durations) {
        const std::size_t count = (all.size() + kSlowestOf - 1) / kSlowestOf;
        const auto place = all.end() - static_cast<std::ptrdiff_t>(count);
        std::nth_element(all.begin(), place, all.end());
        out[key] = {*place, static_cast<std::size_t>(std::count(place, all.end(), *place))};
    }
    return out;
}

/// Takes each such request once, so that a call whose requests all last as long is thinned as well.
bool isAmong(Slowest& slowest, std::int64_t duration) {
    if (duration != slowest.duration || slowest.equal == 0) return duration > slowest.duration;
    --slowest.equal;
    return true;
}

std::size_t textBytes(const TailRecord& record) {
    return std::accumulate(record.lengths.begin(), record.lengths.end(), std::size_t{0});
}

}  // namespace

TailBlock errorsAndSlow(const TailBlock& block) {
    auto slowest = slowestOf(block);
    TailBlock out;
    for (TailRecord record : block.records) {
        const bool stays = isAmong(slowest.at(record.key), record.duration) ||
                           isError(record.status, record.flags) || record.duration >= kSlow;
        if (!stays) continue;
        const std::string texts = block.arena.substr(record.arena, textBytes(record));
        record.arena = static_cast<std::uint32_t>(out.arena.size());
        out.arena += texts;
        out.oldestEnd = out.records.empty() ? record.end() : std::min(out.oldestEnd, record.end());
        out.newestEnd = out.records.empty() ? record.end() : std::max(out.newestEnd, record.end());
        out.records.push_back(record);
    }
    return out;
}

}  // namespace binnacle
