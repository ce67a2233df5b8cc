// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>

struct sockaddr;

namespace binnacle {

/// Where alerts are sent, as the operator named it. A plain value; any thread.
struct WebhookTarget {
    std::string url;             ///< with its path
    bool isNamedByHost = false;  ///< by a name that has to be looked up, not by an address
};

/// http and https only, without user and password; where there is no path, Alertmanager's is added
/// ("/api/v2/alerts"). Error: invalid.
Result<WebhookTarget> webhookTarget(const std::string& url);

/// A link-local address or one where clouds keep their machines' secrets. A name must not lead there: whoever
/// answers for the name would choose what the station talks to.
bool isUnsafeToLookUp(const sockaddr& address);

}  // namespace binnacle
