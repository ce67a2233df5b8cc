// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

/// What has to be sent on, and when: a firing alert at once and then again and again (who takes it forgets it
/// otherwise), a resolved one once. An alert whose severity changed is another one to whoever takes it.
/// Bounded; what finds no room is counted. One thread.
class AlertOutbox {
  public:
    static constexpr std::size_t kMax = 1000;
    /// Who was told nothing for so long has let the alert go by itself.
    static constexpr Duration kForgotten = std::chrono::minutes(10);

    explicit AlertOutbox(Duration repeat) : m_repeat(repeat) {}

    /// All alerts there are, as they stand.
    void tell(const std::vector<Alert>& alerts, TimePoint now);
    /// What is due.
    std::vector<Alert> due(TimePoint now) const;
    std::optional<TimePoint> nextDue() const;
    /// These arrived.
    void delivered(const std::vector<Alert>& alerts, TimePoint now);

    std::uint64_t lost() const { return m_lost; }

  private:
    using Key = std::tuple<std::string, std::string, Severity>;  ///< rule, subject, severity
    struct Letter {
        Alert alert;
        TimePoint due{};
        bool isKnownThere = false;
    };

    static Key keyOf(const Alert& alert) { return {alert.rule, alert.subject, alert.severity}; }
    void add(const Alert& alert, TimePoint now);
    void endMissing(const std::map<Key, const Alert*>& told, TimePoint now);

    Duration m_repeat;
    std::map<Key, Letter> m_letters;
    std::uint64_t m_lost = 0;
};

}  // namespace binnacle
