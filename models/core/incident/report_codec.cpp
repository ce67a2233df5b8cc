// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/report_codec.h"

#include "models/core/base/text.h"
#include "models/core/history/blob_reader.h"

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxKinds = 256;

}  // namespace

Blob encodeReport(const SnapshotReport& report) {
    Blob out;
    putVarint(out, kVersion);
    for (const auto* text : {&report.mesh, &report.station, &report.who, &report.note}) putText(out, *text);
    for (const TimePoint time : {report.made, report.from, report.to}) putTime(out, time);
    for (const std::uint64_t count :
         {report.nodes, report.edges, report.requests, report.records, report.events, report.changes})
        putVarint(out, count);
    putVarint(out, report.removed.size());
    for (const auto& [kind, count] : report.removed) {
        putText(out, kind);
        putVarint(out, count);
    }
    return out;
}

Result<SnapshotReport> decodeReport(BlobView bytes) {
    const auto corrupt = [] { return failure(ErrorCode::corrupt, "snapshot", "its report is damaged"); };
    BlobReader from(bytes);
    if (from.varint() != kVersion) return corrupt();
    SnapshotReport report;
    for (auto* text : {&report.mesh, &report.station, &report.who, &report.note})
        *text = safeText(from.text(), kMaxText);
    for (TimePoint* time : {&report.made, &report.from, &report.to}) *time = from.time();
    for (std::uint64_t* count :
         {&report.nodes, &report.edges, &report.requests, &report.records, &report.events, &report.changes})
        *count = from.varint();
    const std::size_t kinds = from.count(2);
    if (kinds > kMaxKinds) return corrupt();
    for (std::size_t i = 0; i < kinds; ++i) {
        const std::string kind = safeText(from.text(), kMaxText);
        report.removed[kind] = from.varint();
    }
    if (!from.isDone() || report.to < report.from) return corrupt();
    return report;
}

}  // namespace binnacle
