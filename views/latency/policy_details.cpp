// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/policy_details.h"

#include "models/qt/format.h"
#include "views/latency/fact_table.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/section.h"
#include "views/latency/tone_label.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

QString figure(const std::optional<std::uint64_t>& value) {
    return value ? formatCount(*value) : u"–"_s;
}

/// "3/100": used and allowed.
QString ofLimit(const std::optional<std::uint64_t>& used, const std::optional<std::uint64_t>& limit) {
    return QString(figure(used) + u'/' + figure(limit));
}

FactCell openCell(const QString& used, std::optional<bool> isOpen) {
    if (!isOpen) return {used};
    return {used, *isOpen ? Health::failing : Health::good};
}

/// Every proxy of the edge's source, or every proxy when the source's are not known.
std::vector<const ClusterState*> ofSource(std::vector<const ClusterState*> clusters,
                                          const InspectorContext& context) {
    const Node* source = context.isEdge ? findNode(context.frame, context.selection.source) : nullptr;
    if (!source) return clusters;
    std::vector<const ClusterState*> own;
    for (const ClusterState* cluster : clusters) {
        for (const ProxyStatus& proxy : context.status.proxies) {
            if (proxy.proxy.node == cluster->proxy && proxy.proxy.workload.name == source->workload) {
                own.push_back(cluster);
            }
        }
    }
    return own.empty() ? clusters : own;
}

}  // namespace

PolicyDetails::PolicyDetails(QWidget* parent) : QWidget(parent) {
    m_breakers = new FactTable({tr("Proxy"), tr("Conn."), tr("Pending"), tr("Requests")}, this);
    m_hosts = new FactTable({tr("Host"), tr("Active"), tr("Errors"), tr("State")}, this);
    m_hosts->setTextColumn(3);
    m_policies = new FactTable({tr("Field"), tr("Value"), tr("From")}, this);
    m_policies->setTextColumn(2);
    m_noPolicy = new ToneLabel({}, TextSize::body, TextTone::muted, this);
    m_noPolicy->setFit(TextFit::wrap);
    m_edit = new QPushButton(tr("Edit"), this);
    m_edit->setAccessibleName(tr("Edit the policy of this service"));
    m_breakerSection = new Section(tr("Circuit breakers"), this);
    m_breakerSection->setNote(tr("used/limit of connections, requests"));
    m_hostSection = new Section(tr("Hosts"), this);
    m_policySection = new Section(tr("Policies in force"), this);
    m_breakerSection->add(m_breakers);
    m_hostSection->add(m_hosts);
    m_policySection->add(m_policies);
    m_policySection->add(m_noPolicy);
    m_policySection->addAction(m_edit);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    for (Section* section : {m_policySection, m_breakerSection, m_hostSection}) column->addWidget(section);
    m_breakers->setAccessibleName(tr("Circuit breakers"));
    m_hosts->setAccessibleName(tr("Hosts"));
    m_policies->setAccessibleName(tr("Policies in force"));
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_service); });
}

void PolicyDetails::show(const InspectorContext& context) {
    if (!context.node) return;
    const auto clusters = ofSource(clustersTo(context.clusters, *context.node), context);
    showBreakers(clusters);
    showHosts(clusters);
    showPolicies(context);
}

void PolicyDetails::showBreakers(const std::vector<const ClusterState*>& clusters) {
    std::vector<FactRow> rows;
    for (const ClusterState* cluster : clusters) {
        const auto& limits = cluster->limits;
        rows.push_back(
            {{{text(cluster->proxy), std::nullopt, text(cluster->proxy)},
              openCell(ofLimit(cluster->activeConnections, limits.maxConnections), cluster->connectionsOpen),
              openCell(ofLimit(cluster->pendingRequests, limits.maxPendingRequests), cluster->pendingOpen),
              openCell(ofLimit(cluster->activeRequests, limits.maxRequests), cluster->requestsOpen)}});
    }
    m_breakerSection->setVisible(!rows.empty());
    m_breakers->setRows(std::move(rows));
}

void PolicyDetails::showHosts(const std::vector<const ClusterState*>& clusters) {
    std::vector<FactRow> rows;
    for (const ClusterState* cluster : clusters) {
        for (const HostState& host : cluster->hosts) {
            const QString state = host.ejected   ? tr("ejected")
                                  : host.healthy ? tr("healthy")
                                                 : tr("unhealthy");
            const Health health = host.ejected || !host.healthy ? Health::failing : Health::good;
            rows.push_back(
                {{{text(host.address), std::nullopt, tr("as %1 sees it").arg(text(cluster->proxy))},
                  {figure(host.activeRequests)},
                  {figure(host.errors)},
                  {state, health}}});
        }
    }
    m_hostSection->setVisible(!rows.empty());
    m_hosts->setRows(std::move(rows));
}

void PolicyDetails::showPolicies(const InspectorContext& context) {
    const std::string& service = context.node->service;
    m_service = text(service.empty() ? context.node->id : service);
    std::vector<FactRow> rows;
    for (const PolicyInForce& policy : context.policies) {
        if (policy.intent.service != service) continue;
        for (const PolicyValue& value : policy.values) {
            rows.push_back({{{text(value.field), std::nullopt, text(value.field)},
                             {text(value.value)},
                             {text(value.origin), std::nullopt, text(value.origin)}}});
        }
    }
    m_policySection->setNote(m_service);
    m_edit->setEnabled(!m_service.isEmpty());
    m_noPolicy->setText(tr("None of ours: the proxies' own values hold."));
    m_noPolicy->setVisible(rows.empty());
    m_policies->setVisible(!rows.empty());
    m_policies->setRows(std::move(rows));
}

}  // namespace binnacle
