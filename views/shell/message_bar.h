// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace binnacle {

/// One line that says what is wrong and offers the one thing to do about it. In the page, never modal. UI
/// thread only.
class MessageBar : public QFrame {
    Q_OBJECT
  public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// With an empty `action` there is no button.
    void show(const QString& message, const QString& action);

  Q_SIGNALS:
    void actionRequested();

  private:
    QLabel* m_text;
    QPushButton* m_button;
};

}  // namespace binnacle
