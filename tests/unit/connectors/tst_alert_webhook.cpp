// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/alert_json.h"
#include "connectors/alerting/alert_outbox.h"
#include "connectors/alerting/alert_webhook.h"
#include "connectors/alerting/webhook_target.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temporary_directory.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>

#include <condition_variable>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{std::chrono::seconds(1'800'000'000)};

Alert firing(const std::string& subject = "checkout -> payment") {
    Alert alert;
    alert.rule = "payment-errors";
    alert.subject = subject;
    alert.state = AlertState::firing;
    alert.severity = Severity::error;
    alert.since = kNow - 30s;
    alert.firedAt = kNow;
    alert.value = "error_ratio 20.0 %";
    alert.summary = "Payment \"fails\"";
    alert.runbook = "https://run.book/payment";
    return alert;
}
Alert resolved() {
    Alert alert = firing();
    alert.state = AlertState::resolved;
    alert.resolvedAt = kNow + 90s;
    return alert;
}

TEST(AlertJson, IsWhatAlertmanagerTakes) {
    EXPECT_EQ(alertsJson({firing()}, kNow + 1500ms, 5min),
              R"([{"annotations":{"runbook_url":"https://run.book/payment","summary":"Payment \"fails\"",)"
              R"("value":"error_ratio 20.0 %"},"endsAt":"2027-01-15T08:05:01.500Z",)"
              R"("labels":{"alertname":"payment-errors","severity":"error","subject":"checkout -> payment"},)"
              R"("startsAt":"2027-01-15T08:00:00.000Z"}])");
    const std::string over = alertsJson({resolved()}, kNow + 2min, 5min);
    EXPECT_NE(over.find(R"("endsAt":"2027-01-15T08:01:30.000Z")"), std::string::npos);
    Alert hostile = firing("a\xff\"\n");
    hostile.summary.clear();
    EXPECT_NE(alertsJson({hostile}, kNow, 5min).find("a\xEF\xBF\xBD\\\"\\n"), std::string::npos);
}

TEST(AlertOutbox, RepeatsWhatFiresAndTellsItsEndOnce) {
    AlertOutbox outbox(1min);
    outbox.tell({firing()}, kNow);
    ASSERT_EQ(outbox.due(kNow).size(), 1U);
    outbox.delivered(outbox.due(kNow), kNow);
    outbox.tell({firing()}, kNow + 5s);
    EXPECT_TRUE(outbox.due(kNow + 59s).empty());
    EXPECT_EQ(outbox.due(kNow + 60s).size(), 1U);
    outbox.tell({resolved()}, kNow + 90s);
    ASSERT_EQ(outbox.due(kNow + 90s).size(), 1U);
    EXPECT_EQ(outbox.due(kNow + 90s)[0].state, AlertState::resolved);
    outbox.delivered(outbox.due(kNow + 90s), kNow + 90s);
    outbox.tell({resolved()}, kNow + 95s);
    EXPECT_FALSE(outbox.nextDue());
}

TEST(AlertOutbox, SaysNothingOfWhatWasOverBeforeItWasTold) {
    AlertOutbox outbox(1min);
    outbox.tell({firing()}, kNow);
    outbox.tell({resolved()}, kNow + 5s);
    EXPECT_TRUE(outbox.due(kNow + 5s).empty());
    Alert pending = firing();
    pending.state = AlertState::pending;
    outbox.tell({pending}, kNow + 10s);
    EXPECT_FALSE(outbox.nextDue());
}

TEST(AlertOutbox, EndsWhatIsGoneOrChangedItsSeverity) {
    AlertOutbox outbox(1min);
    outbox.tell({firing()}, kNow);
    outbox.delivered(outbox.due(kNow), kNow);
    Alert milder = firing();
    milder.severity = Severity::warning;
    outbox.tell({milder}, kNow + 5s);
    const auto due = outbox.due(kNow + 5s);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].severity, Severity::warning);
    EXPECT_EQ(due[0].state, AlertState::firing);
    EXPECT_EQ(due[1].state, AlertState::resolved);
    EXPECT_EQ(due[1].resolvedAt, kNow + 5s);
}

TEST(AlertOutbox, TellsWhatEndedWhileItWasOnItsWay) {
    AlertOutbox outbox(1min);
    outbox.tell({firing()}, kNow);
    outbox.delivered(outbox.due(kNow), kNow);
    const auto onItsWay = outbox.due(kNow + 60s);
    outbox.tell({resolved()}, kNow + 61s);
    outbox.delivered(onItsWay, kNow + 62s);
    ASSERT_EQ(outbox.due(kNow + 62s).size(), 1U);
    EXPECT_EQ(outbox.due(kNow + 62s)[0].state, AlertState::resolved);
}

