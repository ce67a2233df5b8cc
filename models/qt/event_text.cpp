// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/event_text.h"

#include "models/qt/format.h"

#include <QCoreApplication>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kLongest = 160;

QString tr(const char* source) {
    return QCoreApplication::translate("event", source);
}

}  // namespace

EventGroup groupOf(EventKind kind) {
    switch (kind) {
        case EventKind::change:
            return EventGroup::changes;
        case EventKind::alertFired:
        case EventKind::alertResolved:
            return EventGroup::alerts;
        case EventKind::breakerOpened:
        case EventKind::breakerClosed:
        case EventKind::hostEjected:
        case EventKind::hostReturned:
            return EventGroup::breakers;
        case EventKind::note:
            return EventGroup::notes;
        case EventKind::proxyCame:
        case EventKind::proxyLeft:
        case EventKind::recordingGap:
        case EventKind::stationStarted:
            return EventGroup::proxies;
    }
    return EventGroup::proxies;
}

QString groupText(EventGroup group) {
    switch (group) {
        case EventGroup::changes:
            return tr("Changes");
        case EventGroup::alerts:
            return tr("Alerts");
        case EventGroup::breakers:
            return tr("Breakers and hosts");
        case EventGroup::proxies:
            return tr("Proxies and station");
        case EventGroup::notes:
            return tr("Notes");
    }
    return {};
}

QString kindText(EventKind kind) {
    switch (kind) {
        case EventKind::proxyCame:
            return tr("proxy came");
        case EventKind::proxyLeft:
            return tr("proxy left");
        case EventKind::breakerOpened:
            return tr("breaker opened");
        case EventKind::breakerClosed:
            return tr("breaker closed");
        case EventKind::hostEjected:
            return tr("host ejected");
        case EventKind::hostReturned:
            return tr("host returned");
        case EventKind::change:
            return tr("change");
        case EventKind::alertFired:
            return tr("alert fired");
        case EventKind::alertResolved:
            return tr("alert resolved");
        case EventKind::note:
            return tr("note");
        case EventKind::recordingGap:
            return tr("recording gap");
        case EventKind::stationStarted:
            return tr("station started");
    }
    return {};
}

QString eventText(const Event& event) {
    QString words = formatClock(event.at).left(8) + u' ' + kindText(event.kind);
    const QString subject = text(event.subject);
    const QString detail = text(event.detail).simplified();
    if (!subject.isEmpty()) words += u": "_s + subject;
    if (!detail.isEmpty()) words += QString(subject.isEmpty() ? u": %1"_s : u" (%1)"_s).arg(detail);
    if (words.size() <= kLongest) return words;
    return words.left(kLongest - 1) + u'…';
}

}  // namespace binnacle
