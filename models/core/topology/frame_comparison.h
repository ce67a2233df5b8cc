// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/sampling.h"
#include "models/core/topology/topology_frame.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// What became of a call between two windows, the worst first. One that did several things gets the first.
enum class Verdict : std::uint8_t { broke, slower, appeared, gone, busier, quieter, mended, faster, same };
inline constexpr std::size_t kVerdicts = 9;

/// "broke": for scripts and tests.
std::string_view verdictName(Verdict verdict);

/// One quantile of a call's latency in both windows.
struct QuantileChange {
    double q = 0.5;
    Duration before{};
    Duration after{};
    bool isSound = false;  ///< both windows have fewestFor(q) requests; else it is no evidence
    /// How many times slower it got for sure: the low end of the later interval over the high end of the
    /// earlier one; below one (where it got faster) the other way round. 1 where they overlap.
    double sureRatio = 1;

    bool operator==(const QuantileChange&) const = default;
};

/// One call in one window.
struct CallFigures {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    double rate = 0;  ///< requests per second

    double errorRatio() const { return Share{errors, requests}.value(); }
    bool operator==(const CallFigures&) const = default;
};

/// What became of one call: who, the figures of both windows, and what they amount to.
struct CallChange {
    std::string source;       ///< Node::id
    std::string destination;  ///< Node::id
    Protocol protocol = Protocol::unknown;
    CallFigures before;  ///< no requests: it appeared
    CallFigures after;   ///< no requests: it is gone
    std::array<QuantileChange, 3> latency{QuantileChange{0.5}, QuantileChange{0.9}, QuantileChange{0.99}};
    Interval errorDifference;  ///< after − before, -1..1
    Interval rateRatio;        ///< after ÷ before
    Verdict verdict = Verdict::same;
    double score = 0;  ///< 0..9; the whole part is the verdict's rank, the rest how much of it

    bool operator==(const CallChange&) const = default;
};

/// Two windows side by side; the calls in the order of their scores, worst first. A plain value; any thread.
struct FrameComparison {
    TimePoint beforeFrom{};
    TimePoint beforeTo{};
    TimePoint afterFrom{};
    TimePoint afterTo{};
    CallChange whole;  ///< all calls together, latency without TCP's; source and destination are empty
    std::vector<CallChange> calls;
    std::vector<Node> nodes;  ///< of either window, by id
    std::array<std::size_t, kVerdicts> counts{};

    std::size_t count(Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
    bool operator==(const FrameComparison&) const = default;
};

// A change is named only where it is both certain and large enough to matter:
// - broke, mended: the error ratio's difference (differenceInterval) is at least half a percent at its near
//   end.
// - slower, faster: p50, p90 or p99 is at least 1.2 times what it was, and half a millisecond more or less,
//   between the near ends of both intervals (quantileInterval), where both windows have requests enough. Not
//   for TCP, whose connections last as long as they are wanted.
// - busier, quieter: the rate is at least 1.25 times what it was at the interval's near end (ratioInterval):
//   traffic comes in bursts, which the interval does not know.
// - appeared, gone: it is in one window only. One that is too rare to be missed scores nothing.

/// Puts two windows side by side. They may differ in length, and be of different stations.
FrameComparison compareFrames(const TopologyFrame& before, const TopologyFrame& after);

}  // namespace binnacle
