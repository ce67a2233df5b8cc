// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/comparison_report.h"

#include "app/ctl/comparison_document.h"
#include "models/core/telemetry/protocol_name.h"

#include <utility>

namespace binnacle {
namespace {

Ink inkOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
        case Verdict::slower:
            return Ink::bad;
        case Verdict::mended:
        case Verdict::faster:
            return Ink::good;
        case Verdict::appeared:
        case Verdict::gone:
        case Verdict::busier:
        case Verdict::quieter:
            return Ink::plain;
        case Verdict::same:
            return Ink::dim;
    }
    return Ink::plain;
}

/// "0.4 % → 8.1 %"; a window without the call has a dash.
template <typename Text>
std::string beforeAfter(const CallChange& call, Text text) {
    const std::string before = call.before.requests == 0 ? "–" : text(call.before);
    const std::string after = call.after.requests == 0 ? "–" : text(call.after);
    return before + " → " + after;
}

Cell latencyCell(const CallChange& call, const QuantileChange& quantile) {
    const std::string text = beforeAfter(call, [&](const CallFigures& figures) {
        return durationCell(&figures == &call.before ? quantile.before : quantile.after);
    });
    return {text, quantile.isSound ? Ink::plain : Ink::dim};
}

Table callsTable(const FrameComparison& comparison) {
    Table table({{"VERDICT"},
                 {"SOURCE"},
                 {"DESTINATION"},
                 {"PROTOCOL"},
                 {"RPS", Align::right},
                 {"ERRORS", Align::right},
                 {"P50", Align::right},
                 {"P90", Align::right},
                 {"P99", Align::right}});
    for (const CallChange& call : comparison.calls) {
        if (call.verdict == Verdict::same) continue;
        std::vector<Cell> row{
            {std::string(verdictName(call.verdict)), inkOf(call.verdict)},
            {call.source},
            {call.destination},
            {std::string(protocolName(call.protocol))},
            {beforeAfter(call, [](const CallFigures& figures) { return rateCell(figures.rate); })},
            {beforeAfter(call, [](const CallFigures& figures) { return shareCell(figures.errorRatio()); })}};
        for (const QuantileChange& quantile : call.latency) row.push_back(latencyCell(call, quantile));
        table.add(std::move(row));
    }
    return table;
}

}  // namespace

Result<FrameComparison> compareWindows(const WindowAt& before, const WindowAt& after) {
    const auto earlier = before.port.topology(before.query);
    if (!earlier) return tl::unexpected(earlier.error());
    const auto later = after.port.topology(after.query);
    if (!later) return tl::unexpected(later.error());
    return compareFrames(**earlier, **later);
}

std::string summaryOf(const FrameComparison& comparison) {
    std::string out;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        if (comparison.counts[i] == 0) continue;
        out += (out.empty() ? "" : ", ") + std::to_string(comparison.counts[i]) + ' ' +
               std::string(verdictName(static_cast<Verdict>(i)));
    }
    return out.empty() ? "no calls in either window" : "calls: " + out;
}

int printComparison(Session& session, const FrameComparison& comparison) {
    if (session.format() != OutputFormat::table) {
        session.printDocument(comparisonDocument(comparison));
    } else {
        const Table table = callsTable(comparison);
        if (!table.isEmpty()) session.print(table);
        session.say(summaryOf(comparison));
    }
    const bool isWorse = comparison.count(Verdict::broke) + comparison.count(Verdict::slower) > 0;
    return isWorse ? ExitCode::kDifferences : ExitCode::kOk;
}

}  // namespace binnacle
