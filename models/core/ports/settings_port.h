// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>

namespace binnacle {

/// A few named texts that outlive the process, such as the alert rules. Not for anything that grows. Blocks;
/// any thread.
class SettingsPort {
  public:
    virtual ~SettingsPort() = default;
    /// "" where nothing was ever saved.
    virtual Result<std::string> load(const std::string& name) const = 0;
    virtual Result<void> save(const std::string& name, const std::string& text) = 0;
};

}  // namespace binnacle
