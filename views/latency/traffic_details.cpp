// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/traffic_details.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/format.h"
#include "views/latency/fact_table.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/section.h"
#include "views/latency/tone_label.h"

#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

QString shareOf(std::uint64_t part, std::uint64_t whole) {
    return formatShare(whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0);
}

Health healthOfCode(std::uint16_t code) {
    if (code >= 500) return Health::failing;
    if (code >= 400) return Health::degraded;
    return code == 0 ? Health::idle : Health::good;
}

QString names(const std::vector<std::string>& ids) {
    QStringList list;
    for (const std::string& id : ids) list.append(text(id));
    return list.join(u", "_s);
}

QString signedCount(std::uint64_t from, std::uint64_t to) {
    if (from == to) return u"0"_s;
    return to > from ? u"+"_s + formatCount(to - from) : u"−"_s + formatCount(from - to);
}

QString signedDuration(Duration from, Duration to) {
    const Duration difference = to - from;
    if (difference.count() == 0) return u"0"_s;
    return difference.count() > 0 ? u"+"_s + formatDuration(difference)
                                  : u"−"_s + formatDuration(-difference);
}

std::vector<FactRow> peerRows(const std::vector<PeerFact>& peers, double seconds) {
    std::vector<FactRow> rows;
    for (const PeerFact& peer : peers) {
        const double ratio = peer.requests > 0 ? peer.errors / peer.requests : 0;
        rows.push_back({{{text(peer.node), healthOf(peer.requests, ratio), text(peer.node)},
                         {formatShare(peer.share)},
                         {formatRate(peer.requests / seconds)},
                         {formatShare(ratio)}},
                        text(peer.node)});
    }
    return rows;
}

}  // namespace

TrafficDetails::TrafficDetails(QWidget* parent) : QWidget(parent) {
    m_codes = new FactTable({tr("Status or flag"), tr("Requests"), tr("Share")}, this);
    m_split = new FactTable({tr("Version"), tr("Gets"), tr("Wanted")}, this);
    m_callers = new FactTable({tr("Caller"), tr("Share"), tr("Rate"), tr("Errors")}, this);
    m_callees = new FactTable({tr("Called"), tr("Share"), tr("Rate"), tr("Errors")}, this);
    m_sides = new FactTable({tr("Told by"), tr("Requests"), tr("p50"), tr("p99")}, this);
    m_flags = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_flags->setFit(TextFit::wrap);
    m_sidesNote = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_sidesNote->setFit(TextFit::wrap);
    m_codesSection = new Section(tr("Codes and flags"), this);
    m_splitSection = new Section(tr("Traffic split"), this);
    m_callersSection = new Section(tr("Callers"), this);
    m_calleesSection = new Section(tr("Calls to"), this);
    m_sidesSection = new Section(tr("Both sides"), this);
    m_codesSection->add(m_codes);
    m_codesSection->add(m_flags);
    m_splitSection->add(m_split);
    m_callersSection->add(m_callers);
    m_calleesSection->add(m_callees);
    m_sidesSection->add(m_sides);
    m_sidesSection->add(m_sidesNote);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    for (Section* section :
         {m_codesSection, m_splitSection, m_callersSection, m_calleesSection, m_sidesSection}) {
        column->addWidget(section);
    }
    for (FactTable* table : {m_callers, m_callees, m_split}) {
        connect(table, &FactTable::rowActivated, this, &TrafficDetails::nodeRequested);
    }
    m_codes->setAccessibleName(tr("Codes and flags"));
    m_split->setAccessibleName(tr("Traffic split"));
    m_callers->setAccessibleName(tr("Callers"));
    m_callees->setAccessibleName(tr("Calls to"));
    m_sides->setAccessibleName(tr("Both sides"));
}

void TrafficDetails::show(const InspectorContext& context) {
    showCodes(statsOf(context.frame, context.selection));
    showSplit(context);
    showPeers(context);
    showSides(sidesOf(context.frame, context.selection));
}

