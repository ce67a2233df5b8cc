// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <sys/types.h>

namespace binnacle {

/// Whether the process at the other end of a connected Unix socket runs as `allowed`: asked of the kernel, so
/// nobody can claim it. Any thread.
Result<void> checkPeer(int socket, uid_t allowed);

}  // namespace binnacle
