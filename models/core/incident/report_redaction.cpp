// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/report_redaction.h"

#include "models/core/incident/redaction.h"

namespace binnacle {
namespace {

void redactAll(Redaction& redaction, std::initializer_list<std::string*> texts) {
    for (std::string* text : texts) *text = redaction.text(*text);
}

void redactRequests(Redaction& redaction, std::vector<RequestRecord>& records) {
    for (RequestRecord& record : records) {
        record.path = redaction.path(record.path);
        redactAll(redaction, {&record.authority, &record.details, &record.upstreamHost});
    }
}

void redactChange(Redaction& redaction, Change& change) {
    redactAll(redaction, {&change.who, &change.reason});
    for (ProxyAnswer& answer : change.answers) redactAll(redaction, {&answer.error, &answer.live});
}

}  // namespace

void redactReport(ReportContent& content) {
    Redaction redaction;
    redactAll(redaction, {&content.who, &content.note});
    for (Event& event : content.events) {
        redactAll(redaction, {&event.subject, &event.detail, &event.who, &event.reference});
    }
    for (Change& change : content.changes) redactChange(redaction, change);
    for (PolicyInForce& policy : content.policies) {
        for (PolicyValue& value : policy.values) redactAll(redaction, {&value.value, &value.origin});
    }
    redactRequests(redaction, content.slowest);
    redactRequests(redaction, content.failing);
    if (content.origin) redactAll(redaction, {&content.origin->who, &content.origin->note});
    content.removed = redaction.removed();
}

}  // namespace binnacle
