// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/frame_comparison.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace binnacle {
namespace {

constexpr double kLeastErrors = 0.005;
constexpr double kLeastSlowdown = 1.2;
constexpr std::chrono::microseconds kLeastDelay{500};
constexpr double kLeastRate = 1.25;

using CallKey = std::tuple<std::string_view, std::string_view, Protocol>;

/// One call in both windows; null where it was not made.
struct CallPair {
    const EdgeStats* before = nullptr;
    const EdgeStats* after = nullptr;
};

struct Lengths {
    double before;
    double after;
};

CallFigures figuresOf(const EdgeStats& stats, double seconds) {
    return {stats.requests, stats.errors, static_cast<double>(stats.requests) / seconds};
}

Duration at(const Sketch& latency, double q) {
    return Duration(static_cast<Duration::rep>(latency.quantile(q)));
}

/// How many times `longer` is `shorter`; 1 where the difference is too small to matter.
double timesOf(Duration longer, Duration shorter) {
    if (longer - shorter < kLeastDelay) return 1;
    return static_cast<double>(longer.count()) /
           static_cast<double>(std::max<Duration::rep>(1, shorter.count()));
}

QuantileChange quantileChange(const Sketch& before, const Sketch& after, double q) {
    QuantileChange change{q, at(before, q), at(after, q)};
    change.isSound = std::min(before.count(), after.count()) >= fewestFor(q);
    if (!change.isSound) return change;
    const Interval first = quantileInterval(q, before.count());
    const Interval second = quantileInterval(q, after.count());
    const double slower = timesOf(at(after, second.low), at(before, first.high));
    const double faster = timesOf(at(before, first.low), at(after, second.high));
    change.sureRatio = slower > 1 ? slower : 1 / faster;
    return change;
}

/// How much of a change a ratio is: 0 for none, towards 1 for very many times; the same both ways.
double weightOf(double ratio) {
    return ratio >= 1 ? 1 - 1 / ratio : 1 - ratio;
}

/// The surest of the quantiles: the slowdown where any got slower, else the speed-up.
double surestRatio(const CallChange& call) {
    double slowest = 1;
    double fastest = 1;
    if (call.protocol == Protocol::tcp) return 1;
    for (const QuantileChange& quantile : call.latency) {
        slowest = std::max(slowest, quantile.sureRatio);
        fastest = std::min(fastest, quantile.sureRatio);
    }
    return slowest >= kLeastSlowdown ? slowest : fastest;
}

/// The change of rate that is sure: 1 where there may be none.
double surestRate(const CallChange& call) {
    if (call.rateRatio.low > 1) return call.rateRatio.low;
    return std::min(1.0, call.rateRatio.high);
}

void judge(CallChange& call, Verdict verdict, double weight) {
    call.verdict = verdict;
    const auto rank = static_cast<double>(kVerdicts - 1 - static_cast<std::size_t>(verdict));
    call.score = rank + std::clamp(weight, 0.0, 0.999);
}

/// A call that one window alone knows. Nothing is known of its errors in the other, but a new call that fails
/// weighs more than one that does not.
void judgeLoner(CallChange& call) {
    const double rate = surestRate(call);
    const bool isRare = weightOf(rate) < weightOf(kLeastRate);
    const bool isNew = call.before.requests == 0;
    const Share errors{call.after.errors, call.after.requests};
    const double failing = isNew ? shareInterval(errors).low : 0;
    judge(call, isNew ? Verdict::appeared : Verdict::gone, std::max(failing, weightOf(rate) / 2));
    if (isRare && failing < kLeastErrors) call.score = 0;
}

void judgePair(CallChange& call) {
    const double slowdown = surestRatio(call);
    const double rate = surestRate(call);
    const Interval& errors = call.errorDifference;
    if (errors.low >= kLeastErrors) return judge(call, Verdict::broke, errors.low);
    if (slowdown >= kLeastSlowdown) return judge(call, Verdict::slower, weightOf(slowdown));
    if (rate >= kLeastRate) return judge(call, Verdict::busier, weightOf(rate));
    if (rate <= 1 / kLeastRate) return judge(call, Verdict::quieter, weightOf(rate));
    if (errors.high <= -kLeastErrors) return judge(call, Verdict::mended, -errors.high);
    if (slowdown <= 1 / kLeastSlowdown) return judge(call, Verdict::faster, weightOf(slowdown));
}

void fill(CallChange& call, const CallPair& pair, const Lengths& seconds) {
    static const EdgeStats kNone;
    const EdgeStats& before = pair.before ? *pair.before : kNone;
    const EdgeStats& after = pair.after ? *pair.after : kNone;
    call.before = figuresOf(before, seconds.before);
    call.after = figuresOf(after, seconds.after);
    call.errorDifference =
        differenceInterval({before.errors, before.requests}, {after.errors, after.requests});
    call.rateRatio = ratioInterval({before.requests, seconds.before}, {after.requests, seconds.after});
    for (QuantileChange& quantile : call.latency)
        quantile = quantileChange(before.latency, after.latency, quantile.q);
    if (before.requests == 0 && after.requests == 0) return;
    if (before.requests == 0 || after.requests == 0) return judgeLoner(call);
    judgePair(call);
}

std::map<CallKey, CallPair> pairUp(const TopologyFrame& before, const TopologyFrame& after) {
    std::map<CallKey, CallPair> pairs;
    for (const Edge& edge : before.edges)
        pairs[{edge.source, edge.destination, edge.protocol}].before = &edge.stats;
    for (const Edge& edge : after.edges)
        pairs[{edge.source, edge.destination, edge.protocol}].after = &edge.stats;
    return pairs;
}

/// How long TCP connections lasted says nothing of how fast the mesh answers.
EdgeStats sumOf(const TopologyFrame& frame) {
    EdgeStats sum;
    for (const Edge& edge : frame.edges) {
        EdgeStats stats = edge.stats;
        if (edge.protocol == Protocol::tcp) stats.latency.clear();
        sum.add(stats);
    }
    return sum;
}

std::vector<Node> nodesOf(const TopologyFrame& before, const TopologyFrame& after) {
    std::map<std::string_view, const Node*> nodes;
    for (const Node& node : before.nodes) nodes[node.id] = &node;
    for (const Node& node : after.nodes) nodes[node.id] = &node;
    std::vector<Node> out;
    out.reserve(nodes.size());
    for (const auto& [id, node] : nodes) out.push_back(*node);
    return out;
}

bool isWorse(const CallChange& a, const CallChange& b) {
    const double first = a.after.rate + a.before.rate;
    const double second = b.after.rate + b.before.rate;
    // The names last, so that equal calls keep their order from one frame to the next.
    return std::tie(b.score, second, a.source, a.destination, a.protocol) <
           std::tie(a.score, first, b.source, b.destination, b.protocol);
}

}  // namespace

