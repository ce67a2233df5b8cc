// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"

#include <array>

namespace binnacle {

using Sha256 = std::array<std::uint8_t, 32>;

/// The SHA-256 of bytes. A pure function; any thread.
Sha256 sha256(BlobView bytes);

}  // namespace binnacle
