// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/filter_argument.h"
#include "app/ctl/time_argument.h"
#include "models/core/telemetry/response_flags.h"

#include <unistd.h>
#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace binnacle {
namespace {

std::string tableOf(const std::vector<RequestRecord>& records) {
    Table table({{"TIME"},
                 {"TOOK", Align::right},
                 {"SOURCE"},
                 {"DESTINATION"},
                 {"METHOD"},
                 {"STATUS", Align::right},
                 {"FLAGS"},
                 {"HOST"},
                 {"PATH"}});
    for (const RequestRecord& record : records)
        table.add({{isoTime(record.start)},
                   {durationCell(record.duration)},
                   {record.source},
                   {record.destination},
                   {record.method},
                   {record.status == 0 ? "-" : std::to_string(record.status),
                    isError(record.status, record.flags) ? Ink::bad : Ink::plain},
                   {responseFlagNames(record.flags)},
                   {record.upstreamHost},
                   {record.path}});
    return table.text(false);
}

/// Prints batches of records, oldest first; JSON and YAML one record at a time, so that a reader can follow.
class RequestPrinter {
  public:
    RequestPrinter(Session& session, OutputFormat format) : m_session(session), m_format(format) {}

    bool print(const std::vector<RequestRecord>& records) {
        if (records.empty()) return true;
        return m_session.print(m_format == OutputFormat::table ? rowsOf(records) : documentsOf(records));
    }

  private:
    std::string documentsOf(const std::vector<RequestRecord>& records) const {
        std::string out;
        for (const RequestRecord& record : records) {
            const Json document = requestDocument(record);
            out += m_format == OutputFormat::json ? jsonText(document) + "\n" : "---\n" + yamlText(document);
        }
        return out;
    }

    std::string rowsOf(const std::vector<RequestRecord>& records) {
        std::string rows = tableOf(records);
        if (m_hasHeader) rows.erase(0, rows.find('\n') + 1);
        m_hasHeader = true;
        return rows;
    }

    Session& m_session;
    OutputFormat m_format;
    bool m_hasHeader = false;
};

/// Where the watch's thread tells the main one that it is over.
struct End {
    std::mutex mutex;
    std::condition_variable reached;
    std::optional<int> code;

    void reach(int exitCode) {
        const std::scoped_lock lock(mutex);
        if (!code) code = exitCode;
        reached.notify_all();
    }
    int wait() {
        std::unique_lock lock(mutex);
        reached.wait(lock, [this] { return code.has_value(); });
        return *code;
    }
};

int follow(const Session& session, StationClient& station, const RequestQuery& query,
           RequestPrinter& printer) {
    End end;
    const auto watch = station.watchRequests(query, [&](const Result<std::vector<RequestRecord>>& records) {
        if (records) {
            if (!printer.print(*records)) end.reach(ExitCode::kOk);  // the reader has seen enough
            return;
        }
        if (records.error().code == ErrorCode::invalid) return end.reach(session.fail(records.error()));
        session.say(sentenceOf(records.error()) + "; waiting for it");
    });
    return end.wait();
}

}  // namespace

int runRequests(Session& session) {
    const CtlOptions& options = session.options();
    const auto window = parseWindow(options.window, options.from, options.to, SystemClock().now());
    if (!window) return session.misused(window.error());
    if (options.follow && window->to)
        return session.misused(
            {ErrorCode::invalid, "--follow", "it goes on from now: leave out --from and --to"});
    if (auto checked = checkFilter(options.filter); !checked) return session.misused(checked.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    // A program that reads gets one object a line without asking for it.
    const auto implied = isatty(STDOUT_FILENO) == 1 ? OutputFormat::table : OutputFormat::json;
    RequestPrinter printer(session, options.format.value_or(implied));
    const RequestQuery query{*window, options.filter, options.limit};
    if (options.follow) return follow(session, *station, query, printer);
    auto records = station->requests(query);
    if (!records) return session.fail(records.error());
    std::reverse(records->begin(), records->end());
    printer.print(*records);
    return ExitCode::kOk;
}

}  // namespace binnacle
