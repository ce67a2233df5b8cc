// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/breaker_section.h"

#include "models/qt/format.h"
#include "views/latency/inspector_facts.h"
#include "views/policy/number_field.h"

#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

std::vector<const ClusterState*> clustersOf(const std::string& service, const BreakerFacts& facts) {
    std::vector<const ClusterState*> found;
    for (const Node& node : facts.frame.nodes) {
        if (node.service != service) continue;
        for (const ClusterState* cluster : clustersTo(facts.clusters, node)) found.push_back(cluster);
    }
    return found;
}

/// A start that is neither 0 nor already exceeded: the live limit, else twice what was seen.
double suggestion(const PolicyField& field, std::optional<std::uint64_t> live, std::uint64_t highest) {
    if (live && *live > 0) return static_cast<double>(std::min<std::uint64_t>(*live, 1'000'000));
    switch (field.unit) {
        case FieldUnit::seconds:
            return std::string_view(field.id).ends_with("interval") ? 10 : 30;
        case FieldUnit::percent:
            return 10;
        case FieldUnit::failures:
            return 5;
        case FieldUnit::retries:
            return 3;
        case FieldUnit::connections:
        case FieldUnit::requests:
            return static_cast<double>(std::max<std::uint64_t>(highest * 2, 10));
    }
    return 1;
}

}  // namespace

BreakerSection::BreakerSection(FieldGroup group, PolicyDraft& draft, QWidget* parent)
    : Section(group == FieldGroup::limits ? tr("Limits") : tr("Outlier detection"), parent), m_draft(draft) {
    setNote(group == FieldGroup::limits ? tr("per proxy and upstream") : tr("holds failing hosts out"));
    for (const PolicyField& field : policyFields()) {
        if (field.group != group) continue;
        auto* number = new NumberField(field, this);
        m_fields.push_back(number);
        add(number);
        connect(number, &NumberField::edited, this,
                [this, &field](std::optional<double> value) { edit(field, value); });
    }
    connect(&m_draft, &PolicyDraft::changed, this, &BreakerSection::showDraft);
}

void BreakerSection::startService() {
    m_highest.clear();
}

void BreakerSection::showDraft() {
    for (NumberField* field : m_fields) field->setValue(field->field().get(m_draft.values().breaker));
}

void BreakerSection::edit(const PolicyField& field, std::optional<double> value) {
    DraftValues values = m_draft.values();
    field.set(values.breaker, value);
    // Set and unset are steps of their own; typing digits is one.
    m_draft.edit(values, field.name, std::string(field.id) + (value ? "" : " unset"));
}

void BreakerSection::showFacts(const BreakerFacts& facts) {
    for (NumberField* number : m_fields) {
        const PolicyField& field = number->field();
        QStringList parts = {originText(field, facts), observedText(field, facts)};
        parts.removeAll(QString());
        const bool isCount = field.unit != FieldUnit::seconds && field.unit != FieldUnit::percent;
        const QString unit = isCount ? QString(unitText(field.unit) + u": "_s) : QString();
        number->setFacts(unit + parts.join(u" · "_s));
        std::optional<std::uint64_t> live;
        for (const ClusterState* cluster : clustersOf(m_draft.service(), facts)) {
            if (const auto value = field.live(*cluster)) live = std::max(live.value_or(0), *value);
        }
        number->setSuggestion(suggestion(field, live, m_highest[field.id]));
    }
}

QString BreakerSection::originText(const PolicyField& field, const BreakerFacts& facts) const {
    for (const PolicyInForce& policy : facts.policies) {
        if (policy.intent.service != m_draft.service()) continue;
        for (const PolicyValue& value : policy.values) {
            if (value.field != field.id) continue;
            return tr("now %1, from %2").arg(text(value.value), text(value.origin));
        }
    }
    std::optional<std::uint64_t> live;
    for (const ClusterState* cluster : clustersOf(m_draft.service(), facts)) {
        if (const auto value = field.live(*cluster)) live = live ? std::min(*live, *value) : *value;
    }
    if (live) return tr("now %1, live in the proxies").arg(formatCount(*live));
    return tr("the proxies' own value holds");
}

QString BreakerSection::observedText(const PolicyField& field, const BreakerFacts& facts) {
    std::optional<std::uint64_t> now;
    for (const ClusterState* cluster : clustersOf(m_draft.service(), facts)) {
        if (const auto value = field.observed(*cluster)) now = std::max(now.value_or(0), *value);
    }
    if (!now) return {};
    std::uint64_t& highest = m_highest[field.id];
    highest = std::max(highest, *now);
    return tr("seen %1, max %2").arg(formatCount(*now), formatCount(highest));
}

}  // namespace binnacle
