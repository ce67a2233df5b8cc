// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace binnacle {

/// A path without its query and fragment, which may hold anything and are never kept. Any thread.
std::string_view pathOnly(std::string_view path);

/// An authority without the user's name and password. Any thread.
std::string_view withoutUserInfo(std::string_view authority);

}  // namespace binnacle
