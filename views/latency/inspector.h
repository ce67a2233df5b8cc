// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/map_selection.h"
#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"

#include <QWidget>
#include <memory>

namespace binnacle {

/// What is true about the selection now: figures, charts, codes and flags, callers and callees, both sides'
/// views, hosts and the policies in force; with nothing selected, the whole mesh and where it hurts. It sets
/// the session's series selection. Not for editing policy: it asks for that. UI thread only.
class Inspector : public QWidget {
    Q_OBJECT
  public:
    Inspector(TelemetrySession& telemetry, PolicySession& policy, MapSelection& selection,
              QWidget* parent = nullptr);
    ~Inspector() override;

    /// The selection's series in another window, to see beside the shown one; without points: none.
    void setBaseline(const Series& baseline);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void editPolicyRequested(const QString& service);
    void windowRequested(const binnacle::TimeWindow& window);  ///< dragged on a chart

  private:
    struct Private;

    void build();
    void wrap(QWidget* content);  ///< into a scroll area that fills this
    void connectAll();
    void follow();

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
