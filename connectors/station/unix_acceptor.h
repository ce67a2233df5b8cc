// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/unix_listener.h"
#include "models/core/base/result.h"

#include <sys/types.h>
#include <functional>
#include <memory>
#include <thread>

namespace binnacle {

struct AcceptorOptions {
    uid_t allowedUid = 0;          ///< every other user's connection is closed at once
    std::size_t connections = 64;  ///< at most so many at a time; one more is closed at once
};

/// Hands each connection that the allowed user makes to a listener over, non-blocking. Not for TCP. The
/// destructor ends the thread, and the listener with it.
class UnixAcceptor {
  public:
    /// Called on the acceptor's thread with a descriptor that the callee owns from then on.
    using OnConnection = std::function<void(int)>;

    static Result<std::unique_ptr<UnixAcceptor>> start(UnixListener listener, const AcceptorOptions& options,
                                                       OnConnection onConnection);
    ~UnixAcceptor();
    UnixAcceptor(const UnixAcceptor&) = delete;
    UnixAcceptor& operator=(const UnixAcceptor&) = delete;

  private:
    struct State;
    explicit UnixAcceptor(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
    std::jthread m_thread;
};

}  // namespace binnacle
