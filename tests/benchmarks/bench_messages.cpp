// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_messages.h"

#include "tests/unit/connectors/support/message_generator.h"

#include <envoy/service/accesslog/v3/als.pb.h>

#include <chrono>

namespace binnacle::bench {

using Message = envoy::service::accesslog::v3::StreamAccessLogsMessage;

std::vector<std::string> messages(std::size_t count, std::size_t entries) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::vector<std::string> bytes;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        Message message;
        for (std::size_t j = 0; j < entries; ++j) {
            *message.mutable_http_logs()->add_log_entry() =
                test::usualEntry(++number, now.time_since_epoch().count());
        }
        bytes.push_back(message.SerializeAsString());
    }
    return bytes;
}

std::string identification(const std::string& node, const std::string& cluster) {
    Message message;
    auto& told = *message.mutable_identifier()->mutable_node();
    told.set_id(node);
    told.set_cluster(cluster);
    message.mutable_identifier()->set_log_name("binnacle.outbound");
    // Stands for the list of extensions, which our messages have no field for.
    constexpr int kExtensions = 9;
    const std::string extension = "envoy.filters.http.some_extension_of_many, with its types and its version";
    for (std::size_t size = 0; size < 48'000; size += extension.size() + 2) {
        told.GetReflection()->MutableUnknownFields(&told)->AddLengthDelimited(kExtensions, extension);
    }
    return message.SerializeAsString();
}

}  // namespace binnacle::bench
