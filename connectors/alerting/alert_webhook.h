// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/alerting/alert_outbox.h"
#include "connectors/alerting/alert_post.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace binnacle {

struct AlertWebhookOptions {
    std::string url;              ///< of an Alertmanager, "http://127.0.0.1:9093"; another path is kept
    std::string bearerTokenFile;  ///< sent as a bearer token; "": none
    Duration deadline = std::chrono::seconds(5);
    Duration repeat = std::chrono::minutes(1);  ///< while it fires
    Duration firstPause = std::chrono::seconds(1);
    Duration longestPause = std::chrono::minutes(1);
};

/// What became of the alerts so far.
struct AlertWebhookStatus {
    std::uint64_t posts = 0;     ///< that were taken
    std::uint64_t failures = 0;  ///< posts that were not
    std::uint64_t lost = 0;      ///< alerts that found no room
    std::string problem;         ///< of the last post; empty: it was taken
};

/// Tells an Alertmanager (API v2), or what takes the same, which alerts fire and which are over. A failed
/// post is tried again with growing pauses. On a thread of its own, which its end stops; any thread may call.
class AlertWebhook {
  public:
    /// Error: invalid (the URL).
    static Result<std::unique_ptr<AlertWebhook>> open(const AlertWebhookOptions& options, const Clock& clock);

    /// All alerts there are, as they stand: what AlertWatch tells. Never waits for the network.
    void tell(const std::vector<Alert>& alerts);
    AlertWebhookStatus status() const;

  private:
    AlertWebhook(const AlertWebhookOptions& options, WebhookTarget target, const Clock& clock);

    void run(const std::stop_token& stop);
    Duration untilNext() const;
    void sendDue(const std::stop_token& stop);
    void note(const Result<void>& sent, const std::vector<Alert>& alerts);
    Duration nextPause();

    const AlertWebhookOptions m_options;
    const AlertPost m_post;
    const Clock& m_clock;
    Duration m_pause;
    std::minstd_rand m_random{std::random_device{}()};

    mutable std::mutex m_mutex;  ///< guards what follows
    std::condition_variable_any m_changed;
    AlertOutbox m_outbox;
    AlertWebhookStatus m_status;
    TimePoint m_notBefore{};
    bool m_isTold = false;

    std::jthread m_thread;  ///< last: it ends before what it uses
};

}  // namespace binnacle