void TrafficDetails::showCodes(const EdgeStats& stats) {
    std::vector<FactRow> rows;
    for (const auto& [code, count] : stats.codes) {
        const QString name = code == 0 ? tr("no status") : QString::number(code);
        rows.push_back(
            {{{name, healthOfCode(code)}, {formatCount(count)}, {shareOf(count, stats.requests)}}});
    }
    QStringList meanings;
    const auto& flags = responseFlags();
    for (const auto& [bit, count] : stats.flags) {
        if (bit >= flags.size()) continue;
        const QString name = text(std::string(flags[bit].name));
        const QString meaning = text(std::string(flags[bit].meaning));
        rows.push_back({{{tr("flag %1").arg(name), Health::degraded, meaning},
                         {formatCount(count)},
                         {shareOf(count, stats.requests)}}});
        meanings.append(tr("%1: %2").arg(name, meaning));
    }
    m_flags->setText(meanings.join(u'\n'));
    m_flags->setVisible(!meanings.isEmpty());
    m_codes->setRows(std::move(rows));
    m_codesSection->setVisible(!stats.codes.empty() || !stats.flags.empty());
}

void TrafficDetails::showSplit(const InspectorContext& context) {
    std::vector<FactRow> rows;
    if (context.node) {
        for (const SplitFact& fact : splitOf(context.frame, context.policies, context.node->service)) {
            rows.push_back({{{text(fact.workload), std::nullopt, text(fact.workload)},
                             {formatShare(fact.seen)},
                             {fact.wanted ? formatShare(*fact.wanted) : tr("not set")}},
                            text(fact.workload)});
        }
        m_splitSection->setNote(tr("of %1").arg(text(context.node->service)));
    }
    m_splitSection->setVisible(!rows.empty());
    m_split->setRows(std::move(rows));
}

void TrafficDetails::showPeers(const InspectorContext& context) {
    const bool hasPeers = context.node && !context.isEdge;
    std::vector<FactRow> callers;
    std::vector<FactRow> callees;
    if (hasPeers) {
        callers = peerRows(callersOf(context.frame, context.node->id), context.frame.seconds());
        callees = peerRows(calleesOf(context.frame, context.node->id), context.frame.seconds());
    }
    m_callersSection->setVisible(!callers.empty());
    m_calleesSection->setVisible(!callees.empty());
    m_callers->setRows(std::move(callers));
    m_callees->setRows(std::move(callees));
}

void TrafficDetails::showSides(const SidesFact& facts) {
    std::vector<FactRow> rows;
    QStringList notes;
    if (facts.hasBoth()) {
        const auto row = [](const QString& name, const EdgeStats& stats) {
            return FactRow{{{name},
                            {formatCount(stats.requests)},
                            {formatDuration(quantileOf(stats, 0.5))},
                            {formatDuration(quantileOf(stats, 0.99))}}};
        };
        rows.push_back(row(tr("Caller's proxy"), facts.caller));
        rows.push_back(row(tr("Callee's proxy"), facts.callee));
        rows.push_back({{{tr("Difference")},
                         {signedCount(facts.callee.requests, facts.caller.requests)},
                         {signedDuration(quantileOf(facts.callee, 0.5), quantileOf(facts.caller, 0.5))},
                         {signedDuration(quantileOf(facts.callee, 0.99), quantileOf(facts.caller, 0.99))}}});
        notes.append(
            tr("The difference in duration is network and proxy time; in requests, it is loss, "
               "rejection before the callee, or a log still on its way."));
    }
    if (!facts.silentCallees.empty()) {
        notes.append(tr("The callee's proxy does not report: %1.").arg(names(facts.silentCallees)));
    }
    if (!facts.silentCallers.empty()) {
        notes.append(tr("The caller's proxy does not report: %1.").arg(names(facts.silentCallers)));
    }
    m_sides->setVisible(!rows.empty());
    m_sides->setRows(std::move(rows));
    m_sidesNote->setText(notes.join(u'\n'));
    m_sidesSection->setVisible(!notes.isEmpty());
}

}  // namespace binnacle
