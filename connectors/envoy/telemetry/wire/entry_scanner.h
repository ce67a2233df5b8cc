// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/wire/address_text.h"
#include "models/core/telemetry/entry.h"

#include <cstdint>
#include <string_view>

namespace binnacle::wire {

enum class ScanOutcome : std::uint8_t {
    entry,         ///< a request or connection that ended: count it
    intermediate,  ///< told while the request still runs; its end will be told again
    malformed,     ///< the bytes are no message
};

/// Turns the bytes of one HTTPAccessLogEntry or TCPAccessLogEntry (envoy.data.accesslog.v3) into an Entry of
/// string views, without building the message and without allocating. Total on any bytes; wherever Protobuf
/// parses a message, the result is what its fields say. Not for fields Entry has no place for. The views
/// point into the message and into the scanner, and hold until its next call. One thread at a time.
class EntryScanner {
  public:
    ScanOutcome scanHttp(std::string_view message, Entry& entry);
    ScanOutcome scanTcp(std::string_view message, Entry& entry);

  private:
    struct Seconds {
        bool present = false;
        std::int64_t seconds = 0;
        std::int32_t nanos = 0;
    };
    /// What is merged over all occurrences of a field before the entry can be told.
    struct Raw {
        AddressField upstream;
        AddressField local;
        AddressField remote;
        AddressField directRemote;
        Seconds start;
        Seconds duration;
        Seconds lastByte;
        Seconds firstUpstreamByte;
        std::uint64_t accessLogType = 0;
        bool intermediate = false;
        std::uint64_t requestHeaders = 0;
        std::uint64_t requestBody = 0;
        std::uint64_t responseHeaders = 0;
        std::uint64_t responseBody = 0;
        std::uint64_t protocol = 0;
        bool grpc = false;
        bool peerHasNames = false;
        std::string_view peerSubject;
        std::string_view b3Trace;
    };

    static bool readCommon(std::string_view message, Raw& raw, Entry& entry);
    static bool readRequest(std::string_view message, Raw& raw, Entry& entry);
    static bool readResponse(std::string_view message, Raw& raw, Entry& entry);
    static bool readStatus(std::string_view message, Entry& entry);
    static bool readConnection(std::string_view message, Entry& entry);
    static bool readHeader(std::string_view message, Raw& raw, Entry& entry);
    static bool readSeconds(std::string_view message, Seconds& time);
    static bool readFlags(std::string_view message, std::uint64_t& flags);
    static bool readTls(std::string_view message, Raw& raw, Entry& entry);
    static bool readCertificate(std::string_view message, Raw& raw, Entry& entry);

    ScanOutcome finish(Raw& raw, Entry& entry);

    AddressTexts m_addresses;
};

}  // namespace binnacle::wire
