// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/documents.h"
#include "app/ctl/history_documents.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const TimePoint kMorning(1'800'000'000s);

TEST(CtlHistoryDocuments, StatusTellsHowTheRecordingStands) {
    StationStatus status;
    EXPECT_EQ(
        jsonText(statusDocument(status)["history"]),
        R"({"recording":false,"oldest":null,"newest":null,"bytes":0,"recorded":0,"lost":0,"problem":""})");
    EXPECT_TRUE(statusDocument(status)["snapshot"].is_null());
    status.history = {true, RecordedSpan{kMorning, kMorning + 1s}, 4096, 12, 3, "no space"};
    status.snapshot = "incident.binnacle";
    EXPECT_EQ(jsonText(statusDocument(status)["history"]),
              R"({"recording":true,"oldest":"2027-01-15T08:00:00.000Z","newest":"2027-01-15T08:00:01.000Z",)"
              R"("bytes":4096,"recorded":12,"lost":3,"problem":"no space"})");
    EXPECT_EQ(statusDocument(status)["snapshot"], "incident.binnacle");
}

TEST(CtlHistoryDocuments, EventsHaveTheKeysThatScriptsRelyOn) {
    const std::vector<Event> events{
        {7, kMorning, EventKind::hostEjected, "checkout -> payment", "10.0.0.9:80", "checkout-1", ""},
        {0, kMorning + 1s, EventKind::change, "payment", "less load", "alice", "c-12"}};
    EXPECT_EQ(
        jsonText(eventsDocument(events)),
        R"([{"id":7,"time":"2027-01-15T08:00:00.000Z","kind":"host ejected","subject":"checkout -> payment",)"
        R"("detail":"10.0.0.9:80","who":"checkout-1","reference":""},)"
        R"({"id":null,"time":"2027-01-15T08:00:01.000Z","kind":"change","subject":"payment",)"
        R"("detail":"less load","who":"alice","reference":"c-12"}])");
}

TEST(CtlHistoryDocuments, AlertsAndBudgetsHaveTheKeysThatScriptsRelyOn) {
    AlertBook book;
    Alert alert;
    alert.rule = "payment-errors";
    alert.subject = "checkout -> payment";
    alert.state = AlertState::firing;
    alert.severity = Severity::error;
    alert.since = kMorning;
    alert.firedAt = kMorning + 30s;
    alert.value = "error_ratio 12.4 %";
    book.alerts = {alert};
    book.budgets = {{"available", 0.5, 2, 3, 1h}};
    EXPECT_EQ(
        jsonText(alertsDocument(book)),
        R"({"alerts":[{"rule":"payment-errors","subject":"checkout -> payment","state":"firing","severity":"error",)"
        R"("since":"2027-01-15T08:00:00.000Z","fired_at":"2027-01-15T08:00:30.000Z","resolved_at":null,)"
        R"("value":"error_ratio 12.4 %","summary":"","runbook":""}],)"
        R"("budgets":[{"objective":"available","left":0.5,"burn_1h":2.0,"burn_5m":3.0,"covered_s":3600.0}]})");
}

TEST(CtlHistoryDocuments, ASnapshotsReportHasTheKeysThatScriptsRelyOn) {
    SnapshotReport report;
    report.mesh = "shop";
    report.from = kMorning;
    report.to = kMorning + 15min;
    report.made = report.to;
    report.requests = 30;
    report.parts = {{"rollups", 12}};
    report.removed = {{"query values", 4}};
    EXPECT_EQ(jsonText(snapshotDocument(report)),
              R"({"mesh":"shop","station":"","who":"","note":"","made":"2027-01-15T08:15:00.000Z",)"
              R"("from":"2027-01-15T08:00:00.000Z","to":"2027-01-15T08:15:00.000Z","nodes":0,"edges":0,)"
              R"("requests":30,"records":0,"events":0,"changes":0,"bytes":0,)"
              R"("parts":[{"name":"rollups","bytes":12}],"removed":{"query values":4}})");
}

}  // namespace
}  // namespace binnacle
