// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/mesh_file.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Any bytes are a mesh or an error that names its place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto mesh = binnacle::parseMeshFile(text);
    if (!mesh && mesh.error().subject.empty()) __builtin_trap();
    return 0;
}
