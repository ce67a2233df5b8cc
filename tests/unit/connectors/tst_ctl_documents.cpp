// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/documents.h"
#include "app/ctl/line_diff.h"
#include "app/ctl/policy_text.h"
#include "app/ctl/table.h"
#include "models/core/policy/validate.h"
#include "models/core/telemetry/response_flags.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

TimePoint at(std::chrono::milliseconds sinceEpoch) {
    return TimePoint(sinceEpoch);
}

TEST(CtlDocuments, TopologyHasTheKeysThatScriptsRelyOn) {
    TopologyFrame frame;
    frame.from = at(1'800'000'000'000ms);
    frame.to = frame.from + 10s;
    frame.nodes = {{"bank", "bank", "", "", "", NodeKind::external},
                   {"shop/pay-v1", "pay", "pay-v1", "v1", "shop", NodeKind::workload}};
    Edge edge;
    edge.source = "shop/pay-v1";
    edge.destination = "bank";
    edge.stats.requests = 4;
    edge.stats.errors = 1;
    edge.stats.codes = {{200, 3}, {503, 1}};
    edge.stats.flags = {{*responseFlagByName("UO"), 1}};
    edge.stats.latency.add(8'000'000, 4);  // on a bucket's edge, so that the quantiles are exact
    frame.edges = {edge};

    const Json document = topologyDocument(frame);

    EXPECT_EQ(jsonText(document["from"]), "\"2027-01-15T08:00:00.000Z\"");
    EXPECT_EQ(
        jsonText(document["nodes"]),
        R"([{"id":"bank","service":"bank","workload":"","version":"","namespace":"","kind":"external"},)"
        R"({"id":"shop/pay-v1","service":"pay","workload":"pay-v1","version":"v1","namespace":"shop",)"
        R"("kind":"workload"}])");
    const Json& told = document["edges"][0];
    EXPECT_EQ(told["source"], "shop/pay-v1");
    EXPECT_EQ(told["destination"], "bank");
    EXPECT_EQ(told["requests"], 4);
    EXPECT_EQ(told["errors"], 1);
    EXPECT_EQ(told["rps"], 0.4);
    EXPECT_EQ(told["error_ratio"], 0.25);
    EXPECT_EQ(jsonText(told["codes"]), R"({"200":3,"503":1})");
    EXPECT_EQ(jsonText(told["flags"]), R"({"UO":1})");
    EXPECT_NEAR(told["latency_ms"]["p50"].get<double>(), 8.0, 0.08);
    EXPECT_EQ(told["latency_ms"]["max"], 8.0);
    EXPECT_EQ(told["told_by"], "source");
    EXPECT_TRUE(told["other_side"].is_null());
}

TEST(CtlDocuments, StatusHasTheKeysThatScriptsRelyOn) {
    StationStatus status;
    status.proxies.resize(2);
    status.proxies[0].proxy.node = "pay-1";
    status.proxies[0].connected = true;
    status.proxies[0].lastRecordAge = 1500us;
    status.received = 9;
    status.dropped = 2;
    status.rejected = {{"malformed", 1}};
    status.lag = {40ms, 90ms, 5ms};

    const Json document = statusDocument(status);

    EXPECT_EQ(document["proxies"][0]["node"], "pay-1");
    EXPECT_EQ(document["proxies"][0]["connected"], true);
    EXPECT_EQ(document["proxies"][0]["last_record_age_ms"], 1.5);
    EXPECT_TRUE(document["proxies"][1]["last_record_age_ms"].is_null());
    EXPECT_EQ(jsonText(document["records"]),
              R"({"received":9,"dropped":2,"rejected":{"malformed":1},"clamped":{}})");
    EXPECT_EQ(document["lag_ms"], 45.0);
}

TEST(CtlDocuments, ARequestIsOneLine) {
    RequestRecord record;
    record.start = at(1'800'000'000'120ms);
    record.duration = 2500us;
    record.source = "a";
    record.destination = "b";
    record.flags = std::uint64_t{1} << *responseFlagByName("UO");
    record.path = "/x\ny";
    const std::string line = jsonText(requestDocument(record));
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(
        line.starts_with(R"({"time":"2027-01-15T08:00:00.120Z","duration_ms":2.5,"source":"a",)"
                         R"("destination":"b","proxy":"","reporter":"source","method":"","path":"/x\ny",)"
                         R"("status":0,"flags":"UO","upstream_host":"","route":"","attempts":0,"trace":"")"))
        << line;
}

Change answered(std::vector<AnswerState> states, ChangeState state) {
    Change change;
    change.id = "c-3";
    change.who = "alice";
    change.state = state;
    for (const AnswerState answer : states)
        change.answers.push_back({"n" + std::to_string(change.answers.size()), answer, "", 2ms, ""});
    return change;
}

TEST(CtlDocuments, AnOutcomeCountsTheProxies) {
    Change change = answered({AnswerState::acknowledged, AnswerState::rejected, AnswerState::silent},
                             ChangeState::partlyLive);
    change.answers[1].error = "no such cluster";

    const Json document = outcomeDocument(change);

    EXPECT_EQ(document["change"], "c-3");
    EXPECT_EQ(document["state"], "partly live");
    EXPECT_EQ(jsonText(document["proxies"]), R"({"acknowledged":1,"rejected":1,"silent":1})");
    EXPECT_EQ(jsonText(document["errors"]), R"(["n1: no such cluster"])");
    EXPECT_EQ(document["answers"][0]["after_ms"], 2.0);
    EXPECT_TRUE(document["answers"][2]["after_ms"].is_null());
}

