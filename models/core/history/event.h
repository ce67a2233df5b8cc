// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <cstdint>
#include <string>

namespace binnacle {

/// What can happen at one moment. Numbers are on disk and on the wire: never renumbered.
enum class EventKind : std::uint8_t {
    proxyCame = 0,
    proxyLeft = 1,
    breakerOpened = 2,
    breakerClosed = 3,
    hostEjected = 4,
    hostReturned = 5,
    change = 6,  ///< traffic policy was changed: `reference` is the change's id
    alertFired = 7,
    alertResolved = 8,
    note = 9,
    recordingGap = 10,  ///< nothing could be recorded for a time: `detail` says how much and why
    stationStarted = 11
};
inline constexpr std::size_t kEventKinds = 12;

/// "proxy came", "breaker opened": stable words for command lines and exports.
const char* eventKindName(EventKind kind);

/// One thing that happened to the mesh, to the station, or that a person wrote down. What timelines mark. A
/// plain value; any thread.
struct Event {
    std::uint64_t id = 0;  ///< number in its recording; 0: not recorded
    TimePoint at{};
    EventKind kind = EventKind::note;
    std::string subject;    ///< a proxy's or topology node's id, a cluster, "source -> destination", a rule's
                            ///< name, or ""
    std::string detail;     ///< a host's address, which breaker, a note's text
    std::string who;        ///< the proxy that told it, or the person who wrote it
    std::string reference;  ///< a change's id, an alert's runbook

    bool operator==(const Event&) const = default;
};

}  // namespace binnacle
