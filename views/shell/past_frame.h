// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/time_travel.h"

#include <QWidget>

namespace binnacle {

/// A frame around what is looked at, in the accent colour while that is past, so that nobody takes it for
/// now. UI thread only.
class PastFrame : public QWidget {
    Q_OBJECT
  public:
    /// Takes `content` over.
    PastFrame(TimeTravel& travel, QWidget* content, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    TimeTravel& m_travel;
};

}  // namespace binnacle
