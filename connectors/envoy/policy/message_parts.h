// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"

#include <google/protobuf/duration.pb.h>
#include <chrono>

#include "envoy/config/core/v3/address.pb.h"
#include "envoy/config/core/v3/config_source.pb.h"

namespace binnacle {

/// Small pieces that several resources share. Any thread.
inline void fill(google::protobuf::Duration& out, std::chrono::milliseconds value) {
    out.set_seconds(value.count() / 1000);
    out.set_nanos(static_cast<std::int32_t>(value.count() % 1000) * 1'000'000);
}

/// `address` was checked when the mesh file was read.
inline void fill(envoy::config::core::v3::Address& out, const std::string& address) {
    const auto parsed = parseHostPort(address);
    if (!parsed) return;
    out.mutable_socket_address()->set_address(parsed->host);
    out.mutable_socket_address()->set_port_value(parsed->port);
}

inline void fillAds(envoy::config::core::v3::ConfigSource& out) {
    out.mutable_ads();
    out.set_resource_api_version(envoy::config::core::v3::V3);
}

}  // namespace binnacle
