// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/current_user.h"

#include "models/qt/format.h"

namespace binnacle {

std::string currentUser() {
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    return user.isEmpty() ? std::string("desktop") : utf8(user);
}

}  // namespace binnacle
