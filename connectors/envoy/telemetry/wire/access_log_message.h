// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/wire/entry_scanner.h"
#include "connectors/envoy/telemetry/wire/wire_reader.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::wire {

/// The outer fields of one StreamAccessLogsMessage: where its identifier and its entries lie.
struct AccessLogEnvelope {
    enum class Entries : std::uint32_t { none = 0, http = 2, tcp = 3 };  ///< values are the field numbers
    bool hasIdentifier = false;
    Entries kind = Entries::none;
    std::string_view entries;  ///< the part of the message from which on all entry lists are of `kind`
};

/// Finds them; false where the message is broken on its outer level. A pure function on any bytes.
bool openEnvelope(std::string_view message, AccessLogEnvelope& envelope);

/// The identifier's bytes, joined when it comes in pieces; empty when there is none. Allocates: once a
/// stream.
std::string identifierOf(std::string_view message);

struct ScanCounts {
    std::uint64_t entries = 0;
    std::uint64_t intermediate = 0;
    std::uint64_t malformed = 0;
};

/// Calls sink(const Entry&) for each entry of an opened message. A broken entry is counted and the rest goes
/// on. The entry's views hold while the sink runs.
template <typename Sink>
ScanCounts scanEntries(const AccessLogEnvelope& envelope, EntryScanner& scanner, Sink&& sink) {
    ScanCounts counts;
    WireReader lists(envelope.entries);
    Field list;
    Entry entry;
    while (lists.next(list)) {
        if (list.number != static_cast<std::uint32_t>(envelope.kind) || list.type != WireType::bytes)
            continue;
        WireReader items(list.bytes);
        Field item;
        while (items.next(item)) {
            if (item.number != 1 || item.type != WireType::bytes) continue;
            const bool http = envelope.kind == AccessLogEnvelope::Entries::http;
            const ScanOutcome outcome =
                http ? scanner.scanHttp(item.bytes, entry) : scanner.scanTcp(item.bytes, entry);
            if (outcome == ScanOutcome::entry) sink(entry);
            counts.entries += outcome == ScanOutcome::entry ? 1 : 0;
            counts.intermediate += outcome == ScanOutcome::intermediate ? 1 : 0;
            counts.malformed += outcome == ScanOutcome::malformed ? 1 : 0;
        }
        counts.malformed += items.failed() ? 1 : 0;
    }
    return counts;
}

}  // namespace binnacle::wire
