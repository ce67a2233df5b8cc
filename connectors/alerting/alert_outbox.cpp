// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/alert_outbox.h"

#include <algorithm>

namespace binnacle {

void AlertOutbox::tell(const std::vector<Alert>& alerts, TimePoint now) {
    std::map<Key, const Alert*> told;
    for (const Alert& alert : alerts) told.emplace(keyOf(alert), &alert);
    endMissing(told, now);
    for (const auto& [key, alert] : told) {
        if (alert->state == AlertState::firing) add(*alert, now);
    }
    std::erase_if(m_letters, [&](const auto& entry) {
        const Letter& letter = entry.second;
        const bool isOver = letter.alert.state == AlertState::resolved;
        return isOver && (!letter.isKnownThere || now - letter.alert.resolvedAt > kForgotten);
    });
}

void AlertOutbox::add(const Alert& alert, TimePoint now) {
    const auto found = m_letters.find(keyOf(alert));
    if (found == m_letters.end()) {
        if (m_letters.size() < kMax)
            m_letters.emplace(keyOf(alert), Letter{alert, now, false});
        else
            ++m_lost;
        return;
    }
    if (found->second.alert.state == AlertState::resolved) found->second.due = now;
    found->second.alert = alert;
}

void AlertOutbox::endMissing(const std::map<Key, const Alert*>& told, TimePoint now) {
    for (auto& [key, letter] : m_letters) {
        if (letter.alert.state == AlertState::resolved) continue;
        const auto found = told.find(key);
        const Alert* alert = found == told.end() ? nullptr : found->second;
        if (alert != nullptr && alert->state == AlertState::firing) continue;
        const bool isResolved = alert != nullptr && alert->state == AlertState::resolved;
        letter.alert.resolvedAt = isResolved ? alert->resolvedAt : now;
        letter.alert.state = AlertState::resolved;
        letter.due = now;
    }
}

std::vector<Alert> AlertOutbox::due(TimePoint now) const {
    std::vector<Alert> out;
    for (const auto& [key, letter] : m_letters) {
        if (letter.due <= now) out.push_back(letter.alert);
    }
    return out;
}

std::optional<TimePoint> AlertOutbox::nextDue() const {
    std::optional<TimePoint> next;
    for (const auto& [key, letter] : m_letters) next = std::min(next.value_or(letter.due), letter.due);
    return next;
}

void AlertOutbox::delivered(const std::vector<Alert>& alerts, TimePoint now) {
    for (const Alert& alert : alerts) {
        const auto found = m_letters.find(keyOf(alert));
        if (found == m_letters.end()) continue;
        found->second.isKnownThere = true;
        // What ended while it was on its way has still to be told.
        if (found->second.alert.state != alert.state) continue;
        if (alert.state == AlertState::resolved)
            m_letters.erase(found);
        else
            found->second.due = now + m_repeat;
    }
}

}  // namespace binnacle
