// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"

#include <QWidget>
#include <memory>

namespace binnacle {

/// Edits the traffic policy of one service: split, limits, outlier detection, with the plan in native terms
/// beside the form while one types; then a reason, Apply, and the card of the running change. Every effect
/// goes through PolicySession. UI thread only.
class PolicyEditor : public QWidget {
    Q_OBJECT
  public:
    PolicyEditor(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent = nullptr);
    ~PolicyEditor() override;

    QString service() const;  ///< being edited; empty before the first
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public Q_SLOTS:
    void editService(const QString& service);

  Q_SIGNALS:
    void closed();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Private;

    void build();
    QLayout* buildHead();
    void buildTools();
    void addTool(QAction* action, const QString& text);
    void connectAll();
    void showForm();
    void showPage();
    void showChange(const Change& change);
    void showNewestState();

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
