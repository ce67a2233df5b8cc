// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace binnacle {
namespace {

Event eventOf(const Alert& alert, EventKind kind, TimePoint at) {
    return {.at = at,
            .kind = kind,
            .subject = alert.subject,
            .detail = alert.value,
            .who = alert.rule,
            .reference = alert.runbook};
}

std::optional<Event> resolve(Alert& alert, TimePoint now) {
    if (alert.state != AlertState::firing) return std::nullopt;
    alert.state = AlertState::resolved;
    alert.resolvedAt = now;
    return eventOf(alert, EventKind::alertResolved, now);
}

TimePoint newestOf(const Alert& alert) {
    switch (alert.state) {
        case AlertState::firing:
            return alert.firedAt;
        case AlertState::pending:
            return alert.since;
        case AlertState::resolved:
            return alert.resolvedAt;
    }
    return {};
}

int rank(AlertState state) {
    return state == AlertState::firing ? 0 : state == AlertState::pending ? 1 : 2;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(at), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// What is kept has neither tabs nor line ends: names are checked, ids of the mesh are made safe.
std::string lineOf(const Alert& alert) {
    const auto time = [](TimePoint at) { return std::to_string(at.time_since_epoch().count()); };
    return alert.rule + '\t' + alert.subject + '\t' + std::to_string(static_cast<int>(alert.severity)) +
           '\t' + time(alert.since) + '\t' + time(alert.firedAt) + '\t' + alert.value + '\n';
}

std::optional<Alert> alertOf(std::string_view line) {
    const auto fields = split(line, '\t');
    if (fields.size() != 6) return std::nullopt;
    const auto severity = whole(fields[2]);
    const auto since = whole(fields[3]);
    const auto firedAt = whole(fields[4]);
    if (!severity || *severity < 0 || *severity > 2 || !since || !firedAt) return std::nullopt;
    Alert alert;
    alert.rule = fields[0];
    alert.subject = fields[1];
    alert.state = AlertState::firing;
    alert.severity = static_cast<Severity>(*severity);
    alert.since = TimePoint(Duration(*since));
    alert.firedAt = TimePoint(Duration(*firedAt));
    alert.value = fields[5];
    return alert;
}

}  // namespace

std::vector<Event> AlertList::apply(const AlertLook& look, TimePoint now) {
    m_beyond.erase(look.rule);
    if (look.heard == AlertLook::Heard::nothing) {
        keepStill(look.rule);
        return {};
    }
    std::vector<Event> events = miss(look, now);
    for (const auto& sighting : look.sightings) {
        Held* held = hold(look, sighting, now);
        if (held == nullptr) {
            ++m_beyond[look.rule];
            continue;
        }
        if (auto event = see(*held, look, sighting, now)) events.push_back(*std::move(event));
    }
    return events;
}

void AlertList::keepStill(const std::string& rule) {
    for (auto at = m_held.lower_bound({rule, ""}); at != m_held.end() && at->first.first == rule;) {
        at->second.calmSince.reset();
        const bool isPending = at->second.alert.state == AlertState::pending;
        at = isPending ? m_held.erase(at) : std::next(at);
    }
}

std::vector<Event> AlertList::miss(const AlertLook& look, TimePoint now) {
    std::set<std::string_view> seen;
    for (const auto& sighting : look.sightings) seen.insert(sighting.subject);
    const Duration calm = std::min(look.holdFor, kLongestCalm);
    std::vector<Event> events;
    for (auto at = m_held.lower_bound({look.rule, ""}); at != m_held.end() && at->first.first == look.rule;) {
        Held& held = at->second;
        const bool isPending = held.alert.state == AlertState::pending;
        if (seen.contains(held.alert.subject) || held.alert.state == AlertState::resolved) {
            ++at;
            continue;
        }
        if (isPending) {
            at = m_held.erase(at);
            continue;
        }
        if (!held.calmSince || now < *held.calmSince) held.calmSince = now;
        if (now - *held.calmSince >= calm) events.push_back(*resolve(held.alert, now));
        ++at;
    }
    return events;
}

AlertList::Held* AlertList::hold(const AlertLook& look, const AlertLook::Sighting& sighting, TimePoint now) {
    const Key key{look.rule, sighting.subject};
    const auto found = m_held.find(key);
    if (found != m_held.end() && found->second.alert.state != AlertState::resolved) return &found->second;
    if (found == m_held.end() && !makeRoom()) return nullptr;
    Held fresh;
    fresh.alert.rule = look.rule;
    fresh.alert.subject = sighting.subject;
    fresh.alert.since = now;
    fresh.alert.severity = sighting.severity;
    return &(m_held[key] = std::move(fresh));
}

bool AlertList::makeRoom() {
    if (m_held.size() < kMax) return true;
    const auto age = [](const auto& entry) {
        const Alert& alert = entry.second.alert;
        return std::tuple(alert.state != AlertState::resolved, alert.resolvedAt);
    };
    const auto oldest = std::min_element(m_held.begin(), m_held.end(),
                                         [&](const auto& a, const auto& b) { return age(a) < age(b); });
    if (oldest->second.alert.state != AlertState::resolved) return false;
    m_held.erase(oldest);
    return true;
}

std::optional<Event> AlertList::see(Held& held, const AlertLook& look, const AlertLook::Sighting& sighting,
                                    TimePoint now) {
    Alert& alert = held.alert;
    held.calmSince.reset();
    const bool rises = sighting.severity > alert.severity;
    alert.severity = sighting.severity;
    alert.value = sighting.value;
    alert.summary = look.summary;
    alert.runbook = look.runbook;
    if (now < alert.since) alert.since = now;
    if (alert.state == AlertState::pending) {
        if (now - alert.since < look.holdFor) return std::nullopt;
        alert.state = AlertState::firing;
        alert.firedAt = now;
    } else if (!rises) {
        return std::nullopt;
    }
    return eventOf(alert, EventKind::alertFired, now);
}

std::vector<Event> AlertList::keepOnly(const std::set<std::string>& rules, TimePoint now) {
    std::vector<Event> events;
    for (auto& [key, held] : m_held) {
        if (rules.contains(key.first)) continue;
        if (auto event = resolve(held.alert, now)) events.push_back(*std::move(event));
    }
    std::erase_if(m_held, [&](const auto& entry) {
        const Alert& alert = entry.second.alert;
        if (alert.state == AlertState::resolved) return now - alert.resolvedAt > kResolvedKept;
        return !rules.contains(entry.first.first);
    });
    std::erase_if(m_beyond, [&](const auto& entry) { return !rules.contains(entry.first); });
    return events;
}

std::vector<Alert> AlertList::alerts() const {
    std::vector<Alert> out;
    out.reserve(m_held.size());
    for (const auto& [key, held] : m_held) out.push_back(held.alert);
    std::stable_sort(out.begin(), out.end(), [](const Alert& a, const Alert& b) {
        if (a.state != b.state) return rank(a.state) < rank(b.state);
        return newestOf(a) > newestOf(b);
    });
    return out;
}

std::uint64_t AlertList::beyond() const {
    std::uint64_t all = 0;
    for (const auto& [rule, count] : m_beyond) all += count;
    return all;
}

std::string AlertList::firing() const {
    std::string text;
    for (const auto& [key, held] : m_held) {
        if (held.alert.state == AlertState::firing) text += lineOf(held.alert);
    }
    return text;
}

void AlertList::restore(std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
        auto alert = alertOf(line);
        if (!alert || m_held.size() == kMax) continue;
        const Key key{alert->rule, alert->subject};
        m_held[key].alert = *std::move(alert);
    }
}

}  // namespace binnacle
