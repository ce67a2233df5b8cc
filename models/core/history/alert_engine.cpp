// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_engine.h"

#include "models/core/filter/filter.h"
#include "models/core/history/alert_rules.h"
#include "models/core/history/error_ledger.h"
#include "models/core/history/seen_value.h"

#include <algorithm>
#include <map>
#include <set>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRulesSetting = "alert.rules";
constexpr const char* kFiringSetting = "alert.firing";

using Heard = AlertLook::Heard;
using FramePtr = std::shared_ptr<const TopologyFrame>;

const Node& nodeOf(const TopologyFrame& frame, const std::string& id) {
    static const Node kNone;
    const auto at =
        std::lower_bound(frame.nodes.begin(), frame.nodes.end(), id,
                         [](const Node& node, const std::string& wanted) { return node.id < wanted; });
    return at != frame.nodes.end() && at->id == id ? *at : kNone;
}

Heard heardIn(const FramePtr& frame) {
    const auto tells = [](const Edge& edge) { return edge.stats.requests > 0; };
    const bool any = frame && std::any_of(frame->edges.begin(), frame->edges.end(), tells);
    return any ? Heard::something : Heard::nothing;
}

// A call over two protocols is one call to whoever is woken.
void addSighting(AlertLook& look, AlertLook::Sighting sighting) {
    const auto isSame = [&](const auto& other) { return other.subject == sighting.subject; };
    if (std::none_of(look.sightings.begin(), look.sightings.end(), isSame))
        look.sightings.push_back(std::move(sighting));
}

std::string burnText(const BurnAlarm& alarm, const ErrorLedger& ledger, TimePoint now) {
    const auto part = [&](Duration window) {
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(window).count();
        const std::string length =
            minutes < 60 ? std::to_string(minutes) + " min" : std::to_string(minutes / 60) + " h";
        return shortNumber(ledger.burn(window, now)) + " over " + length;
    };
    return "burn rate " + part(alarm.longWindow) + ", " + part(alarm.shortWindow);
}

}  // namespace

/// A set of rules, ready to look through. Immutable.
struct AlertEngine::Rules {
    struct Ready {
        AlertRule rule;
        Filter filter;
    };

    std::vector<Ready> rules;
    std::vector<Objective> objectives;
    std::set<std::string> names;

    explicit Rules(const AlertRules& from) : objectives(from.objectives) {
        for (const AlertRule& rule : from.rules) {
            rules.push_back({rule, Filter::parse(rule.when).value_or(Filter())});
            names.insert(rule.name);
        }
        for (const Objective& objective : objectives) names.insert(objective.name);
    }
};

/// The ledgers, which stay as long as their objectives do not change.
struct AlertEngine::Objectives {
    std::vector<ErrorLedger> ledgers;

    void follow(const std::vector<Objective>& objectives) {
        std::vector<ErrorLedger> next;
        for (const Objective& objective : objectives) {
            const auto known = std::find_if(ledgers.begin(), ledgers.end(), [&](const ErrorLedger& ledger) {
                return ledger.objective() == objective;
            });
            next.push_back(known == ledgers.end() ? ErrorLedger(objective) : std::move(*known));
        }
        ledgers = std::move(next);
    }
    // Reading a whole period takes a while: one at each turn, so that the rules are not kept waiting.
    void read(const TrafficSource& traffic, TimePoint now) {
        std::size_t whole = 0;
        for (ErrorLedger& ledger : ledgers) {
            if (!ledger.isDue(now)) continue;
            if (ledger.startsAnew(now) && ++whole > 1) continue;
            // What fails is tried again, and its alerts stay as they are until then.
            (void)ledger.read(traffic, now);
        }
    }
};

/// The windows that rules look at in one turn, each asked for once. Null where the source could not tell.
class AlertEngine::Frames {
  public:
    explicit Frames(const TrafficSource& traffic) : m_traffic(traffic) {}

    const FramePtr& of(Duration window, const std::string& filter = {}) {
        const auto [at, isNew] = m_frames.try_emplace({window, filter});
        if (isNew) at->second = m_traffic.topology({{.length = window, .to = {}}, filter}).value_or(nullptr);
        return at->second;
    }
    AlertLook look(const AlertRule& rule, const Filter& filter) {
        AlertLook look{rule.name, rule.holdFor, rule.summary, rule.runbook, heardIn(of(rule.window)), {}};
        // A frame made for a filter on single requests holds just the calls that have some.
        const bool isChosen = filter.needsRequests();
        const FramePtr frame = isChosen ? of(rule.window, rule.when) : of(rule.window);
        if (!frame) look.heard = Heard::nothing;
        if (look.heard == Heard::nothing) return look;
        for (const Edge& edge : frame->edges) {
            if (edge.stats.requests == 0) continue;
            const Node& source = nodeOf(*frame, edge.source);
            const Node& destination = nodeOf(*frame, edge.destination);
            if (!isChosen && !filter.matches(edge, source, destination, frame->seconds())) continue;
            addSighting(look, {edge.source + " -> " + edge.destination,
                               seenValue(rule.when, edge.stats, frame->seconds()), rule.severity});
        }
        return look;
    }

