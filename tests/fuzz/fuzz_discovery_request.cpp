// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/xds_stream.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "envoy/config/cluster/v3/cluster.pb.h"
#include "envoy/config/listener/v3/listener.pb.h"

namespace {

std::shared_ptr<const binnacle::Snapshot> snapshot(int edition) {
    auto out = std::make_shared<binnacle::Snapshot>();
    envoy::config::cluster::v3::Cluster cluster;
    cluster.set_name("a");
    cluster.mutable_connect_timeout()->set_seconds(edition);
    out->add(binnacle::XdsType::cluster, "a", cluster);
    envoy::config::listener::v3::Listener listener;
    listener.set_name("outbound");
    out->add(binnacle::XdsType::listener, "outbound", listener);
    return out;
}

}  // namespace

/// A stream of requests, each led by two bytes of length: whatever they say, the number of responses is
/// bounded by the number of requests and changes, and nothing is sent twice in a row unanswered.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    binnacle::XdsStream stream("fuzz", std::make_shared<binnacle::NodeMemory>());
    envoy::service::discovery::v3::DiscoveryResponse last;
    int edition = 0;
    while (size >= 2) {
        const std::size_t wanted = data[0] + 256U * data[1];
        const std::size_t length = std::min(wanted, size - 2);
        envoy::service::discovery::v3::DiscoveryRequest request;
        if (request.ParseFromArray(data + 2, static_cast<int>(length))) {
            // A nonce can't be guessed: one that starts with '=' stands for the last one.
            if (request.response_nonce().rfind('=', 0) == 0) request.set_response_nonce(last.nonce());
            static_cast<void>(stream.onRequest(request));
        }
        if (length % 3 == 0) stream.setTarget(snapshot(++edition));
        int sent = 0;
        while (auto response = stream.next()) {
            last = std::move(*response);
            if (++sent > static_cast<int>(binnacle::kXdsTypes)) __builtin_trap();
        }
        data += 2 + length;
        size -= 2 + length;
    }
    return 0;
}
