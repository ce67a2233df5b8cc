// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/peer_check.h"

#include <sys/socket.h>
#include <cerrno>
#include <cstring>

namespace binnacle {

Result<void> checkPeer(int socket, uid_t allowed) {
    ucred peer{};
    socklen_t length = sizeof(peer);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
        return failure(ErrorCode::unavailable, "peer", std::strerror(errno));
    if (peer.uid == allowed) return {};
    return failure(ErrorCode::invalid, "peer",
                   "user " + std::to_string(peer.uid) + " may not use this station");
}

}  // namespace binnacle
