// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"
#include "views/shell/main_window.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace binnacle {

/// Draws one view to a file as soon as there is something to see, then ends the application: 0 when the file
/// is written, 1 with a message when it is not, or nothing came in time. UI thread only.
class Screenshot : public QObject {
    Q_OBJECT
  public:
    struct Order {
        MainWindow::View view = MainWindow::View::map;
        QString file;
    };

    Screenshot(MainWindow& window, TelemetrySession& telemetry, Order order);

    static MainWindow::View viewOf(const std::string& name);

  private:
    void look();
    void prepare();
    void take();
    void fail(const QString& why);

    MainWindow& m_window;
    TelemetrySession& m_telemetry;
    Order m_order;
    QTimer m_giveUp;
    bool m_isPrepared = false;
};

}  // namespace binnacle
