// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"

#include <QToolBar>

class QLabel;
class QToolButton;

namespace binnacle {

class FilterBox;

/// Which mesh, what of it, over which window, live or not: the things that hold for every view. UI thread
/// only.
class TopBar : public QToolBar {
    Q_OBJECT
  public:
    explicit TopBar(TelemetrySession& telemetry, QWidget* parent = nullptr);

    FilterBox& filterBox() { return *m_filter; }

  public Q_SLOTS:
    /// Pauses what is live; what is paused, or looks at the past, goes on live.
    void toggleLive();

  Q_SIGNALS:
    void paletteRequested();

  private:
    void buildWindowPicker();
    void buildLiveButton();
    void showWindow();
    void showState();

    TelemetrySession& m_telemetry;
    QLabel* m_mesh;
    FilterBox* m_filter;
    QToolButton* m_window;
    QToolButton* m_live;
    QToolButton* m_palette;
};

}  // namespace binnacle
