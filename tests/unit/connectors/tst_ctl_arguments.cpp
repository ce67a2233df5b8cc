// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"
#include "app/ctl/commands.h"
#include "app/ctl/filter_argument.h"
#include "app/ctl/time_argument.h"

#include <gtest/gtest.h>
#include <vector>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const TimePoint kNow(1'800'000'000s);

TEST(CtlTime, ReadsLengths) {
    EXPECT_EQ(*parseLength("30s"), 30s);
    EXPECT_EQ(*parseLength("500ms"), 500ms);
    EXPECT_EQ(*parseLength("1.5h"), 90min);
    EXPECT_EQ(*parseLength("2d"), 48h);
    for (const char* wrong :
         {"", "30", "s", "-5s", "0s", "5 m", "1e3s", "nans", "1..5s", "5mm", "400d", "9999999999999999d"})
        EXPECT_FALSE(parseLength(wrong)) << wrong;
}

TEST(CtlTime, ReadsTimes) {
    EXPECT_EQ(*parseTime("now", kNow), kNow);
    EXPECT_EQ(*parseTime("-5m", kNow), kNow - 5min);
    EXPECT_EQ(*parseTime("1800000000.25", kNow), kNow + 250ms);
    EXPECT_EQ(*parseTime("2027-01-15T08:00:00Z", kNow), kNow);
    EXPECT_EQ(*parseTime("2027-01-15T09:00:00.120+01:00", kNow), kNow + 120ms);
    EXPECT_EQ(*parseTime("2027-01-15 03:00:00-05:00", kNow), kNow);
    for (const char* wrong :
         {"", "soon", "2027-01-15", "2027-13-15T08:00:00Z", "2027-02-30T08:00:00Z", "2027-01-15T25:00:00Z",
          "2027-01-15T08:00:00", "2027-01-15T08:00:00Zx", "99999999999999999", "-5"})
        EXPECT_FALSE(parseTime(wrong, kNow)) << wrong;
}

TEST(CtlTime, MakesTheWindow) {
    EXPECT_EQ(*parseWindow("", "", "", kNow), (TimeWindow{30s, {}}));
    EXPECT_EQ(*parseWindow("5m", "", "", kNow), (TimeWindow{5min, {}}));
    EXPECT_EQ(*parseWindow("5m", "", "-1h", kNow), (TimeWindow{5min, kNow - 1h}));
    EXPECT_EQ(*parseWindow("", "-2m", "-1m", kNow), (TimeWindow{1min, kNow - 1min}));
    EXPECT_EQ(*parseWindow("", "-2m", "", kNow), (TimeWindow{2min, kNow}));
    EXPECT_EQ(*parseWindow("30s", "-2m", "", kNow), (TimeWindow{30s, kNow - 90s}));
    EXPECT_EQ(parseWindow("x", "", "", kNow).error().subject, "--window");
    EXPECT_EQ(parseWindow("", "x", "", kNow).error().subject, "--from");
    EXPECT_EQ(parseWindow("", "", "x", kNow).error().subject, "--to");
    EXPECT_FALSE(parseWindow("", "-1m", "-2m", kNow));
    EXPECT_FALSE(parseWindow("30s", "-2m", "-1m", kNow));
}

TEST(CtlFilter, PointsAtTheMistake) {
    EXPECT_TRUE(checkFilter(""));
    EXPECT_TRUE(checkFilter("service = checkout and status >= 500"));
    const auto wrong = checkFilter("status >= 500 and colour = red");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().detail.find("at position 19"), std::string::npos) << wrong.error().detail;
    EXPECT_NE(wrong.error().detail.find("\n                    ^"), std::string::npos)
        << wrong.error().detail;
}

std::variant<Invocation, int> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "binnaclectl");
    return parseCommandLine(static_cast<int>(words.size()), words.data());
}

