// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_values.h"

#include "models/qt/format.h"
#include "views/map/map_scene.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* source) {
    return QCoreApplication::translate("MapView", source);
}

Duration quantile(const Sketch& sketch, double q) {
    return Duration(static_cast<Duration::rep>(sketch.quantile(q)));
}

QString labelText(const EdgeStats& stats, double seconds, EdgeLabel label) {
    const double requests = static_cast<double>(stats.requests);
    switch (label) {
        case EdgeLabel::nothing:
            return {};
        case EdgeLabel::rate:
            return formatRate(requests / seconds);
        case EdgeLabel::errors:
            return formatShare(requests > 0 ? static_cast<double>(stats.errors) / requests : 0);
        case EdgeLabel::p50:
            return formatDuration(quantile(stats.latency, 0.5));
        case EdgeLabel::p90:
            return formatDuration(quantile(stats.latency, 0.9));
        case EdgeLabel::p99:
            return formatDuration(quantile(stats.latency, 0.99));
        case EdgeLabel::bytes:
            return tr("%1/s").arg(
                formatBytes(static_cast<double>(stats.bytesSent + stats.bytesReceived) / seconds));
    }
    return {};
}

QString missingText(const EdgeLine& line) {
    const QString silent = line.toldBy == ToldBy::source ? line.destination : line.source;
    return tr("Only one side tells these calls: the proxy of %1 is silent.").arg(silent);
}

QString lineToolTip(const EdgeStats& stats, double seconds, const EdgeLine& line) {
    QStringList rows{callName(line.source, line.destination)};
    rows << tr("%1, %2 errors").arg(formatRate(line.rate), formatShare(line.errorRatio));
    if (!line.share.isEmpty()) rows << tr("%1 of the calls to this service").arg(line.share);
    if (stats.requests > 0) {
        rows << tr("p50 %1, p90 %2, p99 %3")
                    .arg(formatDuration(quantile(stats.latency, 0.5)),
                         formatDuration(quantile(stats.latency, 0.9)),
                         formatDuration(quantile(stats.latency, 0.99)));
    }
    rows << tr("%1/s sent and received")
                .arg(formatBytes(static_cast<double>(stats.bytesSent + stats.bytesReceived) / seconds));
    if (line.tcp) rows << tr("TCP connections");
    if (line.mutualTls) rows << tr("Mutual TLS");
    if (line.sideMissing) rows << missingText(line);
    return rows.join(u'\n');
}

void addTo(NodeSum& sum, const Edge& edge) {
    sum.requests += static_cast<double>(edge.stats.requests);
    sum.errors += static_cast<double>(edge.stats.errors);
    sum.latency.merge(edge.stats.latency);
    sum.onlyTcp = sum.onlyTcp && edge.protocol == Protocol::tcp;
}

QString kindText(const NodeCard& card) {
    switch (card.kind) {
        case NodeKind::workload:
            return tr("Workload");
        case NodeKind::service:
            return tr("Service; which workload answers is not known");
        case NodeKind::external:
            return tr("External: outside the mesh, no proxy of its own");
        case NodeKind::unknown:
            return tr("Unknown caller: its proxy does not tell who it is");
    }
    return {};
}

}  // namespace

NodeSum CallSums::of(const std::string& id) const {
    if (const auto called = in.find(id); called != in.end()) return called->second;
    if (const auto calling = out.find(id); calling != out.end()) return calling->second;
    return {};
}

CallSums sumByNode(const TopologyFrame& frame) {
    CallSums sums;
    for (const Edge& edge : frame.edges) {
        addTo(sums.in[edge.destination], edge);
        addTo(sums.out[edge.source], edge);
    }
    return sums;
}

