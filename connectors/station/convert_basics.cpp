// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_basics.h"

#include "models/core/base/text.h"

#include <algorithm>
#include <limits>

namespace binnacle {
namespace {

constexpr std::int64_t kFarthest = std::numeric_limits<std::int64_t>::max() / 2;
// The transport carries the detail as a header, and headers together are refused above 8 KiB.
constexpr std::size_t kErrorTextBytes = 2048;

std::int64_t clamped(std::int64_t nanoseconds) {
    return std::clamp(nanoseconds, -kFarthest, kFarthest);
}

struct CodePair {
    ErrorCode core;
    v1::ErrorCode wire;
    grpc::StatusCode status;
};
constexpr CodePair kCodes[] = {
    {ErrorCode::invalid, v1::ERROR_CODE_INVALID, grpc::StatusCode::INVALID_ARGUMENT},
    {ErrorCode::notFound, v1::ERROR_CODE_NOT_FOUND, grpc::StatusCode::NOT_FOUND},
    {ErrorCode::unavailable, v1::ERROR_CODE_UNAVAILABLE, grpc::StatusCode::FAILED_PRECONDITION},
    {ErrorCode::timeout, v1::ERROR_CODE_TIMEOUT, grpc::StatusCode::DEADLINE_EXCEEDED},
    {ErrorCode::conflict, v1::ERROR_CODE_CONFLICT, grpc::StatusCode::ABORTED},
    {ErrorCode::corrupt, v1::ERROR_CODE_CORRUPT, grpc::StatusCode::DATA_LOSS},
    {ErrorCode::cancelled, v1::ERROR_CODE_CANCELLED, grpc::StatusCode::CANCELLED},
};

const CodePair& pairOf(ErrorCode code) {
    const auto* found =
        std::find_if(std::begin(kCodes), std::end(kCodes), [&](auto& pair) { return pair.core == code; });
    return found == std::end(kCodes) ? kCodes[0] : *found;
}

ErrorCode codeOf(v1::ErrorCode code) {
    const auto* found =
        std::find_if(std::begin(kCodes), std::end(kCodes), [&](auto& pair) { return pair.wire == code; });
    return found == std::end(kCodes) ? ErrorCode::corrupt : found->core;
}

ErrorCode codeOf(grpc::StatusCode status) {
    const auto* found =
        std::find_if(std::begin(kCodes), std::end(kCodes), [&](auto& pair) { return pair.status == status; });
    return found == std::end(kCodes) ? ErrorCode::unavailable : found->core;
}

}  // namespace

std::int64_t toWire(TimePoint at) {
    return clamped(at.time_since_epoch().count());
}
std::int64_t toWire(Duration duration) {
    return clamped(duration.count());
}
TimePoint timeFromWire(std::int64_t nanoseconds) {
    return TimePoint(Duration(clamped(nanoseconds)));
}
Duration durationFromWire(std::int64_t nanoseconds) {
    return Duration(clamped(nanoseconds));
}

v1::Protocol toWire(Protocol protocol) {
    return static_cast<v1::Protocol>(protocol);
}

Protocol fromWire(v1::Protocol protocol) {
    return v1::Protocol_IsValid(protocol) ? static_cast<Protocol>(protocol) : Protocol::unknown;
}

std::string wireText(std::string_view raw) {
    std::string out;
    while (true) {
        const std::size_t room =
            WireLimits::kTextBytes > out.size() ? WireLimits::kTextBytes - out.size() : 0;
        const std::size_t end = raw.find('\n');
        out += safeText(raw.substr(0, end), room);
        if (end == std::string_view::npos || out.size() + 8 >= WireLimits::kTextBytes) return out;
        out += '\n';
        raw.remove_prefix(end + 1);
    }
}

Result<void> checkCount(std::int64_t count, std::int64_t atMost, std::string_view what) {
    if (count <= atMost) return {};
    return failure(ErrorCode::invalid, std::string(what),
                   std::to_string(count) + " are too many; at most " + std::to_string(atMost));
}

grpc::Status toStatus(const Error& error) {
    v1::ErrorDetail detail;
    const CodePair& codes = pairOf(error.code);
    detail.set_code(codes.wire);
    detail.set_subject(safeText(error.subject, kErrorTextBytes));
    const bool fits = error.detail.size() <= kErrorTextBytes;
    detail.set_detail(fits ? wireText(error.detail) : safeText(error.detail, kErrorTextBytes));
    return {codes.status, safeText(error.detail, kErrorTextBytes / 4), detail.SerializeAsString()};
}

Error fromStatus(const grpc::Status& status, const std::string& subject) {
    v1::ErrorDetail detail;
    if (!status.error_details().empty() && detail.ParseFromString(status.error_details()))
        return {codeOf(detail.code()), detail.subject(), detail.detail()};
    return {codeOf(status.error_code()), subject, safeText(status.error_message(), kErrorTextBytes)};
}

}  // namespace binnacle
