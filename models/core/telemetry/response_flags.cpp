// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/response_flags.h"

#include <initializer_list>

namespace binnacle {
namespace {

// The flags that tell of no failure by themselves: an injected delay, an answer from the cache, and a
// caller that went away.
std::uint64_t failureFlags() {
    std::uint64_t all = (std::uint64_t{1} << responseFlags().size()) - 1;
    for (const std::string_view harmless : {"DI", "RFCF", "DC", "DR"}) {
        if (const auto bit = responseFlagByName(harmless)) all &= ~(std::uint64_t{1} << *bit);
    }
    return all;
}

}  // namespace

const std::vector<ResponseFlag>& responseFlags() {
    static const std::vector<ResponseFlag> kFlags = {
        {"LH", "the local service failed its health check"},
        {"UH", "no healthy upstream host"},
        {"UT", "the upstream did not answer in time (request timeout)"},
        {"LR", "the connection was reset locally"},
        {"UR", "the upstream reset the stream"},
        {"UF", "could not connect to the upstream"},
        {"UC", "the upstream closed the connection"},
        {"UO", "rejected by the circuit breaker (upstream overflow)"},
        {"NR", "no route matched the request"},
        {"DI", "a delay was injected"},
        {"FI", "a fault was injected"},
        {"RL", "rejected by the rate limit"},
        {"UAEX", "denied by the external authorization service"},
        {"RLSE", "the rate limit service failed"},
        {"DC", "the caller closed the connection"},
        {"URX", "rejected after the last retry or connection attempt"},
        {"SI", "the stream was idle for too long"},
        {"IH", "rejected for an invalid Envoy header"},
        {"DPE", "the caller's request broke the HTTP protocol"},
        {"UMSDR", "the upstream request took longer than it may (maximum stream duration)"},
        {"RFCF", "answered from the cache"},
        {"NFCF", "a filter had no configuration in time"},
        {"DT", "the request or connection took longer than it may (duration timeout)"},
        {"UPE", "the upstream's answer broke the HTTP protocol"},
        {"NC", "the route names an upstream cluster that does not exist"},
        {"OM", "rejected by the overload manager"},
        {"DF", "the upstream's name could not be resolved (DNS)"},
        {"DR", "the caller reset the stream"},
    };
    return kFlags;
}

std::optional<std::uint8_t> responseFlagByName(std::string_view name) {
    const auto& flags = responseFlags();
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i].name == name) return static_cast<std::uint8_t>(i);
    }
    return std::nullopt;
}

std::string responseFlagNames(std::uint64_t flags) {
    std::string names;
    const auto& known = responseFlags();
    for (std::size_t i = 0; i < known.size(); ++i) {
        if ((flags >> i & 1U) == 0) continue;
        if (!names.empty()) names += ',';
        names += known[i].name;
    }
    return names;
}

bool isError(std::uint16_t status, std::uint64_t flags) {
    static const std::uint64_t kFailures = failureFlags();
    return status >= 500 || (status == 0 && (flags & kFailures) != 0);
}

}  // namespace binnacle