void writeValues(const NodeSum& sum, double seconds, NodeCard& card) {
    card.rate = sum.requests / seconds;
    card.errorRatio = sum.requests > 0 ? sum.errors / sum.requests : 0;
    card.health = healthOf(sum.requests, card.errorRatio);
    card.tcpOnly = sum.requests > 0 && sum.onlyTcp;
    card.rateText = formatRate(card.rate);
    card.errorText = formatShare(card.errorRatio);
    card.latencyText = sum.requests > 0 ? formatDuration(quantile(sum.latency, 0.99)) : QString();
}

void writeLine(const std::vector<const Edge*>& edges, double seconds, EdgeLabel label, EdgeLine& line) {
    EdgeStats stats;
    line.tcp = !edges.empty();
    line.sideMissing = false;
    line.mutualTls = !edges.empty();
    for (const Edge* edge : edges) {
        stats.add(edge->stats);
        line.tcp = line.tcp && edge->protocol == Protocol::tcp;
        line.mutualTls = line.mutualTls && edge->mutualTls;
        line.sideMissing = line.sideMissing || edge->otherSideMissing;
        line.toldBy = edge->toldBy;
    }
    const double requests = static_cast<double>(stats.requests);
    line.rate = requests / seconds;
    line.errorRatio = requests > 0 ? static_cast<double>(stats.errors) / requests : 0;
    line.health = healthOf(requests, line.errorRatio);
    line.width = lineWidth(line.rate);
    line.label = requests > 0 ? labelText(stats, seconds, label) : QString();
    line.toolTip = lineToolTip(stats, seconds, line);
}

void writeState(const std::vector<const ClusterState*>& states, NodeCard& card) {
    card.breakerOpen = false;
    card.ejectedHosts = 0;
    card.knownHosts = 0;
    QStringList open;
    for (const ClusterState* state : states) {
        const std::pair<std::optional<bool>, QString> breakers[] = {
            {state->requestsOpen, tr("requests")},
            {state->pendingOpen, tr("pending requests")},
            {state->connectionsOpen, tr("connections")},
            {state->retriesOpen, tr("retries")},
        };
        for (const auto& [isOpen, name] : breakers) {
            if (isOpen.value_or(false)) open << tr("%1 at %2").arg(name, text(state->proxy));
        }
        const auto ejected = static_cast<std::uint64_t>(std::count_if(
            state->hosts.begin(), state->hosts.end(), [](const HostState& host) { return host.ejected; }));
        card.ejectedHosts = std::max(card.ejectedHosts, state->ejectedHosts.value_or(ejected));
        card.knownHosts =
            std::max<std::uint64_t>(card.knownHosts, state->totalHosts.value_or(state->hosts.size()));
    }
    card.breakerOpen = !open.isEmpty();
    card.breakerText = open.join(u", "_s);
}

QString toolTipOf(const NodeCard& card) {
    QStringList rows{card.id, kindText(card)};
    if (!card.service.isEmpty() && card.service != card.id) rows << tr("Service %1").arg(card.service);
    rows << tr("%1, %2 errors").arg(card.rateText, card.errorText);
    if (!card.latencyText.isEmpty()) rows << tr("p99 %1").arg(card.latencyText);
    if (card.hasSplit) rows << tr("A traffic split is in force");
    if (card.hasBreaker) rows << tr("Limits or outlier detection are in force");
    if (card.breakerOpen) rows << tr("Breaker open: %1").arg(card.breakerText);
    if (card.ejectedHosts > 0)
        rows << tr("Hosts ejected: %1 of %2").arg(card.ejectedHosts).arg(card.knownHosts);
    if (card.pinned) rows << tr("Stays where you put it");
    return rows.join(u'\n');
}

QString healthName(Health health) {
    switch (health) {
        case Health::idle:
            return u"idle"_s;
        case Health::good:
            return u"good"_s;
        case Health::degraded:
            return u"degraded"_s;
        case Health::failing:
            return u"failing"_s;
    }
    return {};
}

double lineWidth(double rate) {
    return std::clamp(1.25 + 0.9 * std::log10(1 + rate), 1.25, 5.0);
}

}  // namespace binnacle
