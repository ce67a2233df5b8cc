// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/comparison_document.h"
#include "app/ctl/comparison_report.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_telemetry_port.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// The shop, in which one call has other figures.
TopologyFrame shopWith(const DemoCall& changed) {
    TopologyFrame frame = demoFrame(60s);
    for (Edge& edge : frame.edges)
        if (edge.source == changed.source && edge.destination == changed.destination)
            edge.stats = demoStats(changed, 60);
    return frame;
}

std::string printed(OutputFormat format, const FrameComparison& comparison, int& code) {
    CtlOptions options;
    options.format = format;
    Session session(options);
    testing::internal::CaptureStdout();
    code = printComparison(session, comparison);
    return testing::internal::GetCapturedStdout();
}

TEST(CtlCompare, DocumentHasTheKeysThatScriptsRelyOn) {
    const FrameComparison comparison =
        compareFrames(demoFrame(60s), shopWith({"frontend", "catalog", 42, 0.5, 6}));

    const Json document = comparisonDocument(comparison);

    EXPECT_EQ(jsonText(document["before"]),
              R"({"from":"2027-01-15T07:59:00.000Z","to":"2027-01-15T08:00:00.000Z"})");
    EXPECT_EQ(jsonText(document["counts"]),
              R"({"broke":1,"slower":0,"appeared":0,"gone":0,"busier":0,"quieter":0,"mended":0,"faster":0,)"
              R"("same":12})");
    const Json& worst = document["calls"][0];
    EXPECT_EQ(worst["source"], "frontend");
    EXPECT_EQ(worst["destination"], "catalog");
    EXPECT_EQ(worst["protocol"], "http1");
    EXPECT_EQ(worst["verdict"], "broke");
    EXPECT_GT(worst["score"], 8);
    EXPECT_EQ(worst["before"]["error_ratio"], 0.0);
    EXPECT_EQ(worst["after"]["requests"], 2520);
    EXPECT_EQ(worst["after"]["error_ratio"], 0.5);
    EXPECT_EQ(worst["after"]["rps"], 42.0);
    EXPECT_TRUE(worst["after"]["latency_ms"].contains("p99"));
    EXPECT_GT(worst["error_difference"]["low"], 0.4);
    EXPECT_LT(worst["error_difference"]["high"], 0.6);
    EXPECT_EQ(jsonText(worst["slowdown"]), R"({"p50":1.0,"p90":1.0,"p99":1.0})");
    EXPECT_TRUE(document["whole"].contains("verdict"));
}

TEST(CtlCompare, AWindowWithoutTheCallIsNull) {
    TopologyFrame without = demoFrame(60s);
    std::erase_if(without.edges, [](const Edge& edge) { return edge.destination == "bank"; });

    const Json document = comparisonDocument(compareFrames(without, demoFrame(60s)));

    const Json& call = document["calls"][0];
    EXPECT_EQ(call["verdict"], "appeared");
    EXPECT_TRUE(call["before"].is_null());
    EXPECT_TRUE(call["rate_ratio"]["high"].is_null());
    EXPECT_EQ(jsonText(call["slowdown"]), "{}");
}

TEST(CtlCompare, ExitsWithDifferencesOnlyWhereItGotWorse) {
    const FrameComparison broke =
        compareFrames(demoFrame(60s), shopWith({"frontend", "catalog", 42, 0.5, 6}));
    const FrameComparison mended =
        compareFrames(shopWith({"frontend", "catalog", 42, 0.5, 6}), demoFrame(60s));
    const FrameComparison slower =
        compareFrames(demoFrame(60s), shopWith({"frontend", "catalog", 42, 0, 60}));
    int code = 0;
    printed(OutputFormat::json, broke, code);
    EXPECT_EQ(code, ExitCode::kDifferences);
    printed(OutputFormat::json, slower, code);
    EXPECT_EQ(code, ExitCode::kDifferences);
    printed(OutputFormat::json, mended, code);
    EXPECT_EQ(code, ExitCode::kOk);
}

TEST(CtlCompare, TableHasTheWorstFirstAndLeavesOutWhatIsTheSame) {
    int code = 0;
    const std::string table =
        printed(OutputFormat::table,
                compareFrames(demoFrame(60s), shopWith({"frontend", "catalog", 42, 0.5, 6})), code);

    EXPECT_NE(table.find("broke    frontend  catalog      http1     42.0 → 42.0  0.0 % → 50.0 %"),
              std::string::npos)
        << table;
    EXPECT_EQ(table.find("reviews"), std::string::npos) << table;
}

TEST(CtlCompare, SummaryCountsTheVerdicts) {
    EXPECT_EQ(summaryOf(compareFrames(demoFrame(60s), shopWith({"frontend", "catalog", 42, 0.5, 6}))),
              "calls: 1 broke, 12 same");
    EXPECT_EQ(summaryOf(compareFrames({}, {})), "no calls in either window");
}

TEST(CtlCompare, AsksEachStationForItsWindow) {
    FakeTelemetryPort first;
    FakeTelemetryPort second;
    first.pushFrame(demoFrame(60s));
    second.pushFrame(shopWith({"frontend", "catalog", 42, 0.5, 6}));
    const TimeWindow yesterday{60s, demoNow() - 24h};

    const auto comparison =
        compareWindows({first, {yesterday, "p99 > 1ms"}}, {second, {{60s, demoNow()}, "p99 > 1ms"}});

    ASSERT_TRUE(comparison);
    EXPECT_EQ(comparison->count(Verdict::broke), 1U);
    EXPECT_EQ(first.askedTopologies().at(0).window, yesterday);
    EXPECT_EQ(second.askedTopologies().at(0).window.to, demoNow());
    EXPECT_EQ(second.askedTopologies().at(0).filter, "p99 > 1ms");
}

TEST(CtlCompare, SaysWhichWindowCouldNotBeHad) {
    FakeTelemetryPort port;
    port.answerTopology([](const TopologyQuery& query) -> Result<std::shared_ptr<const TopologyFrame>> {
        if (query.window.to) return failure(ErrorCode::unavailable, "history", "nothing is recorded there");
        return std::make_shared<const TopologyFrame>(demoFrame());
    });

    const auto comparison = compareWindows({port, {{60s, demoNow()}, ""}}, {port, {{60s, {}}, ""}});

    ASSERT_FALSE(comparison);
    EXPECT_EQ(comparison.error().subject, "history");
}

}  // namespace
}  // namespace binnacle
