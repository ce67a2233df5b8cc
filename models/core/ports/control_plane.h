// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/policy/change.h"

#include <functional>
#include <string>
#include <vector>

namespace binnacle {

/// What takes intents: implemented by connectors, used by PolicyDesk only. Any thread; no call blocks on a
/// proxy: answers come through the observer.
class ControlPlane {
  public:
    using OnAnswer = std::function<void(const ProxyAnswer&)>;

    virtual ~ControlPlane() = default;
    /// The intents that hold before any of ours: what the mesh file or the proxies' own configuration says.
    virtual std::vector<PolicyInForce> baseline() const = 0;
    /// What replacing `before` by `after` (each the whole set of our intents) would write, and problems that
    /// only this control plane can see (unknown subset, field it can't carry).
    virtual Plan plan(const std::vector<Intent>& before, const std::vector<Intent>& after) const = 0;
    /// Makes `intents` (the whole set of ours) what proxies get from now on. Returns the node ids that must
    /// answer; `onAnswer` is then called once for each that does, on any thread, until the next write().
    virtual Result<std::vector<std::string>> write(const std::vector<Intent>& intents, OnAnswer onAnswer) = 0;
    /// What is live in one proxy now for one service, in native terms; unavailable where it can't be read.
    virtual Result<std::string> readBack(const std::string& node, const std::string& service) = 0;
};

}  // namespace binnacle
