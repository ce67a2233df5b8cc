// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"

#include <QRectF>
#include <QWidget>
#include <optional>

namespace binnacle {

/// The last fifteen minutes at a glance: rate as an area, the share of errors as a band in it. Dragging
/// chooses the window that every view shows; a click goes back to live. UI thread only.
class OverviewStrip : public QWidget {
    Q_OBJECT
  public:
    explicit OverviewStrip(TelemetrySession& telemetry, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    QRectF plot() const;
    TimePoint begin() const;
    TimePoint end() const;
    double xOf(TimePoint at) const;
    TimePoint timeAt(double x) const;
    void paintArea(QPainter& painter) const;
    void paintWindow(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    TelemetrySession& m_telemetry;
    std::optional<double> m_dragFrom;
    double m_dragTo = 0;
};

}  // namespace binnacle
