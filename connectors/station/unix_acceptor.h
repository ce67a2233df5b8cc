// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <sys/types.h>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace binnacle {

struct AcceptorOptions {
    std::string path;
    uid_t allowedUid = 0;          ///< every other user's connection is closed at once
    std::size_t connections = 64;  ///< at most so many at a time; one more is closed at once
};

/// Listens on a Unix socket (0600, in a folder 0700) and hands each connection of the allowed user over,
/// non-blocking. A socket file that nobody answers on is replaced; one that somebody answers on is an Error.
/// Not for TCP. The destructor ends the thread and removes the socket file if it is still its own.
class UnixAcceptor {
  public:
    /// Called on the acceptor's thread with a descriptor that the callee owns from then on.
    using OnConnection = std::function<void(int)>;

    static Result<std::unique_ptr<UnixAcceptor>> listen(const AcceptorOptions& options,
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