TEST(AlertOutbox, IsBoundedAndForgetsOldEnds) {
    AlertOutbox outbox(1min);
    std::vector<Alert> many;
    for (std::size_t i = 0; i < AlertOutbox::kMax + 7; ++i) many.push_back(firing(std::to_string(i)));
    outbox.tell(many, kNow);
    EXPECT_EQ(outbox.due(kNow).size(), AlertOutbox::kMax);
    EXPECT_EQ(outbox.lost(), 7U);
    outbox.delivered(outbox.due(kNow), kNow);
    outbox.tell({}, kNow);
    EXPECT_EQ(outbox.due(kNow).size(), AlertOutbox::kMax);
    outbox.tell({}, kNow + 11min);
    EXPECT_FALSE(outbox.nextDue());
}

TEST(WebhookTarget, IsHttpWithAPath) {
    EXPECT_EQ(webhookTarget("http://127.0.0.1:9093").value().url, "http://127.0.0.1:9093/api/v2/alerts");
    EXPECT_EQ(webhookTarget("https://am.example/hook?x=1").value().url, "https://am.example/hook?x=1");
    EXPECT_FALSE(webhookTarget("http://127.0.0.1:9093").value().isNamedByHost);
    EXPECT_FALSE(webhookTarget("http://[fe80::1]/").value().isNamedByHost);
    EXPECT_TRUE(webhookTarget("http://am.example/").value().isNamedByHost);
    for (const char* bad : {"", "am.example:9093/x", "file:///etc/passwd", "ftp://a/", "http://",
                            "gopher://a/", "http://user:secret@a/", "http://a b/"}) {
        EXPECT_FALSE(webhookTarget(bad)) << bad;
    }
    EXPECT_EQ(webhookTarget("http://user:secret@a/").error().subject.find("secret"), std::string::npos);
}

TEST(WebhookTarget, NamesMustNotLeadToLinkLocalOrMetadataAddresses) {
    const auto isUnsafe = [](const char* text) {
        sockaddr_storage address{};
        auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
        address.ss_family = std::string_view(text).find(':') == std::string_view::npos ? AF_INET : AF_INET6;
        if (address.ss_family == AF_INET)
            inet_pton(AF_INET, text, &v4->sin_addr);
        else
            inet_pton(AF_INET6, text, &v6->sin6_addr);
        return isUnsafeToLookUp(reinterpret_cast<const sockaddr&>(address));
    };
    for (const char* bad : {"169.254.169.254", "169.254.0.1", "100.100.100.200", "fe80::1", "febf::1",
                            "fd00:ec2::254", "::ffff:169.254.169.254"}) {
        EXPECT_TRUE(isUnsafe(bad)) << bad;
    }
    for (const char* good : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "2001:db8::1", "169.253.1.1"}) {
        EXPECT_FALSE(isUnsafe(good)) << good;
    }
}

/// An Alertmanager that answers as the test wants and remembers what it got.
class Receiver {
  public:
    using Answer = std::function<void(httplib::Response&)>;

