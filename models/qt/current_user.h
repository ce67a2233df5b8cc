// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

/// Who sits here, as the station writes it down beside changes and notes. Any thread.
std::string currentUser();

}  // namespace binnacle
