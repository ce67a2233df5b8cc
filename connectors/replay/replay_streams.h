// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/topology/topology_frame.h"

#include <memory>
#include <string>

namespace binnacle {

/// The access log streams of the proxies that a replay plays, opened as they have something to tell. Blocks;
/// one thread.
class ReplayStreams {
  public:
    explicit ReplayStreams(const std::string& target);
    ~ReplayStreams();
    ReplayStreams(const ReplayStreams&) = delete;
    ReplayStreams& operator=(const ReplayStreams&) = delete;

    /// Puts a record into its proxy's next message; `teller` is the workload behind that proxy.
    Result<void> add(const RequestRecord& record, TimePoint end, const Node& teller);
    /// Sends what waits. Error: unavailable.
    Result<void> flush();
    /// Ends every stream in order. Error: unavailable.
    Result<void> finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
