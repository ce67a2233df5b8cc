// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/access_log_message.h"

namespace binnacle::wire {
namespace {

constexpr std::uint32_t kIdentifier = 1;

}  // namespace

bool openEnvelope(std::string_view message, AccessLogEnvelope& envelope) {
    envelope = AccessLogEnvelope();
    WireReader reader(message);
    Field field;
    const char* before = reader.position();
    while (reader.next(field)) {
        const char* const start = before;
        before = reader.position();
        if (field.type != WireType::bytes) continue;
        if (field.number == kIdentifier) envelope.hasIdentifier = true;
        const auto kind = static_cast<AccessLogEnvelope::Entries>(field.number);
        const bool isList =
            kind == AccessLogEnvelope::Entries::http || kind == AccessLogEnvelope::Entries::tcp;
        // The lists are one of two: a list of the other kind takes the place of all before it.
        if (!isList || kind == envelope.kind) continue;
        envelope.kind = kind;
        envelope.entries = message.substr(static_cast<std::size_t>(start - message.data()));
    }
    return !reader.failed();
}

std::string identifierOf(std::string_view message) {
    std::string joined;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number == kIdentifier && field.type == WireType::bytes) joined += field.bytes;
    }
    return joined;
}

}  // namespace binnacle::wire
