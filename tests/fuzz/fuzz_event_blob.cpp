// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as recorded events.
#include "models/core/history/event_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(binnacle::decodeEvents({data, size}));
    return 0;
}
