// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/base/result.h"

#include <memory>
#include <string>
#include <vector>

namespace grpc {
class Service;
}

namespace binnacle {

class ClusterBoard;
class Mesh;

struct EnvoyServerOptions {
    std::string listen;                     ///< "127.0.0.1:18760", "[::1]:0", "unix:PATH"
    bool allowInsecureNonLoopback = false;  ///< plaintext beyond this machine, which is refused otherwise
    int receiveThreads = 1;
    Duration tick = std::chrono::milliseconds(50);  ///< how often each thread hands over what it has seen
    /// Where gauges of upstream clusters go; shared with the AdminPoller so that neither wipes the other's
    /// fields. Null: its own.
    std::shared_ptr<ClusterBoard> clusters;
};

/// The one port that proxies connect to: takes access logs and metrics as raw bytes into the Mesh, and serves
/// whatever other services it is given (xDS). Not for consoles. start() and stop() from one thread; address()
/// from any.
class EnvoyServer {
  public:
    static Result<std::unique_ptr<EnvoyServer>> start(const EnvoyServerOptions& options, Mesh& mesh,
                                                      const Clock& clock, std::vector<grpc::Service*> extra);
    ~EnvoyServer();
    EnvoyServer(const EnvoyServer&) = delete;
    EnvoyServer& operator=(const EnvoyServer&) = delete;

    /// Where it really listens: "127.0.0.1:18760" even when port 0 was asked for.
    std::string address() const;
    /// Ends every stream, hands over what was received, joins its threads. Further calls do nothing.
    void stop();

  private:
    struct State;
    explicit EnvoyServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
