// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/comparison_document.h"

#include "models/core/telemetry/protocol_name.h"

#include <cmath>
#include <string>

namespace binnacle {
namespace {

/// "p99"
std::string nameOf(double q) {
    return "p" + std::to_string(std::lround(q * 100));
}

/// JSON has no infinity: a rate that grew from nothing has no upper end.
Json numberOf(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json intervalOf(const Interval& interval) {
    return {{"low", numberOf(interval.low)}, {"high", numberOf(interval.high)}};
}

Json figuresOf(const CallFigures& figures, const std::array<QuantileChange, 3>& latency,
               Duration QuantileChange::* side) {
    if (figures.requests == 0) return {};
    Json quantiles = Json::object();
    for (const QuantileChange& quantile : latency)
        quantiles[nameOf(quantile.q)] = milliseconds(quantile.*side);
    return {{"requests", figures.requests},
            {"errors", figures.errors},
            {"rps", figures.rate},
            {"error_ratio", figures.errorRatio()},
            {"latency_ms", std::move(quantiles)}};
}

/// Only quantiles that are evidence: the others are absent, not 1.
Json slowdownOf(const std::array<QuantileChange, 3>& latency) {
    Json out = Json::object();
    for (const QuantileChange& quantile : latency)
        if (quantile.isSound) out[nameOf(quantile.q)] = quantile.sureRatio;
    return out;
}

Json changeOf(const CallChange& call) {
    Json out{{"verdict", verdictName(call.verdict)}, {"score", call.score}};
    out["before"] = figuresOf(call.before, call.latency, &QuantileChange::before);
    out["after"] = figuresOf(call.after, call.latency, &QuantileChange::after);
    out["error_difference"] = intervalOf(call.errorDifference);
    out["rate_ratio"] = intervalOf(call.rateRatio);
    out["slowdown"] = slowdownOf(call.latency);
    return out;
}

}  // namespace

Json comparisonDocument(const FrameComparison& comparison) {
    Json counts = Json::object();
    for (std::size_t i = 0; i < kVerdicts; ++i)
        counts[std::string(verdictName(static_cast<Verdict>(i)))] = comparison.counts[i];
    Json calls = Json::array();
    for (const CallChange& call : comparison.calls) {
        Json entry{{"source", call.source},
                   {"destination", call.destination},
                   {"protocol", protocolName(call.protocol)}};
        entry.update(changeOf(call));
        calls.push_back(std::move(entry));
    }
    Json out;
    out["before"] = {{"from", isoTime(comparison.beforeFrom)}, {"to", isoTime(comparison.beforeTo)}};
    out["after"] = {{"from", isoTime(comparison.afterFrom)}, {"to", isoTime(comparison.afterTo)}};
    out["counts"] = std::move(counts);
    out["whole"] = changeOf(comparison.whole);
    out["calls"] = std::move(calls);
    return out;
}

}  // namespace binnacle