std::string_view verdictName(Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
            return "broke";
        case Verdict::slower:
            return "slower";
        case Verdict::appeared:
            return "appeared";
        case Verdict::gone:
            return "gone";
        case Verdict::busier:
            return "busier";
        case Verdict::quieter:
            return "quieter";
        case Verdict::mended:
            return "mended";
        case Verdict::faster:
            return "faster";
        case Verdict::same:
            return "same";
    }
    return "same";
}

FrameComparison compareFrames(const TopologyFrame& before, const TopologyFrame& after) {
    FrameComparison comparison;
    comparison.beforeFrom = before.from;
    comparison.beforeTo = before.to;
    comparison.afterFrom = after.from;
    comparison.afterTo = after.to;
    comparison.nodes = nodesOf(before, after);
    const Lengths seconds{before.seconds(), after.seconds()};
    for (const auto& [key, pair] : pairUp(before, after)) {
        CallChange call;
        call.source = std::get<0>(key);
        call.destination = std::get<1>(key);
        call.protocol = std::get<2>(key);
        fill(call, pair, seconds);
        ++comparison.counts[static_cast<std::size_t>(call.verdict)];
        comparison.calls.push_back(std::move(call));
    }
    std::sort(comparison.calls.begin(), comparison.calls.end(), isWorse);
    const EdgeStats earlier = sumOf(before);
    const EdgeStats later = sumOf(after);
    fill(comparison.whole, {&earlier, &later}, seconds);
    return comparison;
}

}  // namespace binnacle
