// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an access log message, through the scan into a shard.
#include "connectors/envoy/telemetry/wire/access_log_message.h"
#include "models/core/telemetry/shard.h"
#include "models/core/telemetry/shard_batch.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    using namespace binnacle;
    wire::AccessLogEnvelope envelope;
    wire::identifierOf(bytes);
    if (!wire::openEnvelope(bytes, envelope)) return 0;
    Shard shard;
    const ProxyIndex proxy = shard.openProxy({"checkout-1", "checkout", {}, "", ""});
    wire::EntryScanner scanner;
    const TimePoint now(std::chrono::seconds(1'800'000'000));
    wire::scanEntries(envelope, scanner, [&](const Entry& entry) { shard.add(proxy, entry, now); });
    shard.drain();
    return 0;
}
