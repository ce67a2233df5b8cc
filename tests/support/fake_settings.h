// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/settings_port.h"

#include <map>

namespace binnacle {

/// Settings in memory, which can be made to fail. One thread.
class FakeSettings final : public SettingsPort {
  public:
    Result<std::string> load(const std::string& name) const override {
        const auto found = texts.find(name);
        return found == texts.end() ? std::string() : found->second;
    }
    Result<void> save(const std::string& name, const std::string& text) override {
        if (isFull) return failure(ErrorCode::unavailable, name, "no space left on device");
        texts[name] = text;
        return {};
    }

    std::map<std::string, std::string> texts;
    bool isFull = false;
};

}  // namespace binnacle
