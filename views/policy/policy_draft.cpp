// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/policy_draft.h"

#include <QUndoCommand>
#include <functional>

namespace binnacle {

namespace {

DraftValues inForce(const std::string& service, const std::vector<PolicyInForce>& policies) {
    DraftValues values;
    for (const PolicyInForce& policy : policies) {
        if (policy.intent.service != service) continue;
        if (const auto* split = std::get_if<TrafficSplit>(&policy.intent.spec)) values.split = *split;
        if (const auto* breaker = std::get_if<CircuitBreaker>(&policy.intent.spec)) values.breaker = *breaker;
    }
    return values;
}

}  // namespace

class PolicyDraft::Edit : public QUndoCommand {
  public:
    Edit(PolicyDraft& draft, const DraftValues& after, const QString& what, std::string field)
        : QUndoCommand(what),
          m_draft(draft),
          m_before(draft.m_values),
          m_after(after),
          m_field(std::move(field)) {}

    void undo() override { m_draft.assign(m_before); }
    void redo() override { m_draft.assign(m_after); }
    int id() const override { return static_cast<int>(std::hash<std::string>{}(m_field) & 0x7FFFFFFF); }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const Edit*>(other);
        if (next->m_field != m_field) return false;
        m_after = next->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

  private:
    PolicyDraft& m_draft;
    DraftValues m_before;
    DraftValues m_after;
    std::string m_field;
};

PolicyDraft::PolicyDraft(QObject* parent) : QObject(parent) {}

void PolicyDraft::start(const std::string& service, const std::vector<PolicyInForce>& policies) {
    m_service = service;
    m_base = inForce(service, policies);
    m_undo.clear();
    assign(m_base);
}

void PolicyDraft::rebase(const std::vector<PolicyInForce>& policies) {
    const DraftValues base = inForce(m_service, policies);
    if (base == m_base) return;
    const bool wasChanged = isChanged();
    m_base = base;
    if (wasChanged) {
        Q_EMIT changed();
        return;
    }
    m_undo.clear();
    assign(m_base);
}

void PolicyDraft::edit(const DraftValues& values, const QString& what, const std::string& field) {
    if (values == m_values) return;
    m_undo.push(new Edit(*this, values, what, field));
}

void PolicyDraft::reset() {
    edit(m_base, tr("Reset"), "reset");
}

std::vector<Intent> PolicyDraft::intents() const {
    std::vector<Intent> intents;
    if (m_values.split && m_values.split != m_base.split) intents.push_back({m_service, *m_values.split});
    if (m_values.breaker != m_base.breaker) intents.push_back({m_service, m_values.breaker});
    return intents;
}

void PolicyDraft::assign(const DraftValues& values) {
    m_values = values;
    Q_EMIT changed();
}

}  // namespace binnacle