TEST(CtlCommandLine, TakesGlobalOptionsBehindTheCommand) {
    const auto parsed = parse({"policy", "get", "payment", "-o", "json", "--socket", "/x"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    const CtlOptions& options = std::get<Invocation>(parsed).options;
    EXPECT_EQ(options.service, "payment");
    EXPECT_EQ(options.format, OutputFormat::json);
    EXPECT_EQ(options.socket, "/x");
}

TEST(CtlCommandLine, TakesTimesBackFromNow) {
    const auto parsed = parse({"topology", "--from", "-5m", "--to", "-1m", "--filter", "p99 > 250ms"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    const CtlOptions& options = std::get<Invocation>(parsed).options;
    EXPECT_EQ(options.from, "-5m");
    EXPECT_EQ(options.to, "-1m");
    EXPECT_FALSE(options.format);
}

TEST(CtlCommandLine, TakesTwoWindowsToCompare) {
    const auto parsed = parse({"compare", "--window", "5m", "--to", "-1h", "--against", "-1d"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    const CtlOptions& options = std::get<Invocation>(parsed).options;
    EXPECT_EQ(options.window, "5m");
    EXPECT_EQ(options.to, "-1h");
    EXPECT_EQ(options.against, "-1d");
}

TEST(CtlCommandLine, TakesTwoSnapshotsToCompare) {
    const auto parsed = parse({"snapshot", "compare", "good.binnacle", "bad.binnacle"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    const CtlOptions& options = std::get<Invocation>(parsed).options;
    EXPECT_EQ(options.against, "good.binnacle");
    EXPECT_EQ(options.file, "bad.binnacle");
    EXPECT_EQ(std::get<int>(parse({"snapshot", "compare", "good.binnacle"})), ExitCode::kUsage);
}

TEST(CtlCommandLine, ReadsIntentsFromStandardInput) {
    const auto parsed = parse({"policy", "apply", "-f", "-", "--reason", "slow"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    EXPECT_EQ(std::get<Invocation>(parsed).options.file, "-");
}

TEST(CtlTime, ReadsTheMomentOfAnOption) {
    EXPECT_FALSE(*parseMoment("--at", "", kNow));
    EXPECT_EQ(*parseMoment("--at", "-5m", kNow), kNow - 5min);
    EXPECT_EQ(parseMoment("--at", "soon", kNow).error().subject, "--at");
}

TEST(CtlCommandLine, AsksASnapshotInThePlaceOfAStation) {
    const auto parsed = parse({"topology", "--snapshot", "x.binnacle", "--window", "24h"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    EXPECT_EQ(std::get<Invocation>(parsed).options.snapshot, "x.binnacle");
    EXPECT_EQ(std::get<int>(parse({"status", "--snapshot", "x", "--socket", "/y"})), ExitCode::kUsage);
}

TEST(CtlCommandLine, OrdersASnapshot) {
    const auto parsed = parse({"snapshot", "export", "x.binnacle", "--window", "1h", "--requests", "errors",
                               "--no-configuration", "--note", "the incident"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    const Invocation& invocation = std::get<Invocation>(parsed);
    EXPECT_EQ(invocation.run, &runSnapshotExport);
    EXPECT_EQ(invocation.options.file, "x.binnacle");
    EXPECT_EQ(invocation.options.window, "1h");
    EXPECT_EQ(invocation.options.requests, SnapshotRequests::errorsAndSlow);
    EXPECT_TRUE(invocation.options.withoutConfiguration);
    EXPECT_EQ(invocation.options.text, "the incident");
}

TEST(CtlCommandLine, InspectsTheFileItIsGiven) {
    const auto parsed = parse({"snapshot", "inspect", "x.binnacle", "-o", "json"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    EXPECT_EQ(std::get<Invocation>(parsed).run, &runSnapshotInspect);
    EXPECT_EQ(std::get<Invocation>(parsed).options.snapshot, "x.binnacle");
}

TEST(CtlCommandLine, ReplaysAtASpeed) {
    const auto parsed =
        parse({"snapshot", "replay", "x.binnacle", "--to", "127.0.0.1:18760", "--speed", "10x"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(parsed));
    EXPECT_EQ(std::get<Invocation>(parsed).run, &runSnapshotReplay);
    EXPECT_EQ(std::get<Invocation>(parsed).options.replayTo, "127.0.0.1:18760");
    EXPECT_EQ(std::get<Invocation>(parsed).options.speed, 10);
    for (const char* wrong : {"fast", "0x", "x", "10xx", "2000x"})
        EXPECT_EQ(std::get<int>(parse({"snapshot", "replay", "x", "--to", "127.0.0.1:1", "--speed", wrong})),
                  ExitCode::kUsage);
}

TEST(CtlCommandLine, TellsAlertsFromTheirRules) {
    EXPECT_EQ(std::get<Invocation>(parse({"alerts"})).run, &runAlerts);
    EXPECT_EQ(std::get<Invocation>(parse({"alerts", "rules"})).run, &runAlertRules);
    EXPECT_EQ(std::get<Invocation>(parse({"alerts", "rules", "-f", "x.yaml"})).options.file, "x.yaml");
}

TEST(CtlCommandLine, WritesNotes) {
    const auto added = parse({"note", "add", "deploy of v2", "--at", "-5m", "--on", "checkout -> payment"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(added));
    EXPECT_EQ(std::get<Invocation>(added).options.text, "deploy of v2");
    EXPECT_EQ(std::get<Invocation>(added).options.at, "-5m");
    EXPECT_EQ(std::get<Invocation>(added).options.subject, "checkout -> payment");
    const auto removed = parse({"note", "remove", "17"});
    ASSERT_TRUE(std::holds_alternative<Invocation>(removed));
    EXPECT_EQ(std::get<Invocation>(removed).options.note, 17U);
}

TEST(CtlCommandLine, SaysHowItIsUsed) {
    for (const std::vector<const char*>& wrong : {std::vector<const char*>{},
                                                  {"policy"},
                                                  {"fly"},
                                                  {"policy", "apply", "-f", "x"},
                                                  {"status", "-o", "xml"},
                                                  {"requests", "--limit", "0"},
                                                  {"requests", "--limit", "100001"},
                                                  {"snapshot", "export"},
                                                  {"snapshot", "export", "x", "--requests", "some"},
                                                  {"note", "add"},
                                                  {"note", "remove", "first"},
                                                  {"status", "--colour"}})
        EXPECT_EQ(std::get<int>(parse(wrong)), ExitCode::kUsage);
    EXPECT_EQ(std::get<int>(parse({"--help"})), ExitCode::kOk);
    EXPECT_EQ(std::get<int>(parse({"topology", "--help"})), ExitCode::kOk);
    EXPECT_EQ(std::get<int>(parse({"--version"})), ExitCode::kOk);
}

}  // namespace
}  // namespace binnacle
