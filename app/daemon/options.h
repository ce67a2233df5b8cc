// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/alerting/alert_webhook.h"
#include "models/core/store/history_limits.h"

#include <string>
#include <variant>

namespace binnacle {

/// What the command line of binnacled says.
struct DaemonOptions {
    std::string listen = "127.0.0.1:18760";
    std::string socket;    ///< console API
    std::string data;      ///< folder of the audit trail and the history
    std::string config;    ///< mesh file; empty: none
    std::string snapshot;  ///< serve this file and nothing else; empty: a live station
    bool withHistory = true;
    HistoryLimits history;
    AlertWebhookOptions webhook;
    bool readOnly = false;
    bool allowInsecure = false;
};

/// The options, or the exit code after what was to be said was said (--help, --version, a usage error).
std::variant<DaemonOptions, int> parseOptions(int argc, char** argv);

/// $XDG_STATE_HOME/binnacle, else ~/.local/share/binnacle.
std::string defaultDataFolder();

}  // namespace binnacle