TEST(CtlDocuments, TheExitCodeTellsHowFarAChangeCame) {
    CtlOptions options;
    options.format = OutputFormat::json;
    Session session(options);
    using enum AnswerState;
    EXPECT_EQ(printOutcome(session, answered({acknowledged, acknowledged}, ChangeState::live)),
              ExitCode::kOk);
    EXPECT_EQ(printOutcome(session, answered({acknowledged, silent}, ChangeState::partlyLive)),
              ExitCode::kPartly);
    EXPECT_EQ(printOutcome(session, answered({rejected}, ChangeState::rejected)), ExitCode::kFailed);
    EXPECT_EQ(printOutcome(session, answered({silent}, ChangeState::unknown)), ExitCode::kFailed);
}

TEST(CtlDocuments, HistoryTellsBeforeAndAfter) {
    Change change = answered({AnswerState::acknowledged}, ChangeState::live);
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 0;
    breaker.outlierDetection.emplace();
    breaker.outlierDetection->interval = 10s;
    change.edits = {{"pay", IntentKind::circuitBreaker, std::nullopt, Intent{"pay", breaker}}};

    const Json entry = historyDocument({change})[0];

    EXPECT_EQ(entry["time"], "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(entry["who"], "alice");
    EXPECT_TRUE(entry["edits"][0]["before"].is_null());
    EXPECT_EQ(jsonText(entry["edits"][0]["after"]),
              R"({"apiVersion":"binnacle/v1","kind":"CircuitBreaker","metadata":{"service":"pay"},)"
              R"("spec":{"limits":{"maxRequests":0},"outlierDetection":{"interval":"10s"}}})");
}

TEST(CtlDocuments, APlanGroupsTheSameWrite) {
    Plan plan;
    plan.changes = {
        {"a", "runtime x", "1", "2"}, {"b", "runtime x", "1", "2"}, {"a", "runtime y", "", "3\n4"}};
    plan.problems = {
        {"split-sum-zero", Severity::error, "TrafficSplit pay", "the sum is 0", "give a weight"}};
    EXPECT_EQ(planText(plan),
              "runtime x   (a, b)\n  - 1\n  + 2\nruntime y   (a)\n  + 3\n  + 4\n"
              "error: TrafficSplit pay: the sum is 0; give a weight\n");
    EXPECT_TRUE(hasError(plan.problems));
    EXPECT_EQ(planText({}), "nothing would change\n");
    EXPECT_EQ(jsonText(planDocument(plan)["changes"][2]),
              R"({"proxy":"a","resource":"runtime y","before":"","after":"3\n4"})");
}

TEST(CtlDocuments, ADifferenceLeavesOutWhatIsFarFromIt) {
    EXPECT_EQ(lineDiff("a\nb\nc\nd\ne\nold\nf\n", "a\nb\nc\nd\ne\nnew\nf\n"),
              "    ...\n    c\n    d\n    e\n  - old\n  + new\n    f\n");
    EXPECT_EQ(lineDiff("", "x"), "  + x\n");
    EXPECT_EQ(lineDiff("x", ""), "  - x\n");
    EXPECT_EQ(lineDiff("", ""), "");
}

TEST(CtlDocuments, YamlQuotesWhatCouldBeReadAsSomethingElse) {
    const Json value{{"plain", "pay-v1"},
                     {"word", "yes"},
                     {"number", "12"},
                     {"list", {1, "a: b"}},
                     {"none", Json::array()}};
    EXPECT_EQ(yamlText(value),
              "plain: pay-v1\nword: \"yes\"\nnumber: \"12\"\nlist:\n  - 1\n  - \"a: b\"\nnone: []\n");
}

TEST(CtlTable, AlignsItsColumns) {
    Table table({{"NAME"}, {"TOOK", Align::right}, {"NOTE"}});
    table.add({{"a"}, {"5 µs"}, {"x"}});
    table.add({{"longer"}, {"1200 ms"}, {""}});
    EXPECT_EQ(table.text(false),
              "NAME       TOOK  NOTE\n"
              "a          5 µs  x\n"
              "longer  1200 ms  \n");
}

TEST(CtlTable, NoNameCanSteerTheTerminal) {
    Table table({{"NAME"}});
    table.add(
        {{"\x1b[31mred\x1b[0m\n\xC2\x9B"
          "2J"}});
    const std::string text = table.text(false);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\xC2\x9B"), std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    EXPECT_EQ(jsonText(Json("\xC2\x9B")), "\"\\u009b\"");
}

TEST(CtlTable, ColoursOnlyWhenAsked) {
    Table table({{"STATE"}});
    table.add({{"away", Ink::bad}});
    EXPECT_NE(table.text(true).find("\x1b[31maway"), std::string::npos);
    EXPECT_EQ(table.text(false).find('\x1b'), std::string::npos);
}

TEST(CtlTable, ShowsUnits) {
    EXPECT_EQ(durationCell(850us), "850 µs");
    EXPECT_EQ(durationCell(12'345us), "12.3 ms");
    EXPECT_EQ(durationCell(1200ms), "1.20 s");
    EXPECT_EQ(rateCell(0.42), "0.4");
    EXPECT_EQ(shareCell(0.0412), "4.1 %");
}

}  // namespace
}  // namespace binnacle
