// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace binnacle {

/// Tells the service manager a state ("READY=1", "STOPPING=1") in the way of sd_notify(3); nothing happens
/// where none asked for it. Any thread.
void notifyServiceManager(std::string_view state);

}  // namespace binnacle
