// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/options.h"
#include "models/core/base/result.h"

#include <memory>
#include <string>

namespace binnacle {

/// The composition of a station that serves one snapshot: the file, who reads it, and the socket for
/// consoles. Confines its process for good before it looks into the file, so it is the only thing such a
/// process does. Not for a mesh: it listens to no proxy and writes nothing. Started and stopped by one
/// thread.
class SnapshotProcess {
  public:
    static Result<std::unique_ptr<SnapshotProcess>> start(const DaemonOptions& options);
    ~SnapshotProcess();

  private:
    struct Parts;
    explicit SnapshotProcess(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace binnacle
