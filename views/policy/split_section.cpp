// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/split_section.h"

#include "models/qt/format.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/tone_label.h"

#include <QGridLayout>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSliderMost = 100;
constexpr int kWeightMost = 10'000;

std::uint64_t sumOf(const TrafficSplit& split) {
    std::uint64_t sum = 0;
    for (const auto& [subset, weight] : split.weights) sum += weight;
    return sum;
}

std::uint32_t weightOf(const TrafficSplit& split, const std::string& subset) {
    for (const auto& [name, weight] : split.weights) {
        if (name == subset) return weight;
    }
    return 0;
}

}  // namespace

SplitSection::SplitSection(PolicyDraft& draft, QWidget* parent)
    : Section(tr("Traffic split"), parent), m_draft(draft) {
    setNote(tr("relative weights"));
    m_note = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_note->setFit(TextFit::wrap);
    add(m_note);
    connect(&m_draft, &PolicyDraft::changed, this, &SplitSection::showDraft);
}

std::vector<std::string> SplitSection::knownSubsets(const TopologyFrame& frame) const {
    std::vector<std::string> subsets;
    for (const Node& node : frame.nodes) {
        if (node.service == m_draft.service() && node.kind == NodeKind::workload) {
            subsets.push_back(node.workload.empty() ? node.id : node.workload);
        }
    }
    for (const auto* values : {&m_draft.base(), &m_draft.values()}) {
        if (!values->split) continue;
        for (const auto& [subset, weight] : values->split->weights) subsets.push_back(subset);
    }
    // A version that is silent for a moment must not take its slider away while one edits.
    for (const Row& row : m_rows) subsets.push_back(row.subset);
    std::sort(subsets.begin(), subsets.end());
    subsets.erase(std::unique(subsets.begin(), subsets.end()), subsets.end());
    return subsets;
}

void SplitSection::showTraffic(const TopologyFrame& frame) {
    if (m_seenSubsets != std::vector<std::string>{m_draft.service()}) {
        m_seenSubsets = {m_draft.service()};
        rebuild({});
    }
    const auto subsets = knownSubsets(frame);
    const bool isNew =
        !std::equal(subsets.begin(), subsets.end(), m_rows.begin(), m_rows.end(),
                    [](const std::string& name, const Row& row) { return name == row.subset; });
    if (isNew) rebuild(subsets);
    const auto facts = splitOf(frame, {}, m_draft.service());
    for (const Row& row : m_rows) {
        const auto at = std::find_if(facts.begin(), facts.end(),
                                     [&](const SplitFact& fact) { return fact.workload == row.subset; });
        row.seen->setText(at == facts.end() ? tr("not seen") : tr("gets %1 now").arg(formatShare(at->seen)));
    }
    showDraft();
}

void SplitSection::rebuild(const std::vector<std::string>& subsets) {
    delete m_body;
    m_rows.clear();
    m_body = new QWidget(this);
    auto* grid = new QGridLayout(m_body);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    for (const std::string& subset : subsets) addRow(subset);
    for (std::size_t i = 0; i < m_rows.size(); ++i) connectRow(i);
    add(m_body);
}

void SplitSection::addRow(const std::string& subset) {
    auto* grid = static_cast<QGridLayout*>(m_body->layout());
    const int top = grid->rowCount();
    const QString name = text(subset);
    auto* label = new ToneLabel(name, TextSize::body, TextTone::normal, m_body);
    label->setFit(TextFit::elide);
    Row row{subset, new ToneLabel({}, TextSize::strong, TextTone::normal, m_body),
            new ToneLabel({}, TextSize::small, TextTone::muted, m_body), new QSlider(Qt::Horizontal, m_body),
            new QSpinBox(m_body)};
    row.share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row.slider->setRange(0, kSliderMost);
    row.slider->setPageStep(10);
    row.slider->setAccessibleName(tr("Weight of %1").arg(name));
    row.slider->setObjectName(u"slider:"_s + name);
    row.weight->setRange(0, kWeightMost);
    row.weight->setFixedWidth(80);
    row.weight->setAlignment(Qt::AlignRight);
    row.weight->setAccessibleName(tr("Weight of %1, number").arg(name));
    row.weight->setObjectName(u"weight:"_s + name);
    grid->addWidget(label, top, 0);
    grid->addWidget(row.seen, top, 1, Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(row.share, top, 2);
    grid->addWidget(row.slider, top + 1, 0, 1, 2);
    grid->addWidget(row.weight, top + 1, 2);
    if (top > 1) grid->setRowMinimumHeight(top, 32);
    m_rows.push_back(row);
}

void SplitSection::connectRow(std::size_t index) {
    connect(m_rows[index].slider, &QSlider::valueChanged, this,
            [this, index](int value) { edit(index, value); });
    connect(m_rows[index].weight, &QSpinBox::valueChanged, this,
            [this, index](int value) { edit(index, value); });
}

TrafficSplit SplitSection::shown() const {
    if (m_draft.values().split) return *m_draft.values().split;
    // No split of anybody's: every version counts the same.
    TrafficSplit equal;
    for (const Row& row : m_rows) equal.weights.emplace_back(row.subset, 1);
    return equal;
}

void SplitSection::edit(std::size_t index, int weight) {
    if (m_isShowing) return;
    DraftValues values = m_draft.values();
    const TrafficSplit before = shown();
    TrafficSplit split;
    for (const Row& row : m_rows) split.weights.emplace_back(row.subset, weightOf(before, row.subset));
    split.weights[index].second = static_cast<std::uint32_t>(weight);
    values.split = split;
    const std::string& subset = m_rows[index].subset;
    m_draft.edit(values, tr("weight of %1").arg(text(subset)), "weights." + subset);
}

void SplitSection::showDraft() {
    m_isShowing = true;
    const TrafficSplit split = shown();
    const auto sum = static_cast<double>(sumOf(split));
    for (const Row& row : m_rows) {
        const auto weight = static_cast<int>(weightOf(split, row.subset));
        row.slider->setMaximum(std::max(row.slider->maximum(), weight));
        row.slider->setValue(weight);
        row.weight->setValue(weight);
        row.share->setText(sum > 0 ? formatShare(weight / sum) : u"–"_s);
    }
    m_isShowing = false;
    const bool canSplit = m_rows.size() > 1;
    if (m_body) m_body->setVisible(canSplit);
    QString note;
    if (!canSplit) {
        note = tr("%1 has one version: there is nothing to split.").arg(text(m_draft.service()));
    } else if (!problem().isEmpty()) {
        note = problem();
    } else if (!m_draft.values().split) {
        note = tr("No split is set: every version counts the same until a weight is moved.");
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString SplitSection::problem() const {
    const auto& split = m_draft.values().split;
    if (!split || sumOf(*split) > 0) return {};
    return tr("Every weight is 0: give at least one version some traffic.");
}

}  // namespace binnacle
