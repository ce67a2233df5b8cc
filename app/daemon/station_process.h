// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/options.h"
#include "models/core/base/result.h"

#include <memory>
#include <string>

namespace binnacle {

/// The composition of a station: mesh, audit trail, policy desk, the port for proxies and the socket for
/// consoles. It knows every concrete part and does no work itself. Started, asked and stopped by one thread.
class StationProcess {
  public:
    static Result<std::unique_ptr<StationProcess>> start(const DaemonOptions& options);
    ~StationProcess();

    std::string proxyAddress() const;
    std::string socketPath() const;
    /// Ends both listeners and joins every thread. Further calls do nothing.
    void stop();

  private:
    struct Parts;
    explicit StationProcess(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace binnacle
