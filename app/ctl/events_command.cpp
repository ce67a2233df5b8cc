// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/history_documents.h"
#include "app/ctl/time_argument.h"

namespace binnacle {
namespace {

constexpr const char* kWindow = "1h";

Table eventsTable(const std::vector<Event>& events) {
    Table table({{"TIME"}, {"ID", Align::right}, {"KIND"}, {"SUBJECT"}, {"DETAIL"}, {"WHO"}, {"REFERENCE"}});
    for (const Event& event : events)
        table.add({{isoTime(event.at)},
                   {event.id == 0 ? "-" : std::to_string(event.id)},
                   {eventKindName(event.kind)},
                   {event.subject},
                   {event.detail},
                   {event.who, Ink::dim},
                   {event.reference, Ink::dim}});
    return table;
}

}  // namespace

int runEvents(Session& session) {
    const CtlOptions& options = session.options();
    const bool isOpen = options.window.empty() && options.from.empty();
    const auto window =
        parseWindow(isOpen ? kWindow : options.window, options.from, options.to, SystemClock().now());
    if (!window) return session.misused(window.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto to = session.endOf(*window, *station);
    if (!to) return session.fail(to.error());
    const auto events = station->events({*to - window->length, *to, options.limit});
    if (!events) return session.fail(events.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(eventsDocument(*events));
    else if (events->empty())
        session.say("no events in this window");
    else
        session.print(eventsTable(*events));
    return ExitCode::kOk;
}

}  // namespace binnacle
