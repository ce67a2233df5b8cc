// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/vocabulary.h"
#include "models/core/telemetry/rollup_part.h"
#include "models/core/telemetry/shard_batch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// Makes the single requests and rollups of a mesh from a seed, as its recorder gets them: 2,000 calls, each
/// told by the caller's proxy; messages of some thirty requests in which times ascend; log-normal durations
/// to the nanosecond; 300 paths, one in five with an id in it; random request ids. Deterministic. One thread.
class SampleRequests {
  public:
    static constexpr std::uint32_t kCalls = 2000;
    static constexpr std::uint32_t kCallsOfOneProxy = 10;
    static constexpr std::uint32_t kNames = 10'000;

    explicit SampleRequests(std::uint64_t seed) : m_random(seed) {}

    TailBlock block(std::size_t records) {
        TailBlock block;
        std::size_t leftInMessage = 0;
        std::uint32_t proxy = 0;
        for (std::size_t i = 0; i < records; ++i) {
            if (leftInMessage == 0) {
                leftInMessage = 20 + below(26);
                proxy = static_cast<std::uint32_t>(below(kCalls / kCallsOfOneProxy));
                m_end = m_clock - 200'000'000;
                m_clock += 400'000;
            }
            --leftInMessage;
            m_end += static_cast<std::int64_t>(below(12'000'000));
            add(block, proxy * kCallsOfOneProxy + static_cast<std::uint32_t>(below(kCallsOfOneProxy)));
        }
        return block;
    }

    /// One second in which each call has some `each` requests.
    RollupPart rollups(std::size_t each) {
        RollupPart part;
        std::lognormal_distribution<double> draw(16.0, 0.7);
        for (std::uint32_t call = 0; call < kCalls; ++call) {
            EdgeStats stats;
            stats.requests = 1 + below(2 * each);
            for (std::uint64_t i = 0; i < stats.requests; ++i)
                stats.latency.add(static_cast<std::uint64_t>(draw(m_random)));
            stats.errors = below(20) == 0 ? 1 : 0;
            stats.bytesSent = stats.requests * (600 + below(200));
            stats.bytesReceived = stats.requests * (200 + below(50));
            stats.codes[200] = stats.requests - stats.errors;
            if (stats.errors > 0) stats.codes[503] = stats.errors;
            part.append(call, stats);
        }
        return part;
    }

    std::uint64_t below(std::uint64_t bound) { return m_random() % bound; }

  private:
    void add(TailBlock& block, std::uint32_t call) {
        TailRecord record;
        record.duration = static_cast<std::int64_t>(m_duration(m_random));
        record.start = m_end - record.duration;
        record.firstUpstreamByte =
            record.duration -
            static_cast<std::int64_t>(below(static_cast<std::uint64_t>(record.duration) / 8));
        record.key = call;
        record.proxy = 10 + call / kCallsOfOneProxy;
        record.cluster = 1000 + call % 400;
        record.host = 2000 + call;
        record.route = 5000 + call % 50;
        record.method = call % 3 == 0 ? 3 : 2;
        record.status = below(50) == 0 ? 503 : 200;
        record.flags = record.status == 503 ? 0x80U : 0;
        record.attempts = 1;
        record.bytesSent = 300 + static_cast<std::uint64_t>(m_size(m_random));
        record.bytesReceived = 180 + below(160);
        addTexts(block, record, call);
        block.oldestEnd = block.records.empty() ? record.end() : std::min(block.oldestEnd, record.end());
        block.newestEnd = std::max(block.newestEnd, record.end());
        block.records.push_back(record);
    }
    void addTexts(TailBlock& block, TailRecord& record, std::uint32_t call) {
        const auto path = below(300);
        std::string shown = "/api/v1/resource-" + std::to_string(path);
        if (path % 5 == 0) shown += "/" + std::to_string(10'000'000 + below(80'000'000));
        const std::array<std::string, TailRecord::texts> texts = {
            shown, "service-" + std::to_string(call % 400) + ".shop", "via_upstream", uuid(), ""};
        record.arena = static_cast<std::uint32_t>(block.arena.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            record.lengths[i] = static_cast<std::uint16_t>(texts[i].size());
            block.arena += texts[i];
        }
    }
    std::string uuid() {
        std::array<char, 40> text{};
        const std::uint64_t a = m_random();
        const std::uint64_t b = m_random();
        std::snprintf(text.data(), text.size(), "%08llx-%04llx-4%03llx-%04llx-%012llx",
                      static_cast<unsigned long long>(a >> 32U), static_cast<unsigned long long>(a & 0xFFFFU),
                      static_cast<unsigned long long>((a >> 16U) & 0xFFFU),
                      static_cast<unsigned long long>(0x8000U | (b >> 50U)),
                      static_cast<unsigned long long>(b & 0xFFFFFFFFFFFFULL));
        return text.data();
    }

    std::mt19937_64 m_random;
    std::lognormal_distribution<double> m_duration{16.0, 0.7};
    std::lognormal_distribution<double> m_size{6.5, 0.6};
    std::int64_t m_clock = 1'800'000'000'000'000'000;
    std::int64_t m_end = 0;
};

}  // namespace binnacle
