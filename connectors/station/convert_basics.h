// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "binnacle/v1/station.pb.h"
#include "models/core/base/clock.h"
#include "models/core/base/result.h"
#include "models/core/telemetry/entry.h"

#include <grpcpp/support/status.h>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

/// What a message may hold at most; more is an Error, never an allocation without end.
struct WireLimits {
    static constexpr std::size_t kFilterBytes = 4096;
    static constexpr std::size_t kTextBytes = 64 * 1024;
    static constexpr int kIntents = 1000;
    static constexpr int kWeights = 1000;
    static constexpr int kNodes = 200'000;
    static constexpr int kEdges = 500'000;
    static constexpr int kRequests = 100'000;
    static constexpr int kSeriesPoints = 3600;
    static constexpr int kEvents = 100'000;
    static constexpr int kAlerts = 10'000;
    static constexpr int kSnapshotParts = 10'000;
    static constexpr int kMessageBytes = 64 * 1024 * 1024;
    static constexpr std::chrono::hours kWindow{24 * 366};
};

/// Times and durations cross as nanoseconds; what lies outside +-146 years is clamped, so that sums and
/// differences of two of them never overflow.
std::int64_t toWire(TimePoint at);
std::int64_t toWire(Duration duration);
TimePoint timeFromWire(std::int64_t nanoseconds);
Duration durationFromWire(std::int64_t nanoseconds);

v1::Protocol toWire(Protocol protocol);
Protocol fromWire(v1::Protocol protocol);  ///< unknown values become Protocol::unknown

/// The moment a query asks for; unset: now.
template <typename Query>
std::optional<TimePoint> momentFromWire(const Query& query) {
    return query.has_at() ? std::optional(timeFromWire(query.at())) : std::nullopt;
}

/// Text of others (a proxy's own words, native configuration) as valid UTF-8 with its line breaks kept.
std::string wireText(std::string_view raw);

/// Whether `count` things fit; the Error names them.
Result<void> checkCount(std::int64_t count, std::int64_t atMost, std::string_view what);

/// An Error crosses as a status with an ErrorDetail; a status without one (the transport's own) becomes an
/// Error about `subject`, the station's address.
grpc::Status toStatus(const Error& error);
Error fromStatus(const grpc::Status& status, const std::string& subject);

}  // namespace binnacle
