// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window does about alerts: the panel, and the moment an alert began.
#include "views/alerts/alerts_view.h"
#include "views/shell/main_window.h"
#include "views/shell/status_line.h"

#include "models/qt/format.h"

#include <QDockWidget>

namespace binnacle {

void MainWindow::connectAlerts() {
    connect(&m_history, &HistorySession::alertBookChanged, this,
            [this] { m_alerts->setBook(m_history.alertBook()); });
    connect(&m_history, &HistorySession::rulesRefused, m_alerts, &AlertsView::showRulesRefusal);
    connect(m_alerts, &AlertsView::rulesSubmitted, &m_history, &HistorySession::setAlertRules);
    connect(m_alerts, &AlertsView::momentRequested, &m_travel, &TimeTravel::goTo);
    connect(m_alerts, &AlertsView::callRequested, &m_selection, &MapSelection::selectEdge);
}

void MainWindow::showAlert(const Alert& alert) {
    m_alertsDock->show();
    m_alertsDock->raise();
    m_alerts->openAlert(alert);
}

void MainWindow::remark(const QString& sentence) {
    constexpr int kShownMs = 15'000;
    m_status->showMessage(sentence, kShownMs);
}

}  // namespace binnacle
