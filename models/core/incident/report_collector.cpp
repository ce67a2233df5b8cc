// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/report_collector.h"

#include "models/core/incident/report_redaction.h"
#include "models/core/telemetry/response_flags.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

namespace binnacle {
namespace {

constexpr std::chrono::minutes kUsualWindow{15};
constexpr std::chrono::seconds kAnswerTime{15};
constexpr std::int64_t kMostSteps = 180;
/// Of so many requests the slowest are looked for.
constexpr std::size_t kSlowSample = 4'000;
constexpr std::size_t kFailingSample = 1'000;

/// The first answer of a watch; what comes later is dropped.
template <typename T>
class FirstAnswer {
  public:
    void put(Result<T> value) {
        const std::lock_guard lock(m_mutex);
        if (!m_value) m_value = std::move(value);
        m_came.notify_all();
    }

    Result<T> wait() {
        std::unique_lock lock(m_mutex);
        m_came.wait_for(lock, kAnswerTime, [this] { return m_value.has_value(); });
        if (!m_value) return failure(ErrorCode::timeout, "the station", "");
        return *m_value;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_came;
    std::optional<Result<T>> m_value;
};

/// `open(callback)` opens the watch.
template <typename T, typename Open>
Result<T> firstOf(const Open& open) {
    FirstAnswer<T> answer;
    const auto watch = open([&answer](Result<T> value) { answer.put(std::move(value)); });
    return answer.wait();
}

Result<StationStatus> statusAt(TelemetryPort& port, std::optional<TimePoint> at) {
    return firstOf<StationStatus>([&](auto told) { return port.watchStatus(at, std::move(told)); });
}

TimeWindow windowFor(const ReportOrder& order, const StationStatus& status, TimePoint now) {
    TimeWindow window = order.window.value_or(TimeWindow{kUsualWindow, {}});
    const auto& span = status.history.span;
    const bool isSnapshot = !status.snapshot.empty() && span && span->newest > span->oldest;
    if (isSnapshot && !order.window) return {span->newest - span->oldest, span->newest};
    // One end for all questions; a second's worth of figures may still be on its way.
    if (!window.to) window.to = isSnapshot ? span->newest : now;
    return window;
}

Duration stepOf(const TimeWindow& window) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(window.length).count();
    return std::chrono::seconds(std::max<std::int64_t>(1, (seconds + kMostSteps - 1) / kMostSteps));
}

/// The duration above which there are about as many requests as are looked at.
Duration slowBound(const TopologyFrame& frame) {
    Sketch all;
    for (const Edge& edge : frame.edges) {
        if (edge.protocol != Protocol::tcp) all.merge(edge.stats.latency);
    }
    if (all.count() <= kSlowSample) return {};
    const double share = static_cast<double>(kSlowSample) / static_cast<double>(all.count());
    return Duration(static_cast<Duration::rep>(all.quantile(1 - share)));
}

/// A call that both its ends told is one request.
void keepOneTeller(std::vector<RequestRecord>& records) {
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(records, [&](const RequestRecord& record) {
        return !record.requestId.empty() && !seen.emplace(record.requestId, record.destination).second;
    });
    if (records.size() > kReportRequests) records.resize(kReportRequests);
}

std::vector<RequestRecord> slowestOf(TelemetryPort& port, const TimeWindow& window, Duration bound) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(bound).count();
    const std::string filter = "protocol != tcp and duration >= " + std::to_string(micros) + "us";
    auto records = port.requests({window, filter, 2 * kSlowSample});
    if (!records) return {};
    std::stable_sort(records->begin(), records->end(),
                     [](const RequestRecord& a, const RequestRecord& b) { return a.duration > b.duration; });
    keepOneTeller(*records);
    return *std::move(records);
}

std::vector<RequestRecord> failingOf(TelemetryPort& port, const TimeWindow& window) {
    std::vector<RequestRecord> failing;
    // No status at all is an error only together with a flag that says so.
    for (const char* filter : {"status >= 500", "status = 0 and not flag = none"}) {
        auto records = port.requests({window, filter, kFailingSample});
        if (!records) continue;
        for (RequestRecord& record : *records) {
            if (isError(record.status, record.flags)) failing.push_back(std::move(record));
        }
    }
    std::stable_sort(failing.begin(), failing.end(),
                     [](const RequestRecord& a, const RequestRecord& b) { return a.start > b.start; });
    keepOneTeller(failing);
    return failing;
}

std::vector<Change> changesIn(PolicyPort& port, TimePoint from, TimePoint to) {
    auto changes = port.history();
    if (!changes) return {};
    std::erase_if(*changes, [&](const Change& change) { return change.at < from || change.at > to; });
    std::stable_sort(changes->begin(), changes->end(),
                     [](const Change& a, const Change& b) { return a.at < b.at; });
    return *std::move(changes);
}

void addRequests(ReportContent& content, TelemetryPort& port, const TimeWindow& window) {
    content.slowest = slowestOf(port, window, slowBound(*content.frame));
    content.failing = failingOf(port, window);
}

void addMemory(ReportContent& content, const ReportSources& sources, const TimeWindow& window) {
    const TimePoint to = *window.to;
    const TimePoint from = to - window.length;
    if (auto policies = sources.policy->policies(to)) content.policies = *std::move(policies);
    content.changes = changesIn(*sources.policy, from, to);
    if (auto events = sources.history->events({from, to})) content.events = *std::move(events);
    SnapshotOrder asIfExported;
    asIfExported.window = window;
    asIfExported.who = content.who;
    asIfExported.note = content.note;
    if (auto report = sources.history->reviewSnapshot(asIfExported)) content.origin = *std::move(report);
}

}  // namespace

Result<ReportContent> collectReport(const ReportSources& sources, const ReportOrder& order, TimePoint now) {
    TelemetryPort& port = *sources.telemetry;
    const auto live = statusAt(port, {});
    if (!live) return tl::unexpected<Error>(live.error());
    const TimeWindow window = windowFor(order, *live, now);
    auto frame = port.topology({window, {}});
    if (!frame) return tl::unexpected<Error>(frame.error());
    const SeriesQuery seriesQuery{window, stepOf(window), {}, {}};
    auto series = firstOf<Series>([&](auto told) { return port.watchSeries(seriesQuery, std::move(told)); });
    if (!series) return tl::unexpected<Error>(series.error());

    ReportContent content;
    content.made = now;
    content.who = order.who;
    content.note = order.note;
    content.status = statusAt(port, window.to).value_or(*live);
    content.frame = *std::move(frame);
    content.series = *std::move(series);
    auto clusters = firstOf<std::vector<ClusterState>>(
        [&](auto told) { return port.watchClusters(window.to, std::move(told)); });
    if (clusters) content.clusters = *std::move(clusters);
    addRequests(content, port, window);
    addMemory(content, sources, window);
    redactReport(content);
    return content;
}

}  // namespace binnacle
