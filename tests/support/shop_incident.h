// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/report_content.h"
#include "tests/support/demo_frame.h"

#include <string>

namespace binnacle {

/// The demo's shop while its new payment version fails, as a report tells it. `harm` is put into every text
/// that comes from a mesh or a person. Any thread.
inline ReportContent shopIncident(const std::string& harm = {}) {
    using namespace std::chrono_literals;
    ReportContent content;
    content.made = demoNow() + 5min;
    content.who = "ada" + harm;
    content.note = "Payments failed for a quarter of an hour.\nRolled back." + harm;
    content.status = demoStatus();
    content.status.mesh += harm;
    TopologyFrame frame = demoFrame(2min);
    for (Edge& edge : frame.edges) {
        if (edge.source == "checkout" && edge.destination == "shipping") edge.destination += harm;
    }
    for (Node& node : frame.nodes) {
        if (node.id == "shipping") node.id = node.service = node.workload = node.id + harm;
    }
    content.frame = std::make_shared<const TopologyFrame>(std::move(frame));
    content.series = demoSeries();
    content.clusters = demoClusters();
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 20;
    content.policies = {
        {{"payment" + harm, TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 10}}}},
         {{"weights.payment-v1", "90" + harm, "change c-12"}, {"weights.payment-v2", "10", "change c-12"}},
         {"checkout-1"}},
        {{"payment", breaker}, {}, {"checkout-1"}}};
    Change change;
    change.id = "c-12";
    change.at = demoNow() - 40s;
    change.who = "ada";
    change.reason = "v2 fails" + harm;
    change.state = ChangeState::live;
    change.edits = {{"payment", IntentKind::trafficSplit,
                     Intent{"payment", TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 10}}}},
                     Intent{"payment", TrafficSplit{{{"payment-v1", 100}, {"payment-v2", 0}}}}}};
    change.answers = {{"checkout-1", AnswerState::acknowledged, {}, 2ms, {}}};
    content.changes = {change};
    content.events = {
        {1, demoNow() - 90s, EventKind::alertFired, "checkout -> payment-v2", "error_ratio 28 %" + harm,
         "payment-errors", "https://runbooks.example/payment"},
        {2, demoNow() - 70s, EventKind::breakerOpened, "payment-v2", "maxRequests", "checkout-1", {}},
        {3, demoNow() - 60s, EventKind::note, "payment-v2", "Bank says all is well." + harm, "ada", {}}};
    std::vector<RequestRecord> records = demoRequests();
    for (RequestRecord& record : records) record.path += harm;
    for (const RequestRecord& record : records) {
        if (record.status >= 500) content.failing.push_back(record);
    }
    content.slowest.assign(records.rbegin(), records.rbegin() + 12);
    content.removed = {{"query values" + harm, 4}, {"JSON web tokens", 2}};
    return content;
}

}  // namespace binnacle
