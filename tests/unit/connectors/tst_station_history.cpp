// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/connectors/support/station_lab.h"

#include <gtest/gtest.h>
#include <fstream>
#include <future>
#include <iterator>
#include <set>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const TimePoint kMorning(1'800'000'000s);

std::string contentOf(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What lies in a folder, the station's socket left out.
std::set<std::string> filesIn(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (!entry.is_socket()) names.insert(entry.path().filename().string());
    return names;
}

SnapshotReport someReport() {
    SnapshotReport report;
    report.mesh = "shop";
    report.station = "0.1.0";
    report.who = "alice@host";
    report.note = "the incident";
    report.made = kMorning + 1h;
    report.from = kMorning;
    report.to = kMorning + 15min;
    report.nodes = 12;
    report.edges = 20;
    report.requests = 30'000;
    report.records = 2'000;
    report.events = 7;
    report.changes = 2;
    report.bytes = 123;
    report.parts = {{"rollups", 100}, {"note", 23}};
    report.removed = {{"query values", 4}, {"JSON web tokens", 1}};
    return report;
}

TEST(StationHistory, TellsTheEventsOfAWindow) {
    StationLab station;
    const Event ejected{
        7, kMorning, EventKind::hostEjected, "checkout -> payment-v2", "10.0.0.9:80", "checkout-1", ""};
    const Event change{0, kMorning + 1min, EventKind::change, "payment", "weights 90/10", "alice", "c-12"};
    const Event later{8, kMorning + 1h, EventKind::proxyLeft, "cart-1", "", "", ""};
    station.history.setEvents(std::vector{ejected, change, later});

    const auto told = station.client()->events({kMorning, kMorning + 30min, 50});

    EXPECT_EQ(told, (std::vector{ejected, change}));
    const EventQuery asked = station.history.queries().front();
    EXPECT_EQ(asked.from, kMorning);
    EXPECT_EQ(asked.to, kMorning + 30min);
    EXPECT_EQ(asked.limit, 50U);
}

TEST(StationHistory, RefusesAQueryForEventsWithoutEnd) {
    StationLab station;
    const auto client = station.client();
    EXPECT_EQ(client->events({kMorning, kMorning + 1h, 0}).error().code, ErrorCode::invalid);
    EXPECT_EQ(client->events({kMorning, kMorning + 1h, 100'001}).error().code, ErrorCode::invalid);
    EXPECT_EQ(client->events({kMorning, kMorning - 1h, 10}).error().code, ErrorCode::invalid);
    EXPECT_TRUE(station.history.queries().empty());
}

TEST(StationHistory, AddsAndRemovesANote) {
    StationLab station;
    const auto client = station.client();

    const auto note = client->addNote({kMorning, "payment", "Deploy of v2\nfinished", "alice@host"});

    ASSERT_TRUE(note);
    EXPECT_EQ(note->kind, EventKind::note);
    EXPECT_EQ(note->detail, "Deploy of v2\nfinished");
    EXPECT_EQ(note->at, kMorning);
    EXPECT_EQ(client->events({kMorning, kMorning + 1s, 10})->size(), 1U);
    EXPECT_TRUE(client->removeNote(note->id));
    EXPECT_EQ(client->removeNote(note->id).error().code, ErrorCode::notFound);
    EXPECT_TRUE(client->events({kMorning, kMorning + 1s, 10})->empty());
}

TEST(StationHistory, WhatAReadOnlyStationRefusesIsToldWhole) {
    StationLab station;
    const Error refused{ErrorCode::unavailable, "snapshot", "this is a snapshot: nothing can be changed"};
    station.history.setWriteError(refused);
    const auto client = station.client();
    EXPECT_EQ(client->addNote({kMorning, "", "x", "alice"}).error(), refused);
    EXPECT_EQ(client->removeNote(3).error(), refused);
    EXPECT_EQ(client->setAlertRules("kind: AlertRule").error(), refused);
}

TEST(StationHistory, CarriesAlertsAndTheirRules) {
    StationLab station;
    AlertBook book;
    book.rulesYaml = "kind: AlertRule\n# über\ttabs\n";
    Alert alert;
    alert.rule = "payment-errors";
    alert.subject = "checkout -> payment-v2";
    alert.state = AlertState::firing;
    alert.severity = Severity::error;
    alert.since = kMorning;
    alert.firedAt = kMorning + 30s;
    alert.value = "error_ratio 12.4 %";
    alert.summary = "Payment fails";
    alert.runbook = "https://runbooks.example/payment";
    book.alerts = {alert};
    book.budgets = {{"checkout-available", 0.25, 14.5, 20, 24h}};
    station.history.setAlerts(book);
    const auto client = station.client();

    const auto told = client->alerts();

    ASSERT_TRUE(told);
    EXPECT_EQ(told->rulesYaml, book.rulesYaml);
    EXPECT_EQ(told->alerts, book.alerts);
    EXPECT_EQ(told->budgets, book.budgets);
    EXPECT_TRUE(client->setAlertRules("kind: Objective\n"));
    EXPECT_EQ(station.history.rules(), std::vector<std::string>{"kind: Objective\n"});
    EXPECT_EQ(client->setAlertRules(std::string(65'537, '#')).error().code, ErrorCode::invalid);
}

TEST(StationHistory, ReviewsASnapshot) {
    StationLab station;
    station.history.setReport(someReport());

    const auto report = station.client()->reviewSnapshot(
        {{15min, kMorning + 15min}, SnapshotRequests::errorsAndSlow, false, "the incident", "alice@host"});

    EXPECT_EQ(report, someReport());
    const SnapshotOrder asked = station.history.reviewed().front();
    EXPECT_EQ(asked.window, (TimeWindow{15min, kMorning + 15min}));
    EXPECT_EQ(asked.requests, SnapshotRequests::errorsAndSlow);
    EXPECT_FALSE(asked.withConfiguration);
    EXPECT_EQ(asked.note, "the incident");
    EXPECT_EQ(asked.who, "alice@host");
}

TEST(StationHistory, ExportsASnapshotOfManyPieces) {
    StationLab station;
    const TemporaryDirectory target;
    const std::string path = target.file("incident.binnacle");
    std::string bytes(5 * 1024 * 1024 + 17, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 + i / 4096);
    station.history.setSnapshotBytes(bytes);
    station.history.setReport(someReport());
    std::vector<double> progress;

    const auto report = station.client()->exportSnapshot({}, path, [&](double done) {
        progress.push_back(done);
        return true;
    });

    EXPECT_EQ(report, someReport());
    EXPECT_TRUE(contentOf(path) == bytes);
    EXPECT_FALSE(progress.empty());
    EXPECT_EQ(filesIn(target.path()), std::set<std::string>{"incident.binnacle"});
    EXPECT_TRUE(filesIn(station.folder.path()).empty());
}

TEST(StationHistory, AnExportReplacesAFileOnlyWhenItIsWhole) {
    StationLab station;
    const TemporaryDirectory target;
    const std::string path = target.file("incident.binnacle");
    std::ofstream(path) << "the old one";
    const Error empty{ErrorCode::invalid, "window", "nothing is recorded there"};
    station.history.setReport(tl::unexpected(empty));

    EXPECT_EQ(station.client()->exportSnapshot({}, path, nullptr).error(), empty);

    EXPECT_EQ(contentOf(path), "the old one");
    EXPECT_EQ(filesIn(target.path()), std::set<std::string>{"incident.binnacle"});
    station.history.setReport(someReport());
    EXPECT_TRUE(station.client()->exportSnapshot({}, path, nullptr));
    EXPECT_EQ(contentOf(path), "a snapshot");
}

TEST(StationHistory, SaysAtOnceThatAFileCannotBeWritten) {
    StationLab station;
    const auto report = station.client()->exportSnapshot({}, station.folder.file("none/x.binnacle"), nullptr);
    EXPECT_EQ(report.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(station.history.exported().empty());
}

TEST(StationHistory, CancellingAnExportStopsTheStationsWork) {
    StationLab station;
    const TemporaryDirectory target;
    station.history.hold();

    const auto report =
        station.client()->exportSnapshot({}, target.file("x.binnacle"), [](double) { return false; });

    EXPECT_EQ(report.error().code, ErrorCode::cancelled);
    station.history.waitForCancelled();
    EXPECT_TRUE(filesIn(target.path()).empty());
    station.server->stop();
    EXPECT_TRUE(filesIn(station.folder.path()).empty());
}

TEST(StationHistory, MakesNoMoreThanTwoSnapshotsAtATime) {
    StationLab station;
    const TemporaryDirectory target;
    station.history.hold();
    const auto exportTo = [&](const char* name) {
        return std::async(std::launch::async, [&station, path = target.file(name)] {
            return station.client()->exportSnapshot({}, path, nullptr);
        });
    };
    auto first = exportTo("1");
    auto second = exportTo("2");
    station.history.waitForExports(2);

    const auto third = station.client()->exportSnapshot({}, target.file("3"), nullptr);

    EXPECT_EQ(third.error().code, ErrorCode::unavailable);
    station.history.release();
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
}

TEST(StationHistory, ASlowClientOfAnExportHoldsNobody) {
    StationLab station;
    const TemporaryDirectory target;
    station.history.setSnapshotBytes(std::string(8 * 1024 * 1024, 'x'));
    std::promise<void> holding;
    std::promise<void> release;
    bool isFirst = true;
    auto slow = std::async(std::launch::async, [&] {
        return station.client()->exportSnapshot({}, target.file("slow.binnacle"), [&](double) {
            if (std::exchange(isFirst, false)) {
                holding.set_value();
                release.get_future().wait();
            }
            return true;
        });
    });
    holding.get_future().wait();

    EXPECT_TRUE(station.client()->events({kMorning, kMorning + 1h, 10}));
    EXPECT_TRUE(station.client()->exportSnapshot({}, target.file("quick.binnacle"), nullptr));

    release.set_value();
    EXPECT_TRUE(slow.get());
    EXPECT_EQ(std::filesystem::file_size(target.file("slow.binnacle")), 8U * 1024 * 1024);
}

TEST(StationHistory, AStationThatStopsEndsAnExportAndLeavesNothing) {
    StationLab station;
    const TemporaryDirectory target;
    station.history.hold();
    auto exporting = std::async(std::launch::async, [&] {
        return station.client()->exportSnapshot({}, target.file("x.binnacle"), nullptr);
    });
    station.history.waitForExports(1);

    station.server->stop();

    EXPECT_EQ(exporting.get().error().code, ErrorCode::unavailable);
    EXPECT_TRUE(filesIn(target.path()).empty());
    EXPECT_TRUE(filesIn(station.folder.path()).empty());
}

}  // namespace
}  // namespace binnacle
