// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/hurt_details.h"

#include "models/qt/format.h"
#include "views/latency/fact_table.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/section.h"
#include "views/latency/tone_label.h"

#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMost = 5;
constexpr QChar kSeparator =
    u'\u001F';  // cannot be in a node id: control characters are made visible on the way in

enum class Ordered { byErrors, byLatency };

FactRow callRow(const Edge& edge, double seconds, Ordered ordered) {
    const auto requests = static_cast<double>(edge.stats.requests);
    const double ratio = errorRatio(edge.stats);
    const QString source = text(edge.source);
    const QString destination = text(edge.destination);
    const QString name = source + u" → "_s + destination;
    return {
        {{name, healthOf(requests, ratio), name},
         {formatRate(requests / seconds)},
         {ordered == Ordered::byErrors ? formatShare(ratio) : formatDuration(quantileOf(edge.stats, 0.99))}},
        source + kSeparator + destination};
}

}  // namespace

HurtDetails::HurtDetails(QWidget* parent) : QWidget(parent) {
    m_errors = new FactTable({tr("Call"), tr("Rate"), tr("Errors")}, this);
    m_slow = new FactTable({tr("Call"), tr("Rate"), tr("p99")}, this);
    m_errors->setAccessibleName(tr("Most errors"));
    m_slow->setAccessibleName(tr("Slowest"));
    m_noErrors = new ToneLabel(tr("No call failed in this window."), TextSize::body, TextTone::muted, this);
    m_noErrors->setFit(TextFit::wrap);
    auto* errors = new Section(tr("Where it hurts: most errors"), this);
    errors->add(m_errors);
    errors->add(m_noErrors);
    auto* slow = new Section(tr("Where it hurts: slowest"), this);
    slow->setNote(tr("by p99"));
    slow->add(m_slow);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(errors);
    column->addWidget(slow);
    connect(m_errors, &FactTable::rowActivated, this, &HurtDetails::choose);
    connect(m_slow, &FactTable::rowActivated, this, &HurtDetails::choose);
}

void HurtDetails::show(const TopologyFrame& frame) {
    std::vector<FactRow> errors;
    for (const Edge* edge : worstByErrors(frame, kMost))
        errors.push_back(callRow(*edge, frame.seconds(), Ordered::byErrors));
    std::vector<FactRow> slow;
    for (const Edge* edge : worstByLatency(frame, kMost))
        slow.push_back(callRow(*edge, frame.seconds(), Ordered::byLatency));
    m_noErrors->setVisible(errors.empty());
    m_errors->setVisible(!errors.empty());
    m_errors->setRows(std::move(errors));
    m_slow->setRows(std::move(slow));
}

void HurtDetails::choose(const QString& key) {
    const QStringList ends = key.split(kSeparator);
    if (ends.size() == 2) Q_EMIT edgeRequested(ends[0], ends[1]);
}

}  // namespace binnacle
