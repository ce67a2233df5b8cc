// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/alert_webhook.h"

#include "connectors/alerting/alert_json.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// Alertmanager's own resolve_timeout; `repeat` is well below it.
constexpr Duration kLasts = 5min;
constexpr Duration kIdle = 1h;

}  // namespace

Result<std::unique_ptr<AlertWebhook>> AlertWebhook::open(const AlertWebhookOptions& options,
                                                         const Clock& clock) {
    auto target = webhookTarget(options.url);
    if (!target) return tl::unexpected(target.error());
    return std::unique_ptr<AlertWebhook>(new AlertWebhook(options, *std::move(target), clock));
}

AlertWebhook::AlertWebhook(const AlertWebhookOptions& options, WebhookTarget target, const Clock& clock)
    : m_options(options),
      m_post(std::move(target), options.bearerTokenFile, options.deadline),
      m_clock(clock),
      m_pause(options.firstPause),
      m_outbox(options.repeat),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

void AlertWebhook::tell(const std::vector<Alert>& alerts) {
    const std::lock_guard lock(m_mutex);
    m_outbox.tell(alerts, m_clock.now());
    m_status.lost = m_outbox.lost();
    m_isTold = true;
    m_changed.notify_all();
}

AlertWebhookStatus AlertWebhook::status() const {
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void AlertWebhook::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, stop, untilNext(), [this] { return m_isTold; });
            m_isTold = false;
        }
        sendDue(stop);
    }
}

Duration AlertWebhook::untilNext() const {
    const auto due = m_outbox.nextDue();
    if (!due) return kIdle;
    return std::clamp<Duration>(std::max(*due, m_notBefore) - m_clock.now(), 0s, kIdle);
}

void AlertWebhook::sendDue(const std::stop_token& stop) {
    std::vector<Alert> alerts;
    {
        const std::lock_guard lock(m_mutex);
        if (m_clock.now() < m_notBefore) return;
        alerts = m_outbox.due(m_clock.now());
    }
    if (alerts.empty() || stop.stop_requested()) return;
    note(m_post.send(alertsJson(alerts, m_clock.now(), kLasts), stop), alerts);
}

void AlertWebhook::note(const Result<void>& sent, const std::vector<Alert>& alerts) {
    const std::lock_guard lock(m_mutex);
    const TimePoint now = m_clock.now();
    if (sent) {
        ++m_status.posts;
        m_status.problem.clear();
        m_outbox.delivered(alerts, now);
        m_pause = m_options.firstPause;
        return;
    }
    ++m_status.failures;
    m_status.problem = sent.error().subject + ": " + sent.error().detail;
    m_notBefore = now + nextPause();
}

// Half of it by chance, so that many stations do not come back as one.
Duration AlertWebhook::nextPause() {
    const Duration pause = m_pause;
    m_pause = std::min(m_pause * 2, m_options.longestPause);
    std::uniform_int_distribution<Duration::rep> within(pause.count() / 2, pause.count());
    return Duration(within(m_random));
}

}  // namespace binnacle
