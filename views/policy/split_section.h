// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/topology_frame.h"
#include "views/latency/section.h"
#include "views/policy/policy_draft.h"

#include <string>
#include <vector>

class QGridLayout;
class QSlider;
class QSpinBox;

namespace binnacle {

class ToneLabel;

/// "Traffic split": a slider and a number for each subset, as relative weights, with the share that results
/// and the share seen. UI thread only.
class SplitSection : public Section {
    Q_OBJECT
  public:
    explicit SplitSection(PolicyDraft& draft, QWidget* parent = nullptr);

    /// Takes the subsets there are and what they get now.
    void showTraffic(const TopologyFrame& frame);
    /// Why these weights can't be applied; empty when they can.
    QString problem() const;

  private:
    struct Row {
        std::string subset;
        ToneLabel* share;
        ToneLabel* seen;
        QSlider* slider;
        QSpinBox* weight;
    };

    void showDraft();
    void rebuild(const std::vector<std::string>& subsets);
    void addRow(const std::string& subset);
    void connectRow(std::size_t index);
    void edit(std::size_t index, int weight);
    std::vector<std::string> knownSubsets(const TopologyFrame& frame) const;
    TrafficSplit shown() const;

    PolicyDraft& m_draft;
    ToneLabel* m_note;
    QWidget* m_body = nullptr;
    std::vector<Row> m_rows;
    std::vector<std::string> m_seenSubsets;
    bool m_isShowing = false;
};

}  // namespace binnacle
