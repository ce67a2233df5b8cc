// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/admin/admin_client.h"
#include "connectors/envoy/admin/admin_poller.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// The configuration that proxies run with, as their admin interfaces tell it (/config_dump), without what
/// Envoy's API calls sensitive. For snapshots; not for reading a limit (ClusterState has it). Blocks for up
/// to two seconds a proxy that does not answer; any thread.
class ProxyConfigurations {
  public:
    explicit ProxyConfigurations(std::vector<AdminTarget> targets) : m_targets(std::move(targets)) {}

    /// By node id. One that can't be asked says so in place of its configuration.
    std::map<std::string, std::string> collect() const;

  private:
    std::vector<AdminTarget> m_targets;
    AdminClient m_client;
};

/// The JSON with every secret taken out that is known by its field's name: private keys, passwords, inline
/// secrets, tokens, and the values of headers that authorise. Error: invalid (not JSON, or nested too deep).
Result<std::string> withoutSecrets(std::string_view json);

}  // namespace binnacle