  private:
    const TrafficSource& m_traffic;
    std::map<std::pair<Duration, std::string>, FramePtr> m_frames;
};

AlertEngine::AlertEngine(const TrafficSource& traffic, const Clock& clock, SettingsPort& settings,
                         OnEvent onEvent)
    : m_traffic(traffic),
      m_clock(clock),
      m_settings(settings),
      m_onEvent(std::move(onEvent)),
      m_objectives(std::make_unique<Objectives>()) {
    m_rulesYaml = m_settings.load(kRulesSetting).value_or("");
    m_rules = std::make_shared<const Rules>(parseAlertRules(m_rulesYaml).value_or(AlertRules{}));
    m_savedFiring = m_settings.load(kFiringSetting).value_or("");
    m_list.restore(m_savedFiring);
    m_book = {m_rulesYaml, m_list.alerts(), {}, 0};
}

AlertEngine::~AlertEngine() = default;

Result<void> AlertEngine::setRules(const std::string& yaml) {
    const auto parsed = parseAlertRules(yaml);
    if (!parsed) return tl::unexpected(parsed.error());
    auto ready = std::make_shared<const Rules>(*parsed);
    const std::lock_guard lock(m_mutex);
    if (auto saved = m_settings.save(kRulesSetting, yaml); !saved) return saved;
    m_rules = std::move(ready);
    m_rulesYaml = yaml;
    m_book.rulesYaml = yaml;
    return {};
}

AlertBook AlertEngine::book() const {
    const std::lock_guard lock(m_mutex);
    return m_book;
}

std::shared_ptr<const AlertEngine::Rules> AlertEngine::newestRules() const {
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

void AlertEngine::evaluate() {
    const auto rules = newestRules();
    const TimePoint now = m_clock.now();
    std::vector<Event> events = m_list.keepOnly(rules->names, now);
    Frames frames(m_traffic);
    const auto add = [&](std::vector<Event> more) {
        events.insert(events.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
    };
    add(lookThroughRules(*rules, frames, now));
    add(lookThroughObjectives(*rules, frames, now));
    publish(now);
    for (const Event& event : events) m_onEvent(event);
}

std::vector<Event> AlertEngine::lookThroughRules(const Rules& rules, Frames& frames, TimePoint now) {
    std::vector<Event> events;
    for (const Rules::Ready& ready : rules.rules) {
        for (Event& event : m_list.apply(frames.look(ready.rule, ready.filter), now))
            events.push_back(std::move(event));
    }
    return events;
}

std::vector<Event> AlertEngine::lookThroughObjectives(const Rules& rules, Frames& frames, TimePoint now) {
    m_objectives->follow(rules.objectives);
    m_objectives->read(m_traffic, now);
    if (rules.objectives.empty()) return {};
    const Heard heard = heardIn(frames.of(kBurnAlarms.front().shortWindow));
    std::vector<Event> events;
    for (const ErrorLedger& ledger : m_objectives->ledgers) {
        const Objective& objective = ledger.objective();
        AlertLook look{objective.name, Duration::zero(), "", objective.runbook, heard, {}};
        if (ledger.startsAnew(now)) look.heard = Heard::nothing;
        const auto alarm = burnAlarm([&](Duration window) { return ledger.burn(window, now); });
        if (alarm) look.sightings.push_back({objective.of, burnText(*alarm, ledger, now), alarm->severity});
        for (Event& event : m_list.apply(look, now)) events.push_back(std::move(event));
    }
    return events;
}

void AlertEngine::publish(TimePoint now) {
    AlertBook book{{}, m_list.alerts(), {}, m_list.beyond()};
    for (const ErrorLedger& ledger : m_objectives->ledgers) book.budgets.push_back(ledger.budget(now));
    std::string firing = m_list.firing();
    // A state that could not be saved is tried again at the next turn.
    if (firing != m_savedFiring && m_settings.save(kFiringSetting, firing)) m_savedFiring = std::move(firing);
    const std::lock_guard lock(m_mutex);
    book.rulesYaml = m_rulesYaml;
    m_book = std::move(book);
}

}  // namespace binnacle
