// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/alerting/webhook_target.h"
#include "models/core/base/clock.h"
#include "models/core/base/result.h"

#include <stop_token>
#include <string>

namespace binnacle {

/// Sends one body by HTTP POST: no redirects, no proxy in between, bounded in time and in what is read of the
/// answer, never to an address that isUnsafeToLookUp() unless the operator gave the address itself. Blocks;
/// any thread.
class AlertPost {
  public:
    /// `bearerTokenFile` is read at each send, so that a token may be renewed; "": no token.
    AlertPost(WebhookTarget target, std::string bearerTokenFile, Duration deadline);

    /// Any 2xx is good. Errors: unavailable, timeout, invalid (the token's file, or refused with a 4xx),
    /// cancelled.
    Result<void> send(const std::string& json, const std::stop_token& stop) const;

  private:
    Result<std::string> bearerToken() const;

    WebhookTarget m_target;
    std::string m_bearerTokenFile;
    Duration m_deadline;
};

}  // namespace binnacle
