// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"

#include <QWidget>
#include <optional>

class QLineEdit;
class QProgressBar;
class QPushButton;

namespace binnacle {

class FactTable;
class HealthMark;
class ToneLabel;

/// One change: how it stands, who, when, why and what, each proxy's answer, and Revert, which asks for its
/// reason in place. UI thread only.
class ChangeSummary : public QWidget {
    Q_OBJECT
  public:
    explicit ChangeSummary(PolicySession& policy, QWidget* parent = nullptr);

    void setChange(const Change& change);
    const std::optional<Change>& change() const { return m_change; }

  private:
    QWidget* buildHead();
    QWidget* buildRevert();
    void connectAll();
    void showAnswers();
    void showRevert();
    void askReason(bool isAsked);
    void revert();

    PolicySession& m_policy;
    std::optional<Change> m_change;
    HealthMark* m_mark;
    ToneLabel* m_state;
    ToneLabel* m_acknowledged;
    QProgressBar* m_progress;
    ToneLabel* m_reason;
    ToneLabel* m_meta;
    ToneLabel* m_what;
    FactTable* m_answers;
    ToneLabel* m_errors;
    ToneLabel* m_live;
    QPushButton* m_revert;
    QWidget* m_ask;
    QLineEdit* m_revertReason;
    QPushButton* m_revertNow;
    QPushButton* m_cancel;
};

/// "Live on every proxy", "Sending" ...
QString changeStateSentence(const Change& change);

}  // namespace binnacle
