// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

/// Whether a listening address can only be reached from this machine: 127.0.0.0/8, ::1, localhost or a Unix
/// socket. Names are not resolved: what is not plainly local is not local. Any thread.
bool isLoopback(const std::string& listen);

/// The address with the port that was really bound: ("127.0.0.1:0", 41233) -> "127.0.0.1:41233".
std::string withPort(const std::string& listen, int port);

}  // namespace binnacle
