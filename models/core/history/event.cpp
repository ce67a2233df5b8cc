// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/event.h"

namespace binnacle {

const char* eventKindName(EventKind kind) {
    switch (kind) {
        case EventKind::proxyCame:
            return "proxy came";
        case EventKind::proxyLeft:
            return "proxy left";
        case EventKind::breakerOpened:
            return "breaker opened";
        case EventKind::breakerClosed:
            return "breaker closed";
        case EventKind::hostEjected:
            return "host ejected";
        case EventKind::hostReturned:
            return "host returned";
        case EventKind::change:
            return "change";
        case EventKind::alertFired:
            return "alert fired";
        case EventKind::alertResolved:
            return "alert resolved";
        case EventKind::note:
            return "note";
        case EventKind::recordingGap:
            return "recording gap";
        case EventKind::stationStarted:
            return "station started";
    }
    return "";
}

}  // namespace binnacle
