// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_sections.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/format.h"
#include "models/qt/request_table_model.h"
#include "views/latency/inspector_facts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr auto kFigure = ReportTable::Column::Kind::figure;
constexpr auto kTime = ReportTable::Column::Kind::time;

constexpr std::size_t kMostCalls = 25;
constexpr std::uint64_t kFewestCalls = 10;  ///< below, a share says little

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

QString orDash(const QString& value) {
    return value.isEmpty() ? u"–"_s : value;
}

QDateTime localTime(TimePoint at) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms);
}

EdgeStats allCalls(const TopologyFrame& frame) {
    EdgeStats all;
    for (const Edge& edge : frame.edges) all.add(edge.stats);
    return all;
}

QString flagsOf(const EdgeStats& stats) {
    QStringList flags;
    for (const auto& [bit, count] : stats.flags) {
        flags.append(u"%1 × %2"_s.arg(text(responseFlagNames(std::uint64_t{1} << bit)), formatCount(count)));
    }
    return flags.join(u", "_s);
}

/// Failing calls first, then the slow ones: the order of who reads at night.
std::vector<const Edge*> worstFirst(const TopologyFrame& frame) {
    std::vector<const Edge*> edges;
    for (const Edge& edge : frame.edges) edges.push_back(&edge);
    const auto weight = [](const Edge& edge) {
        const double share = edge.stats.requests >= kFewestCalls ? errorRatio(edge.stats) : 0;
        return std::pair(share, quantileOf(edge.stats, 0.99));
    };
    std::stable_sort(edges.begin(), edges.end(),
                     [&](const Edge* a, const Edge* b) { return weight(*a) > weight(*b); });
    return edges;
}

QStringList callRow(const Edge& edge, double seconds) {
    const EdgeStats& stats = edge.stats;
    return {text(edge.source),
            text(edge.destination),
            RequestTableModel::protocolText(edge.protocol),
            formatCount(stats.requests),
            formatRate(static_cast<double>(stats.requests) / seconds),
            formatCount(stats.errors),
            formatShare(errorRatio(stats)),
            formatDuration(quantileOf(stats, 0.5)),
            formatDuration(quantileOf(stats, 0.9)),
            formatDuration(quantileOf(stats, 0.99)),
            orDash(flagsOf(stats))};
}

QString worstSentence(const TopologyFrame& frame) {
    const std::vector<const Edge*> edges = worstFirst(frame);
    if (edges.empty() || edges.front()->stats.errors == 0) return tr("No call failed.");
    const Edge& worst = *edges.front();
    return tr("It hurts most from %1 to %2: %3 of %4 calls failed, p99 %5.")
        .arg(text(worst.source), text(worst.destination), formatShare(errorRatio(worst.stats)),
             formatCount(worst.stats.requests), formatDuration(quantileOf(worst.stats, 0.99)));
}

QString breakersSentence(const std::vector<ClusterState>& clusters) {
    QStringList open;
    std::uint64_t ejected = 0;
    for (const ClusterState& cluster : clusters) {
        const bool isOpen = cluster.connectionsOpen.value_or(false) || cluster.pendingOpen.value_or(false) ||
                            cluster.requestsOpen.value_or(false) || cluster.retriesOpen.value_or(false);
        if (isOpen) open.append(tr("%1 (seen by %2)").arg(text(cluster.cluster), text(cluster.proxy)));
        ejected = std::max(ejected, cluster.ejectedHosts.value_or(0));
    }
    QStringList said;
    if (!open.isEmpty()) said.append(tr("Circuit breakers open at the end: %1.").arg(open.join(u", "_s)));
    if (ejected > 0) said.append(tr("Hosts ejected at the end, by one proxy at most: %1.").arg(ejected));
    return said.join(u' ');
}

ReportTable factTable(std::vector<QStringList> rows) {
    return {{{}, {}}, std::move(rows), {}, {}};
}

std::vector<QStringList> requestRows(const TopologyFrame& window, const std::vector<RequestRecord>& records) {
    std::vector<QStringList> rows;
    for (const RequestRecord& record : records) {
        rows.push_back({reportTime(window, record.start), text(record.source), text(record.destination),
                        orDash(text(record.method)), orDash(text(record.path)),
                        record.status == 0 ? u"–"_s : QString::number(record.status),
                        orDash(text(responseFlagNames(record.flags))), formatDuration(record.duration),
                        orDash(text(record.upstreamHost)),
                        orDash(text(record.trace.empty() ? record.requestId : record.trace))});
    }
    return rows;
}

ReportTable requestTable(const TopologyFrame& window, const std::vector<RequestRecord>& records,
                         const QString& instead) {
    return {{{tr("Start"), kTime},
             {tr("Source")},
             {tr("Destination")},
             {tr("Method")},
             {tr("Path")},
             {tr("Status"), kFigure},
             {tr("Flags")},
             {tr("Duration"), kFigure},
             {tr("Host")},
             {tr("Trace or request id")}},
            requestRows(window, records),
            instead,
            records.size() < kReportRequests ? QString() : tr("The first %1 are shown.").arg(records.size())};
}

}  // namespace

