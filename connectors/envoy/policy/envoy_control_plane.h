// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/admin/admin_poller.h"
#include "connectors/envoy/policy/mesh_file.h"
#include "models/core/base/clock.h"
#include "models/core/ports/control_plane.h"

#include <memory>
#include <string>
#include <vector>

namespace grpc {
class Service;
}

namespace binnacle {

class Mesh;
struct XdsCounters;

/// Envoy as a control plane that takes intents: full configuration over ADS for the proxies that the mesh
/// file declares so, runtime values for all others. Not for journalling or conflicts: that is PolicyDesk's.
/// Until the first write() no proxy gets an answer. Thread-safe. The server that its services are registered
/// with must end before it.
class EnvoyControlPlane final : public ControlPlane {
  public:
    /// Declares the mesh file's workloads to `mesh`; an empty mesh file means overlay proxies only.
    /// `stationAddress` is where proxies reach this station, for adoption(); it may be set later.
    EnvoyControlPlane(MeshFile meshFile, Mesh& mesh, const Clock& clock, const std::string& stationAddress);
    ~EnvoyControlPlane() override;

    /// To be registered with the server that proxies connect to; owned by this.
    std::vector<grpc::Service*> services();
    void setStationAddress(const std::string& address);
    /// What a bootstrap of one's own needs in addition, as YAML.
    std::string adoption() const;
    std::vector<AdminTarget> adminTargets() const;
    XdsCounters counters() const;

    std::vector<PolicyInForce> baseline() const override;
    Plan plan(const std::vector<Intent>& before, const std::vector<Intent>& after) const override;
    Result<std::vector<std::string>> write(const std::vector<Intent>& intents, OnAnswer onAnswer) override;
    Result<std::string> readBack(const std::string& node, const std::string& service) override;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
