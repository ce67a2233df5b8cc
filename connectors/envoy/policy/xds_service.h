// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/xds_hub.h"

#include "envoy/service/discovery/v3/ads.grpc.pb.h"
#include "envoy/service/runtime/v3/rtds.grpc.pb.h"

namespace binnacle {

/// The xDS streams on the wire: the aggregated one, and the one for a runtime layer alone. Only moves
/// messages between gRPC and the hub. No unary or REST variants. Threads: gRPC's; must outlive the server it
/// is registered with.
class AggregatedXdsService final
    : public envoy::service::discovery::v3::AggregatedDiscoveryService::CallbackService {
  public:
    explicit AggregatedXdsService(XdsHub& hub) : m_hub(hub) {}

    grpc::ServerBidiReactor<envoy::service::discovery::v3::DiscoveryRequest,
                            envoy::service::discovery::v3::DiscoveryResponse>*
    StreamAggregatedResources(grpc::CallbackServerContext* context) override;

  private:
    XdsHub& m_hub;
};

class RuntimeXdsService final : public envoy::service::runtime::v3::RuntimeDiscoveryService::CallbackService {
  public:
    explicit RuntimeXdsService(XdsHub& hub) : m_hub(hub) {}

    grpc::ServerBidiReactor<envoy::service::discovery::v3::DiscoveryRequest,
                            envoy::service::discovery::v3::DiscoveryResponse>*
    StreamRuntime(grpc::CallbackServerContext* context) override;

  private:
    XdsHub& m_hub;
};

}  // namespace binnacle
