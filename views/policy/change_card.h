// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"
#include "views/policy/effect_record.h"

#include <QWidget>

class QPushButton;

namespace binnacle {

class ChangeSummary;
class EffectCharts;

/// The change that was just made: its answers as they come, and its effect as it shows. UI thread only.
class ChangeCard : public QWidget {
    Q_OBJECT
  public:
    ChangeCard(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent = nullptr);

    void setChange(const Change& change);

  Q_SIGNALS:
    void backRequested();

  private:
    void record(const std::vector<RequestRecord>& records);

    TelemetrySession& m_telemetry;
    EffectRecord m_record;
    ChangeSummary* m_summary;
    EffectCharts* m_effect;
    QPushButton* m_back;
};

}  // namespace binnacle
