// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace binnacle {

/// One alert in words: what it means, what was seen, and its runbook as text to copy; never a link. UI thread
/// only.
class AlertDetails : public QWidget {
    Q_OBJECT
  public:
    explicit AlertDetails(QWidget* parent = nullptr);

    void setAlert(const Alert& alert);

  Q_SIGNALS:
    void openRequested();  ///< the moment and the call are wanted

  private:
    QLabel* m_title;
    QLabel* m_summary;
    QLabel* m_runbook;
    QPushButton* m_copy;
    QPushButton* m_open;
};

}  // namespace binnacle
