// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a block of recorded requests.
#include "models/core/history/request_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reader = binnacle::RequestBlobReader::open({data, size}, {10'000, 2000});
    if (!reader) return 0;
    auto block = reader->numbers();
    if (block) static_cast<void>(reader->addTexts(*block));
    return 0;
}
