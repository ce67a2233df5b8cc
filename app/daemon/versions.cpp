// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/versions.h"

#include "connectors/station/station_server.h"

#include <sqlite3.h>

namespace binnacle {

std::string appVersion() {
    return BINNACLE_VERSION;
}

std::string versionText() {
    return "binnacled " + appVersion() + "\n" + transportVersions() + ", SQLite " + sqlite3_libversion();
}

}  // namespace binnacle
