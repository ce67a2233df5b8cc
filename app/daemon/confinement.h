// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

namespace binnacle {

/// Gives up, for good and for every thread of this process, all that a reader of one file has no need of: no
/// other program, no network, no new connection, nothing written, renamed or removed, no signal to others, no
/// look into or from other processes, no core dump; at most 512 MiB of memory (not under AddressSanitizer,
/// which reserves far more). What is open stays usable: an open socket still takes connections. Call it
/// before the first byte of the file is looked at. Error: unavailable (the kernel refuses it), and then
/// nothing must be opened.
Result<void> confine();

}  // namespace binnacle
