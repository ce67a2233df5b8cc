// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/qt/time_travel.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace binnacle {

/// Says above the map that what is shown is past, which part of it, and leads back. Not there while live. UI
/// thread only.
class PastBanner : public QFrame {
    Q_OBJECT
  public:
    PastBanner(TimeTravel& travel, const Clock& clock, QWidget* parent = nullptr);

    /// Where there is no live to go back to.
    void setSnapshot();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();

    TimeTravel& m_travel;
    const Clock& m_clock;
    QLabel* m_text;
    QPushButton* m_back;
    bool m_isSnapshot = false;
};

}  // namespace binnacle
