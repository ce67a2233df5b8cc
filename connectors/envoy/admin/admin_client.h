// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/base/result.h"

#include <cstddef>
#include <string>

namespace binnacle {

struct AdminClientLimits {
    std::size_t bodyBytes = 16UL * 1024 * 1024;
    Duration timeout = std::chrono::seconds(2);
};

/// Reads a proxy's admin interface over plain HTTP: GET only, no redirects, no proxy in between, bounded in
/// size and time. Not for anything but configured addresses. Blocks; any thread.
class AdminClient {
  public:
    explicit AdminClient(const AdminClientLimits& limits = {});
    /// The body of a 200 answer; ("127.0.0.1:9901", "/clusters?format=json").
    Result<std::string> get(const std::string& address, const std::string& pathAndQuery) const;

  private:
    AdminClientLimits m_limits;
};

}  // namespace binnacle
