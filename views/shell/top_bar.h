// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"

#include <QToolBar>

class QLabel;
class QToolButton;

namespace binnacle {

class FilterBox;
class TimeRangeEditor;

/// Which mesh, what of it, over which window, live or not: the things that hold for every view. UI thread
/// only.
class TopBar : public QToolBar {
    Q_OBJECT
  public:
    TopBar(TelemetrySession& telemetry, TimeTravel& travel, QWidget* parent = nullptr);

    FilterBox& filterBox() { return *m_filter; }

  public Q_SLOTS:
    /// Holds what is live, or lets it go on; plays what is past, or pauses it.
    void togglePause();
    void chooseWindow();

  Q_SIGNALS:
    void paletteRequested();

  private:
    void buildWindowPicker();
    void buildLiveButton();
    void showWindow();
    void showState();
    void clickLive();
    void paintEvent(QPaintEvent* event) override;

    TelemetrySession& m_telemetry;
    TimeTravel& m_travel;
    QLabel* m_mesh;
    FilterBox* m_filter;
    QToolButton* m_window;
    QToolButton* m_live;
    QToolButton* m_palette;
    TimeRangeEditor* m_range;
};

}  // namespace binnacle
