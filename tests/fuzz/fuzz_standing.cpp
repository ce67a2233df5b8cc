// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as how things stood.
#include "models/core/history/standing_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(binnacle::decodeStanding({data, size}));
    return 0;
}
