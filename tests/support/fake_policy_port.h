// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/policy_port.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

/// A station's policy side that tests script: each answer is set beforehand, each call is kept. hold() makes
/// blocking calls wait until release(), as a slow station does. Any thread.
class FakePolicyPort final : public PolicyPort {
  public:
    Result<std::vector<PolicyInForce>> policies(std::optional<TimePoint> at) override {
        const std::lock_guard lock(m_mutex);
        m_policiesAskedFor = at;
        return m_policies;
    }

    Result<Plan> plan(const std::vector<Intent>& intents) override {
        std::unique_lock lock(m_mutex);
        m_planned.push_back(intents);
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return !m_isHeld; });
        if (!m_plan) return m_plan;
        Plan plan = *m_plan;
        if (plan.edits.empty()) {
            for (const Intent& intent : intents) {
                plan.edits.push_back({intent.service, intent.kind(), {}, intent});
            }
        }
        return plan;
    }

    Result<Change> apply(const ApplyRequest& request, OnProgress onProgress) override {
        {
            const std::lock_guard lock(m_mutex);
            m_applied.push_back(request);
        }
        return play(onProgress);
    }

    Result<Change> revert(const RevertRequest& request, OnProgress onProgress) override {
        {
            const std::lock_guard lock(m_mutex);
            m_reverted.push_back(request);
        }
        return play(onProgress);
    }

    Result<std::vector<Change>> history() override {
        const std::lock_guard lock(m_mutex);
        return m_history;
    }

    Result<std::string> adoption() override {
        const std::lock_guard lock(m_mutex);
        return m_adoption;
    }

    void setPolicies(Result<std::vector<PolicyInForce>> answer) { set(m_policies, std::move(answer)); }
    void setPlan(Result<Plan> answer) { set(m_plan, std::move(answer)); }
    void setHistory(Result<std::vector<Change>> answer) { set(m_history, std::move(answer)); }
    void setAdoption(Result<std::string> answer) { set(m_adoption, std::move(answer)); }
    /// What apply() and revert() tell on the way, and what they return.
    void setOutcome(std::vector<Change> progress, Result<Change> answer) {
        const std::lock_guard lock(m_mutex);
        m_progress = std::move(progress);
        m_outcome = std::move(answer);
    }

    void hold() {
        const std::lock_guard lock(m_mutex);
        m_isHeld = true;
    }
    void release() {
        const std::lock_guard lock(m_mutex);
        m_isHeld = false;
        m_changed.notify_all();
    }
    /// Blocks until plan() has been called `count` times.
    void waitForPlans(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_planned.size() >= count; });
    }

    std::vector<std::vector<Intent>> planned() const { return get(m_planned); }
    std::vector<ApplyRequest> applied() const { return get(m_applied); }
    std::vector<RevertRequest> reverted() const { return get(m_reverted); }
    /// The moment policies() was last asked for.
    std::optional<TimePoint> policiesAskedFor() const { return get(m_policiesAskedFor); }

  private:
    Result<Change> play(const OnProgress& onProgress) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_isHeld; });
        const std::vector<Change> progress = m_progress;
        Result<Change> outcome = m_outcome;
        lock.unlock();
        for (const Change& change : progress) onProgress(change);
        return outcome;
    }

    template <typename T>
    void set(T& field, T value) {
        const std::lock_guard lock(m_mutex);
        field = std::move(value);
    }
    template <typename T>
    T get(const T& field) const {
        const std::lock_guard lock(m_mutex);
        return field;
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isHeld = false;
    Result<std::vector<PolicyInForce>> m_policies = std::vector<PolicyInForce>{};
    Result<Plan> m_plan = Plan{.edits = {}, .changes = {}, .problems = {}, .basedOn = "1"};
    Result<std::vector<Change>> m_history = std::vector<Change>{};
    Result<std::string> m_adoption = std::string("# lines for a bootstrap\n");
    std::vector<Change> m_progress;
    Result<Change> m_outcome = Change{};
    std::vector<std::vector<Intent>> m_planned;
    std::vector<ApplyRequest> m_applied;
    std::vector<RevertRequest> m_reverted;
    std::optional<TimePoint> m_policiesAskedFor;
};

}  // namespace binnacle
