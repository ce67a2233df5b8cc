// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"
#include "models/core/history/alert_list.h"
#include "models/core/history/event.h"
#include "models/core/ports/settings_port.h"
#include "models/core/ports/traffic_source.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle {

/// Looks at the traffic through the rules and objectives and keeps the book of what holds. Rules and what
/// fires are saved, so a restart neither loses an alert nor tells it twice. evaluate() is for one thread
/// (AlertWatch) and may read from disk; everything else is for any thread. What it is made of must outlive
/// it.
class AlertEngine {
  public:
    using OnEvent = std::function<void(const Event&)>;

    /// Begins with what was saved; a set of rules that no longer parses counts as none, and is kept.
    /// `onEvent` is called from within evaluate().
    AlertEngine(const TrafficSource& traffic, const Clock& clock, SettingsPort& settings, OnEvent onEvent);
    ~AlertEngine();

    /// Takes the whole set, from the next evaluate() on. Errors: invalid, naming the place; those of saving,
    /// and then the old set stays.
    Result<void> setRules(const std::string& yaml);
    /// As the last evaluate() left it.
    AlertBook book() const;
    void evaluate();

  private:
    struct Rules;
    struct Objectives;
    class Frames;

    std::shared_ptr<const Rules> newestRules() const;
    std::vector<Event> lookThroughRules(const Rules& rules, Frames& frames, TimePoint now);
    std::vector<Event> lookThroughObjectives(const Rules& rules, Frames& frames, TimePoint now);
    void publish(TimePoint now);

    const TrafficSource& m_traffic;
    const Clock& m_clock;
    SettingsPort& m_settings;
    OnEvent m_onEvent;
    std::unique_ptr<Objectives> m_objectives;
    AlertList m_list;
    std::string m_savedFiring;

    mutable std::mutex m_mutex;  ///< guards what follows
    std::shared_ptr<const Rules> m_rules;
    std::string m_rulesYaml;
    AlertBook m_book;
};

}  // namespace binnacle
