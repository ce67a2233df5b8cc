// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <grpcpp/client_context.h>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace binnacle {

/// One watch of a station client: runs one stream after the other on a thread of its own, with back-off and
/// jitter in between, until it is destroyed; that cancels the open stream and joins. Tells a break once, and
/// again only after a value came through. A query the station calls invalid is not tried again.
class WatchThread final : public Subscription {
  public:
    /// Runs one stream to its end; calls `onValue` before handing each value on. Returns what ended it.
    using Attempt = std::function<Error(grpc::ClientContext&, const std::function<void()>& onValue)>;
    using OnError = std::function<void(const Error&)>;

    WatchThread(Attempt attempt, OnError onError);
    ~WatchThread() override;

  private:
    struct State;
    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

}  // namespace binnacle