    Receiver() {
        m_server.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
            Answer answer;
            {
                const std::lock_guard lock(m_mutex);
                m_bodies.push_back(request.body);
                m_tokens.push_back(request.get_header_value("Authorization"));
                m_paths.push_back(request.path);
                answer = m_answer;
                m_changed.notify_all();
            }
            if (answer) answer(response);
        });
        m_port = m_server.bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] { m_server.listen_after_bind(); });
        while (!m_server.is_running()) std::this_thread::yield();
    }
    ~Receiver() {
        m_server.stop();
        m_thread.join();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    void answerWith(Answer answer) {
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(answer);
    }
    /// The first `count` bodies, once they are there.
    std::vector<std::string> bodies(std::size_t count) {
        std::unique_lock lock(m_mutex);
        EXPECT_TRUE(m_changed.wait_for(lock, 20s, [&] { return m_bodies.size() >= count; }));
        return m_bodies;
    }
    std::string token() {
        const std::lock_guard lock(m_mutex);
        return m_tokens.back();
    }
    std::string path() {
        const std::lock_guard lock(m_mutex);
        return m_paths.back();
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_bodies;
    std::vector<std::string> m_tokens;
    std::vector<std::string> m_paths;
    Answer m_answer;
    httplib::Server m_server;
    int m_port = 0;
    std::thread m_thread;
};

AlertPost postTo(const std::string& url, Duration deadline = 5s, const std::string& tokenFile = {}) {
    return {webhookTarget(url).value(), tokenFile, deadline};
}

AlertWebhookOptions quick(const Receiver& receiver) {
    AlertWebhookOptions options;
    options.url = receiver.url();
    options.repeat = 20ms;
    options.firstPause = 5ms;
    options.longestPause = 20ms;
    return options;
}

TEST(AlertPost, SendsWithTheTokenOfItsFile) {
    Receiver receiver;
    const TemporaryDirectory directory;
    const std::string file = directory.file("token");
    std::ofstream(file) << "s3cret\n";
    ASSERT_TRUE(postTo(receiver.url(), 5s, file).send("[]", {}));
    EXPECT_EQ(receiver.token(), "Bearer s3cret");
    EXPECT_EQ(receiver.path(), "/api/v2/alerts");
    std::ofstream(file) << "two\nlines\n";
    EXPECT_EQ(postTo(receiver.url(), 5s, file).send("[]", {}).error().code, ErrorCode::invalid);
    EXPECT_EQ(postTo(receiver.url(), 5s, file + ".not").send("[]", {}).error().code, ErrorCode::invalid);
}

TEST(AlertPost, FollowsNoRedirect) {
    Receiver receiver;
    Receiver elsewhere;
    receiver.answerWith([&](httplib::Response& response) { response.set_redirect(elsewhere.url(), 307); });
    EXPECT_EQ(postTo(receiver.url()).send("[]", {}).error().detail, "answered with HTTP status 307");
    EXPECT_TRUE(elsewhere.bodies(0).empty());
}

TEST(AlertPost, GivesUpOnSlowRefusingAndEndlessAnswers) {
    Receiver receiver;
    std::mutex held;
    std::unique_lock hold(held);
    receiver.answerWith([&](httplib::Response&) { const std::lock_guard wait(held); });
    EXPECT_EQ(postTo(receiver.url(), 50ms).send("[]", {}).error().code, ErrorCode::timeout);
    hold.unlock();
    receiver.answerWith([](httplib::Response& response) { response.status = 400; });
    EXPECT_EQ(postTo(receiver.url()).send("[]", {}).error().code, ErrorCode::invalid);
    receiver.answerWith([](httplib::Response& r) { r.set_content(std::string(100'000, 'x'), "text/plain"); });
    EXPECT_EQ(postTo(receiver.url()).send("[]", {}).error().code, ErrorCode::unavailable);
    EXPECT_EQ(postTo("http://127.0.0.1:1").send("[]", {}).error().code, ErrorCode::unavailable);
}

TEST(AlertPost, EndsWhenItIsAskedTo) {
    Receiver receiver;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(postTo(receiver.url()).send("[]", stop.get_token()).error().code, ErrorCode::cancelled);
}

TEST(AlertWebhook, TellsAgainAndAgainUntilItIsOver) {
    Receiver receiver;
    const SystemClock clock;
    const auto webhook = AlertWebhook::open(quick(receiver), clock).value();
    webhook->tell({firing()});
    EXPECT_NE(receiver.bodies(3).at(0).find("payment-errors"), std::string::npos);
    Alert over = resolved();
    over.resolvedAt = clock.now();
    webhook->tell({over});
    std::size_t count = 3;
    while (receiver.bodies(count).back() != alertsJson({over}, over.resolvedAt, 5min)) ++count;
    EXPECT_GE(webhook->status().posts, 3U);
}

TEST(AlertWebhook, TriesAgainAfterAFailure) {
    Receiver receiver;
    const SystemClock clock;
    receiver.answerWith([](httplib::Response& response) { response.status = 503; });
    const auto webhook = AlertWebhook::open(quick(receiver), clock).value();
    webhook->tell({firing()});
    receiver.bodies(3);
    EXPECT_GE(webhook->status().failures, 2U);
    EXPECT_NE(webhook->status().problem.find("503"), std::string::npos);
    const std::size_t before = receiver.bodies(0).size();
    receiver.answerWith({});
    receiver.bodies(before + 3);
    EXPECT_GE(webhook->status().posts, 1U);
    EXPECT_TRUE(webhook->status().problem.empty());
}

TEST(AlertWebhook, RefusesAUrlThatIsNone) {
    const SystemClock clock;
    AlertWebhookOptions options;
    options.url = "file:///tmp/x";
    EXPECT_EQ(AlertWebhook::open(options, clock).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace binnacle
