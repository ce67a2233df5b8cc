// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/request_text.h"

namespace binnacle {

// Two searches for one letter each: a search for either looks at every letter by itself.
std::string_view pathOnly(std::string_view path) {
    path = path.substr(0, path.find('?'));
    return path.substr(0, path.find('#'));
}

std::string_view withoutUserInfo(std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

}  // namespace binnacle
