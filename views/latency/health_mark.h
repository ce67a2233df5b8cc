// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>
#include <QWidget>

namespace binnacle {

/// Health as a shape and a colour, so that it is read without the hue: ring (idle), disc (good), triangle
/// (degraded), cross in a square (failing).
void paintHealthMark(QPainter& painter, const QRectF& box, Health health);
/// "no traffic", "good", "degraded", "failing".
QString healthText(Health health);

/// The mark alone, 16 px. UI thread only.
class HealthMark : public QWidget {
    Q_OBJECT
  public:
    explicit HealthMark(QWidget* parent = nullptr);

    void setHealth(Health health);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Health m_health = Health::idle;
};

}  // namespace binnacle
