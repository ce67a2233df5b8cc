// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/policy_port.h"

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

/// Traffic policy for the desktop: what is in force, the plan of the draft being edited, and the changes
/// made. Runs the blocking PolicyPort on a worker and answers on the UI thread; the answer to an older draft
/// is dropped by its generation. UI thread only.
class PolicySession : public QObject {
    Q_OBJECT
  public:
    explicit PolicySession(std::shared_ptr<PolicyPort> port, QObject* parent = nullptr);
    ~PolicySession() override;

    const std::vector<PolicyInForce>& policies() const;
    const std::vector<Change>& history() const;  ///< newest first
    bool isApplying() const;
    std::optional<TimePoint> moment() const;

    /// Shows the policies that were in force at a moment; unset: now. What is past can't be changed: until it
    /// is unset again, apply() and revert() are refused.
    void setMoment(std::optional<TimePoint> moment);
    void refresh();
    /// Asks for the plan of a draft; planReady() follows, for the newest draft only.
    void planDraft(const std::vector<Intent>& intents);
    void apply(const std::vector<Intent>& intents, const QString& basedOn, const QString& reason);
    void revert(const QString& changeId, const QString& reason);
    /// Asks for the bootstrap lines a proxy needs; adoptionReady() or adoptionFailed() follows.
    void requestAdoption();

  Q_SIGNALS:
    void policiesChanged();
    void historyChanged();
    void applyingChanged();
    void momentChanged();
    void planReady(const binnacle::Plan& plan);
    void planFailed(const QString& sentence);
    void changeProgressed(const binnacle::Change& change);  ///< each answer of a proxy
    void changeFinished(const binnacle::Change& change);
    void changeFailed(const QString& sentence);
    void adoptionReady(const QString& lines);
    void adoptionFailed(const QString& sentence);

  private:
    void answer(std::function<void()> onUiThread);
    void show(const Result<std::vector<PolicyInForce>>& policies, const Result<std::vector<Change>>& history);
    void change(std::function<Result<Change>(const PolicyPort::OnProgress&)> call);
    void finish(const Result<Change>& outcome);

    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace binnacle
