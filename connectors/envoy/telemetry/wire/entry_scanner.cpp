// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/entry_scanner.h"

#include "connectors/envoy/telemetry/wire/wire_reader.h"
#include "connectors/envoy/telemetry/wire/wire_time.h"

#include <array>
#include <memory>

namespace binnacle::wire {
namespace {

constexpr std::array<std::string_view, 10> kMethods = {"",       "GET",     "HEAD",    "POST",  "PUT",
                                                       "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

// Values of AccessLogType that tell the end of a request or connection; 0 is what proxies say that don't tell
// the type.
bool tellsAnEnd(std::uint64_t type) {
    constexpr std::uint64_t kNotSet = 0;
    constexpr std::uint64_t kTcpConnectionEnd = 3;
    constexpr std::uint64_t kDownstreamEnd = 6;
    constexpr std::uint64_t kUdpSessionEnd = 13;
    return type == kNotSet || type == kDownstreamEnd || type == kTcpConnectionEnd || type == kUdpSessionEnd;
}

std::string_view methodOf(std::uint64_t code) {
    const auto method = static_cast<std::uint32_t>(code);
    return method < kMethods.size() ? kMethods[method] : std::string_view();
}

Protocol protocolOf(std::uint64_t version) {
    switch (static_cast<std::int32_t>(version)) {
        case 1:
        case 2:
            return Protocol::http1;
        case 3:
            return Protocol::http2;
        case 4:
            return Protocol::http3;
        default:
            return Protocol::unknown;
    }
}

// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" (W3C Trace Context) -> the 32 digits of the
// trace.
std::string_view traceOf(std::string_view traceparent) {
    constexpr std::size_t kStart = 3;
    constexpr std::size_t kDigits = 32;
    const bool shaped = traceparent.size() >= kStart + kDigits + 1 && traceparent[kStart - 1] == '-' &&
                        traceparent[kStart + kDigits] == '-';
    return shaped ? traceparent.substr(kStart, kDigits) : std::string_view();
}

bool isBytes(const Field& field) {
    return field.type == WireType::bytes;
}
bool isVarint(const Field& field) {
    return field.type == WireType::varint;
}

}  // namespace

ScanOutcome EntryScanner::scanHttp(std::string_view message, Entry& entry) {
    std::construct_at(&entry);  // in place: assigning would copy it
    Raw raw;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        bool whole = true;
        if (field.number == 1 && isBytes(field)) whole = readCommon(field.bytes, raw, entry);
        if (field.number == 2 && isVarint(field)) raw.protocol = field.scalar;
        if (field.number == 3 && isBytes(field)) whole = readRequest(field.bytes, raw, entry);
        if (field.number == 4 && isBytes(field)) whole = readResponse(field.bytes, raw, entry);
        if (!whole) return ScanOutcome::malformed;
    }
    if (reader.failed()) return ScanOutcome::malformed;
    entry.protocol = raw.grpc ? Protocol::grpc : protocolOf(raw.protocol);
    entry.bytesReceived = raw.requestHeaders + raw.requestBody;
    entry.bytesSent = raw.responseHeaders + raw.responseBody;
    if (entry.traceId.empty()) entry.traceId = raw.b3Trace;
    return finish(raw, entry);
}

ScanOutcome EntryScanner::scanTcp(std::string_view message, Entry& entry) {
    std::construct_at(&entry);  // in place: assigning would copy it
    entry.protocol = Protocol::tcp;
    Raw raw;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        bool whole = true;
        if (field.number == 1 && isBytes(field)) whole = readCommon(field.bytes, raw, entry);
        if (field.number == 2 && isBytes(field)) whole = readConnection(field.bytes, entry);
        if (!whole) return ScanOutcome::malformed;
    }
    return reader.failed() ? ScanOutcome::malformed : finish(raw, entry);
}

ScanOutcome EntryScanner::finish(Raw& raw, Entry& entry) {
    if (raw.intermediate || !tellsAnEnd(raw.accessLogType)) return ScanOutcome::intermediate;
    entry.start = TimePoint(nanosOf(raw.start.seconds, raw.start.nanos));
    // `duration` is what the proxy prints as %DURATION%; proxies before 1.24 tell only the time to the last
    // byte.
    const Seconds& whole = raw.duration.present ? raw.duration : raw.lastByte;
    entry.duration = nanosOf(whole.seconds, whole.nanos);
    entry.firstUpstreamByte = nanosOf(raw.firstUpstreamByte.seconds, raw.firstUpstreamByte.nanos);
    entry.mutualTls = raw.peerHasNames || !raw.peerSubject.empty();
    // The direct one is the peer of the socket; the other may be what a header claims.
    AddressField& remote = raw.directRemote.isPresent() ? raw.directRemote : raw.remote;
    const bool readable = m_addresses.of(raw.upstream, 0, entry.upstreamHost) &&
                          m_addresses.of(raw.local, 1, entry.localAddress) &&
                          m_addresses.of(remote, 2, entry.remoteAddress);
    if (!readable) return ScanOutcome::malformed;
    if (entry.upstreamCluster.substr(0, 8) == "inbound|") entry.reporter = Reporter::destination;
    return ScanOutcome::entry;
}

