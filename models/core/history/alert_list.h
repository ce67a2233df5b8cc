// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"
#include "models/core/history/event.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle {

/// What one rule saw when it looked.
struct AlertLook {
    struct Sighting {
        std::string subject;
        std::string value;
        Severity severity = Severity::warning;
    };

    std::string rule;
    Duration holdFor{};
    std::string summary;
    std::string runbook;
    /// Something was told in the window, by whomever. Silence is no proof: it neither fires nor resolves.
    enum class Heard : std::uint8_t { nothing, something } heard = Heard::something;
    std::vector<Sighting> sightings;  ///< what meets the rule now
};

/// Pending, firing and resolved alerts and the way from one to the other: fires after `holdFor` of seeing it
/// at each look, and resolves after min(holdFor, 30 s) of not seeing it, so that it does not flap. While
/// nothing is heard, what fires stays as it is and what is pending has to begin anew. One thread.
class AlertList {
  public:
    static constexpr std::size_t kMax = 1000;
    static constexpr Duration kLongestCalm = std::chrono::seconds(30);
    static constexpr Duration kResolvedKept = std::chrono::hours(24);

    /// What begins to fire or is resolved, as events of `now`. A firing alert whose severity rises fires
    /// again.
    std::vector<Event> apply(const AlertLook& look, TimePoint now);
    /// Ends the alerts of all other rules, and forgets what was resolved long ago.
    std::vector<Event> keepOnly(const std::set<std::string>& rules, TimePoint now);

    /// Firing, then pending, then resolved; each newest first.
    std::vector<Alert> alerts() const;
    /// Found no room when their rules last looked.
    std::uint64_t beyond() const;

    /// What fires, as text that outlives the process, and back; lines that are not understood are left out.
    std::string firing() const;
    void restore(std::string_view text);

  private:
    using Key = std::pair<std::string, std::string>;  ///< rule, subject
    struct Held {
        Alert alert;
        std::optional<TimePoint> calmSince;
    };

    Held* hold(const AlertLook& look, const AlertLook::Sighting& sighting, TimePoint now);
    bool makeRoom();
    static std::optional<Event> see(Held& held, const AlertLook& look, const AlertLook::Sighting& sighting,
                                    TimePoint now);
    std::vector<Event> miss(const AlertLook& look, TimePoint now);
    void keepStill(const std::string& rule);

    std::map<Key, Held> m_held;
    std::map<std::string, std::uint64_t> m_beyond;  ///< by rule
};

}  // namespace binnacle
