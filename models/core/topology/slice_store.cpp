// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/slice_store.h"

#include "models/core/base/align.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {
namespace {

constexpr std::size_t kCrowd = 8;
constexpr std::int64_t kSettled = 3;                            // seconds after which a slice rarely grows
constexpr std::array<std::int64_t, 3> kBlockDelay = {0, 5, 8};  // and a block
constexpr std::array<std::int64_t, 3> kToldDelay = {5, 8, 12};  // and is worth writing down

}  // namespace

void SliceStore::append(std::size_t level, std::int64_t start, const PartPtr& part) {
    Slice& slice = m_levels[level][start];
    slice.parts.push_back(part);
    m_untold.insert({level, start});
    if (slice.isReady && slice.parts.size() >= kCrowd) m_crowded.insert({level, start});
}

SliceStore::PartPtr SliceStore::add(std::int64_t second, RollupPart part) {
    if (part.keys.empty()) return nullptr;
    m_bytes += part.bytes();
    const auto shared = std::make_shared<const RollupPart>(std::move(part));
    append(0, second, shared);
    if (m_levels[0][second].parts.size() > 1) m_settling.insert(second);
    for (std::size_t level = 1; level < kWidths.size(); ++level) {
        const std::int64_t start = alignDown(second, kWidths[level]);
        if (m_levels[level].contains(start)) {
            append(level, start, shared);
        } else {
            m_due[level].insert(start);
        }
    }
    return shared;
}

void SliceStore::collect(std::int64_t from, std::int64_t to, std::size_t coarsest,
                         std::vector<PartPtr>& out) const {
    std::int64_t at = from;
    while (at < to) {
        std::int64_t step = 1;
        for (std::size_t level = coarsest + 1; level-- > 0;) {
            const std::int64_t width = kWidths[level];
            if (alignDown(at, width) != at || at + width > to) continue;
            const auto found = m_levels[level].find(at);
            if (found == m_levels[level].end() || !found->second.isReady) continue;
            out.insert(out.end(), found->second.parts.begin(), found->second.parts.end());
            step = width;
            break;
        }
        at += step;
    }
}

std::vector<SliceStore::PartPtr> SliceStore::parts(std::int64_t from, std::int64_t to) const {
    std::vector<PartPtr> out;
    if (m_levels[0].empty()) return out;
    std::int64_t first = m_levels[0].begin()->first;
    for (const Level& level : m_levels) first = level.empty() ? first : std::min(first, level.begin()->first);
    const std::int64_t last = m_levels[0].rbegin()->first;
    // Bounds near the kept time save empty look-ups, and must not cut a block in two.
    collect(std::max(from, alignDown(first, kWidths.back())), std::min(to, last + kWidths.back()),
            kWidths.size() - 1, out);
    return out;
}

void SliceStore::dropOldest(std::size_t level) {
    const auto oldest = m_levels[level].begin();
    if (level == 0) {
        for (const PartPtr& part : oldest->second.parts) m_bytes -= std::min(m_bytes, part->bytes());
        m_settling.erase(oldest->first);
    }
    m_crowded.erase({level, oldest->first});
    m_untold.erase({level, oldest->first});
    m_levels[level].erase(oldest);
}

void SliceStore::expire(std::int64_t before) {
    for (std::size_t level = 0; level < kWidths.size(); ++level) {
        const auto& slices = m_levels[level];
        while (!slices.empty() && slices.begin()->first + kWidths[level] <= before) dropOldest(level);
        auto& due = m_due[level];
        while (!due.empty() && *due.begin() + kWidths[level] <= before) due.erase(due.begin());
    }
}

std::uint64_t SliceStore::shrink(std::size_t most) {
    std::uint64_t dropped = 0;
    for (; m_bytes > most && m_levels[0].size() > 1; ++dropped) {
        m_wholeSince = TimePoint(std::chrono::seconds(m_levels[0].begin()->first + 1));
        dropOldest(0);
    }
    return dropped;
}

std::optional<SliceStore::Job> SliceStore::startJob(std::int64_t nowSecond) {
    if (m_isBusy) return std::nullopt;
    std::optional<Place> place;
    if (!m_crowded.empty()) {
        place = *m_crowded.begin();
    } else if (!m_settling.empty() && *m_settling.begin() + kSettled < nowSecond) {
        place = Place{0, *m_settling.begin()};
    }
    if (!place) return startBlock(nowSecond);
    m_crowded.erase(*place);
    if (place->first == 0) m_settling.erase(place->second);
    m_isBusy = true;
    return Job{place->first, place->second, false, m_levels[place->first][place->second].parts};
}

std::optional<SliceStore::Job> SliceStore::startBlock(std::int64_t nowSecond) {
    for (std::size_t level = 1; level < kWidths.size(); ++level) {
        auto& due = m_due[level];
        if (due.empty() || *due.begin() + kWidths[level] + kBlockDelay[level] > nowSecond) continue;
        Job job{level, *due.begin(), true, {}};
        due.erase(due.begin());
        collect(job.start, job.start + kWidths[level], level - 1, job.inputs);
        m_levels[level][job.start].isReady = false;  // from here on, late rows are added to it
        m_isBusy = true;
        return job;
    }
    return std::nullopt;
}

SliceStore::PartPtr SliceStore::merge(const std::vector<PartPtr>& inputs) {
    auto merged = std::make_shared<RollupPart>();
    std::unordered_map<std::uint32_t, std::size_t> places;
    std::vector<std::pair<std::uint32_t, EdgeStats>> rows;
    for (const PartPtr& part : inputs) {
        merged->newestEnd = std::max(merged->newestEnd, part->newestEnd);
        for (std::size_t i = 0; i < part->keys.size(); ++i) {
            const auto [at, isNew] = places.try_emplace(part->keys[i], rows.size());
            if (isNew) rows.emplace_back(part->keys[i], EdgeStats{});
            part->addTo(rows[at->second].second, i);
        }
    }
    for (const auto& [key, stats] : rows) merged->append(key, stats);
    merged->shrink();
    return merged;
}

void SliceStore::finishJob(const Job& job, PartPtr merged) {
    m_isBusy = false;
    const auto found = m_levels[job.level].find(job.start);
    if (found == m_levels[job.level].end()) return;
    std::vector<PartPtr>& parts = found->second.parts;
    if (job.isBlock) {
        parts.insert(parts.begin(), std::move(merged));
        found->second.isReady = true;
        m_untold.insert({job.level, job.start});
        return;
    }
    const std::size_t count = job.inputs.size();
    if (parts.size() < count || !std::equal(job.inputs.begin(), job.inputs.end(), parts.begin())) return;
    if (job.level == 0) {
        for (const PartPtr& part : job.inputs) m_bytes -= std::min(m_bytes, part->bytes());
        m_bytes += merged->bytes();
    }
    parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count));
    parts.insert(parts.begin(), std::move(merged));
}

std::vector<RollupSlice> SliceStore::takeSettled(std::int64_t nowSecond) {
    std::vector<RollupSlice> out;
    for (auto place = m_untold.begin(); place != m_untold.end();) {
        const auto [level, start] = *place;
        const auto slice = m_levels[level].find(start);
        const bool isSettled = start + kWidths[level] + kToldDelay[level] <= nowSecond &&
                               slice != m_levels[level].end() && slice->second.isReady;
        if (!isSettled) {
            ++place;
            continue;
        }
        out.push_back({start, kWidths[level], slice->second.parts});
        place = m_untold.erase(place);
    }
    return out;
}

}  // namespace binnacle
