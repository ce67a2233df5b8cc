// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "views/policy/effect_record.h"

#include <QWidget>
#include <string>
#include <vector>

namespace binnacle {

class ChartView;
class Section;

/// What a change did: rate, share of errors and p99 of the service in the minute after it, over the minute
/// before it, both laid on one axis from the same start. UI thread only.
class EffectCharts : public QWidget {
    Q_OBJECT
  public:
    static constexpr std::int64_t kSpan = 60;  ///< seconds on either side

    explicit EffectCharts(QWidget* parent = nullptr);

    void show(const EffectRecord& record, const Change& change);

  private:
    void addChart(ChartView* chart);

    Section* m_section;
    std::vector<ChartView*> m_charts;  ///< rate, share of errors, p99
};

}  // namespace binnacle