bool EntryScanner::readCommon(std::string_view message, Raw& raw, Entry& entry) {
    WireReader reader(message);
    Field field;
    bool whole = true;
    while (whole && reader.next(field)) {
        if (isBytes(field)) {
            switch (field.number) {
                case 2:
                    whole = raw.remote.add(field.bytes);
                    break;
                case 3:
                    whole = raw.local.add(field.bytes);
                    break;
                case 4:
                    whole = readTls(field.bytes, raw, entry);
                    break;
                case 5:
                    whole = readSeconds(field.bytes, raw.start);
                    break;
                case 9:
                    whole = readSeconds(field.bytes, raw.firstUpstreamByte);
                    break;
                case 12:
                    whole = readSeconds(field.bytes, raw.lastByte);
                    break;
                case 13:
                    whole = raw.upstream.add(field.bytes);
                    break;
                case 15:
                    entry.upstreamCluster = field.bytes;
                    break;
                case 16:
                    whole = readFlags(field.bytes, entry.flags);
                    break;
                case 19:
                    entry.route = field.bytes;
                    break;
                case 20:
                    whole = raw.directRemote.add(field.bytes);
                    break;
                case 23:
                    whole = readSeconds(field.bytes, raw.duration);
                    break;
                default:
                    break;
            }
        } else if (isVarint(field)) {
            if (field.number == 24) entry.attempts = static_cast<std::uint32_t>(field.scalar);
            if (field.number == 27) raw.intermediate = field.scalar != 0;
            if (field.number == 33) raw.accessLogType = static_cast<std::uint32_t>(field.scalar);
        }
    }
    return whole && !reader.failed();
}

bool EntryScanner::readRequest(std::string_view message, Raw& raw, Entry& entry) {
    WireReader reader(message);
    Field field;
    bool whole = true;
    while (whole && reader.next(field)) {
        if (isBytes(field)) {
            switch (field.number) {
                case 3:
                    entry.authority = field.bytes;
                    break;
                case 5:
                    entry.path = field.bytes;
                    break;
                case 9:
                    entry.requestId = field.bytes;
                    break;
                case 13:
                    whole = readHeader(field.bytes, raw, entry);
                    break;
                default:
                    break;
            }
        } else if (isVarint(field)) {
            if (field.number == 1) entry.method = methodOf(field.scalar);
            if (field.number == 11) raw.requestHeaders = field.scalar;
            if (field.number == 12) raw.requestBody = field.scalar;
        }
    }
    return whole && !reader.failed();
}

bool EntryScanner::readHeader(std::string_view message, Raw& raw, Entry& entry) {
    WireReader reader(message);
    Field field;
    std::string_view key;
    std::string_view value;
    while (reader.next(field)) {
        if (field.number == 1 && isBytes(field)) key = field.bytes;
        if (field.number == 2 && isBytes(field)) value = field.bytes;
    }
    if (reader.failed()) return false;
    if (key == "x-envoy-downstream-service-cluster") entry.peerService = value;
    if (key == "x-envoy-downstream-service-node") entry.peerNode = value;
    if (key == "traceparent") entry.traceId = traceOf(value);
    if (key == "x-b3-traceid") raw.b3Trace = value;
    if (key == "content-type") raw.grpc = value.substr(0, 16) == "application/grpc";
    return true;
}

bool EntryScanner::readResponse(std::string_view message, Raw& raw, Entry& entry) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (isBytes(field)) {
            if (field.number == 6) entry.details = field.bytes;
            if (field.number == 1 && !readStatus(field.bytes, entry)) return false;
        } else if (isVarint(field)) {
            if (field.number == 2) raw.responseHeaders = field.scalar;
            if (field.number == 3) raw.responseBody = field.scalar;
        }
    }
    return !reader.failed();
}

bool EntryScanner::readStatus(std::string_view message, Entry& entry) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number == 1 && isVarint(field)) entry.status = statusOf(field.scalar);
    }
    return !reader.failed();
}

bool EntryScanner::readConnection(std::string_view message, Entry& entry) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number == 1 && isVarint(field)) entry.bytesReceived = field.scalar;
        if (field.number == 2 && isVarint(field)) entry.bytesSent = field.scalar;
    }
    return !reader.failed();
}

bool EntryScanner::readSeconds(std::string_view message, Seconds& time) {
    time.present = true;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (!isVarint(field)) continue;
        if (field.number == 1) time.seconds = static_cast<std::int64_t>(field.scalar);
        if (field.number == 2) time.nanos = static_cast<std::int32_t>(field.scalar);
    }
    return !reader.failed();
}

bool EntryScanner::readFlags(std::string_view message, std::uint64_t& flags) {
    constexpr std::uint32_t kUnauthorizedDetails = 13;
    constexpr std::uint32_t kLastFlag = 28;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number > kLastFlag) continue;
        const std::uint64_t bit = std::uint64_t{1} << (field.number - 1);
        if (field.number == kUnauthorizedDetails) {
            if (!isBytes(field)) continue;
            WireReader inner(field.bytes);
            Field ignored;
            while (inner.next(ignored)) {
            }
            if (inner.failed()) return false;
            flags |= bit;
        } else if (isVarint(field)) {
            flags = field.scalar != 0 ? flags | bit : flags & ~bit;
        }
    }
    return !reader.failed();
}

bool EntryScanner::readTls(std::string_view message, Raw& raw, Entry& entry) {
    constexpr std::uint32_t kPeerCertificate = 5;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number != kPeerCertificate || !isBytes(field)) continue;
        if (!readCertificate(field.bytes, raw, entry)) return false;
    }
    return !reader.failed();
}

bool EntryScanner::readCertificate(std::string_view message, Raw& raw, Entry& entry) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (!isBytes(field)) continue;
        if (field.number == 2) raw.peerSubject = field.bytes;
        if (field.number != 1) continue;
        raw.peerHasNames = true;
        std::string_view uri;
        WireReader name(field.bytes);
        Field part;
        while (name.next(part)) {
            if (part.number == 1 && isBytes(part)) uri = part.bytes;
            if (part.number == 2 && isBytes(part)) uri = {};
        }
        if (name.failed()) return false;
        if (entry.peerPrincipal.empty()) entry.peerPrincipal = uri;
    }
    return !reader.failed();
}

}  // namespace binnacle::wire
