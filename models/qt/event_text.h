// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"

#include <QString>
#include <array>

namespace binnacle {

/// What belongs together on a timeline and in a list of events.
enum class EventGroup { changes, alerts, breakers, proxies, notes };
inline constexpr std::array kEventGroups = {EventGroup::changes, EventGroup::alerts, EventGroup::breakers,
                                            EventGroup::proxies, EventGroup::notes};

/// Words for events, in one place. Texts from the mesh inside them are plain text. Any thread.
EventGroup groupOf(EventKind kind);
QString groupText(EventGroup group);  ///< "Changes"
QString kindText(EventKind kind);     ///< "breaker opened"
/// "14:03:20 breaker opened: payment-v1 (max_requests)", at most 160 characters.
QString eventText(const Event& event);

}  // namespace binnacle
