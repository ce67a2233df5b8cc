// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/policy/policy_field.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QDoubleSpinBox;

namespace binnacle {

class HealthMark;
class ToneLabel;

/// One number that may be unset (which is not 0): a check box, the number with its unit, what holds now and
/// what was observed, and what 0 means while it is 0. UI thread only.
class NumberField : public QWidget {
    Q_OBJECT
  public:
    explicit NumberField(const PolicyField& field, QWidget* parent = nullptr);

    const PolicyField& field() const { return m_field; }
    void setValue(std::optional<double> value);
    /// "now 200, from mesh file · 3 now, 12 at most seen"
    void setFacts(const QString& facts);
    /// What the box starts at when it is checked.
    void setSuggestion(double value) { m_suggestion = value; }

  Q_SIGNALS:
    void edited(std::optional<double> value);

  private:
    void toggle(bool isSet);
    void showZero(std::optional<double> value);

    const PolicyField& m_field;
    QCheckBox* m_isSet;
    QDoubleSpinBox* m_number;
    ToneLabel* m_facts;
    ToneLabel* m_zero;
    HealthMark* m_zeroMark;
    double m_suggestion = 1;
    bool m_isShowing = false;
};

}  // namespace binnacle
