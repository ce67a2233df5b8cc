// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/time_travel.h"

#include <QFrame>
#include <optional>

class QLabel;
class QLineEdit;

namespace binnacle {

/// The time that a person wrote: ISO 8601 with or without zone (then local), or only "14:03" or "14:03:20" of
/// the day of `near`.
std::optional<TimePoint> parseTime(const QString& written, TimePoint near);

/// Two fields, from and to, over the page: not in the way of it, and gone with Esc or when another place is
/// clicked. UI thread only.
class TimeRangeEditor : public QFrame {
    Q_OBJECT
  public:
    explicit TimeRangeEditor(TimeTravel& travel, QWidget* parent = nullptr);

    /// Below a widget, filled with the window looked at.
    void openBelow(const QWidget& anchor);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void choose();
    void complain(const QString& sentence);

    TimeTravel& m_travel;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QLabel* m_problem;
};

}  // namespace binnacle
