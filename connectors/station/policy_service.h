// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "binnacle/v1/station.grpc.pb.h"
#include "models/core/ports/policy_port.h"

namespace binnacle {

/// Serves one PolicyPort to consoles. Keeps nothing itself. Called on gRPC's threads; an apply holds one
/// until the port answers.
class PolicyService final : public v1::Policy::Service {
  public:
    explicit PolicyService(PolicyPort& port) : m_port(port) {}

    grpc::Status GetPolicies(grpc::ServerContext* context, const v1::PoliciesQuery* query,
                             v1::PolicyList* answer) override;
    grpc::Status MakePlan(grpc::ServerContext* context, const v1::PlanRequest* request,
                          v1::Plan* answer) override;
    grpc::Status Apply(grpc::ServerContext* context, const v1::ApplyRequest* request,
                       grpc::ServerWriter<v1::Change>* writer) override;
    grpc::Status Revert(grpc::ServerContext* context, const v1::RevertRequest* request,
                        grpc::ServerWriter<v1::Change>* writer) override;
    grpc::Status GetHistory(grpc::ServerContext* context, const v1::HistoryQuery* query,
                            v1::ChangeList* answer) override;
    grpc::Status GetAdoption(grpc::ServerContext* context, const v1::AdoptionQuery* query,
                             v1::Adoption* answer) override;

  private:
    PolicyPort& m_port;
};

}  // namespace binnacle
