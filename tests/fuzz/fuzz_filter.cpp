// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an expression of the filter language.
#include "models/core/filter/filter.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    binnacle::Filter::parse({reinterpret_cast<const char*>(data), size});
    return 0;
}