QString reportTime(const TopologyFrame& window, TimePoint at) {
    const bool isOneDay = localTime(window.from).date() == localTime(window.to).date();
    return localTime(at).toString(isOneDay ? u"HH:mm:ss.zzz"_s : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

QString reportWindow(const TopologyFrame& frame) {
    const QDateTime from = localTime(frame.from);
    const QDateTime to = localTime(frame.to);
    const bool isOneDay = from.date() == to.date();
    const QString zone = to.toOffsetFromUtc(to.offsetFromUtc()).toString(u"t"_s);
    return tr("%1 – %2 (%3), %4")
        .arg(from.toString(u"yyyy-MM-dd HH:mm:ss"_s),
             to.toString(isOneDay ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s), zone,
             formatDuration(frame.to - frame.from));
}

ReportSection summarySection(const ReportContent& content) {
    const TopologyFrame& frame = *content.frame;
    const EdgeStats all = allCalls(frame);
    ReportSection section{u"summary"_s, tr("Summary"), {}};
    QStringList said = {worstSentence(frame)};
    if (const QString state = breakersSentence(content.clusters); !state.isEmpty()) said.append(state);
    if (!content.changes.empty()) {
        said.append(tr("Changes of traffic policy in this window: %1.").arg(content.changes.size()));
    }
    section.blocks.emplace_back(ReportText{said.join(u' ')});
    if (!content.note.empty())
        section.blocks.emplace_back(ReportText{text(content.note), ReportText::Kind::quote});
    section.blocks.emplace_back(factTable(
        {{tr("Window"), reportWindow(frame)},
         {tr("Services and calls"),
          tr("%1 nodes, %2 call relations")
              .arg(formatCount(frame.nodes.size()), formatCount(frame.edges.size()))},
         {tr("Calls"), tr("%1 (%2)").arg(formatCount(all.requests),
                                         formatRate(static_cast<double>(all.requests) / frame.seconds()))},
         {tr("Errors"), tr("%1 (%2)").arg(formatCount(all.errors), formatShare(errorRatio(all)))},
         {tr("Latency of all calls"),
          tr("p50 %1, p90 %2, p99 %3")
              .arg(formatDuration(quantileOf(all, 0.5)), formatDuration(quantileOf(all, 0.9)),
                   formatDuration(quantileOf(all, 0.99)))}}));
    return section;
}

ReportSection callsSection(const ReportContent& content) {
    const std::vector<const Edge*> edges = worstFirst(*content.frame);
    ReportTable table{{{tr("Source")},
                       {tr("Destination")},
                       {tr("Protocol")},
                       {tr("Calls"), kFigure},
                       {tr("Rate"), kFigure},
                       {tr("Errors"), kFigure},
                       {tr("Share"), kFigure},
                       {tr("p50"), kFigure},
                       {tr("p90"), kFigure},
                       {tr("p99"), kFigure},
                       {tr("Flags")}},
                      {},
                      tr("Nothing was called in this window."),
                      {}};
    for (const Edge* edge : edges) {
        if (table.rows.size() >= kMostCalls) break;
        table.rows.push_back(callRow(*edge, content.frame->seconds()));
    }
    if (edges.size() > kMostCalls) {
        table.more = tr("%1 more call relations are not shown.").arg(edges.size() - kMostCalls);
    }
    return {u"calls"_s, tr("Calls, worst first"), {table}};
}

ReportSection failingSection(const ReportContent& content) {
    return {u"failing"_s,
            tr("Failing requests, newest first"),
            {requestTable(*content.frame, content.failing,
                          tr("No single request that failed is recorded here."))}};
}

ReportSection slowestSection(const ReportContent& content) {
    return {u"slowest"_s,
            tr("Slowest requests"),
            {requestTable(*content.frame, content.slowest, tr("No single requests are recorded here."))}};
}

ReportSection removedSection(const ReportContent& content) {
    ReportSection section{u"removed"_s, tr("What was removed"), {}};
    section.blocks.emplace_back(ReportText{
        tr("Query values, user information and what looks like a token or a key are removed before a "
           "station keeps anything, and once more before a document leaves it. Taken out of this one:")});
    ReportTable table{{{tr("Kind")}, {tr("Removed"), kFigure}}, {}, tr("Nothing had to be removed."), {}};
    for (const auto& [kind, count] : content.removed) {
        table.rows.push_back({text(kind), formatCount(count)});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

ReportSection aboutSection(const ReportContent& content) {
    std::vector<QStringList> rows = {
        {tr("Made"), tr("%1 by %2").arg(formatStamp(content.made), orDash(text(content.who)))},
        {tr("Station"), tr("Binnacle %1").arg(text(content.status.version))},
        {tr("Proxies"), formatCount(content.status.proxies.size())}};
    if (!content.status.snapshot.empty()) {
        rows.push_back({tr("From the snapshot"), text(content.status.snapshot)});
        const auto& origin = content.origin;
        if (origin && !origin->who.empty()) {
            rows.push_back(
                {tr("Snapshot made"), tr("%1 by %2").arg(formatStamp(origin->made), text(origin->who))});
        }
    }
    return {u"about"_s,
            tr("About these figures"),
            {factTable(std::move(rows)),
             ReportText{tr("Counts are exact; quantiles are within 0.8 % of exact. A call counts once, by "
                           "its caller's proxy where that one reports, else by its callee's. Times are "
                           "those of the reader's zone.")}}};
}

}  // namespace binnacle
