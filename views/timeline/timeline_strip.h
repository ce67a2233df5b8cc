// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"
#include "views/timeline/timeline_geometry.h"
#include "views/timeline/timeline_paint.h"

#include <QPixmap>
#include <QWidget>
#include <optional>
#include <vector>

namespace binnacle {

/// The drawn timeline: rate and errors over any span, marks for what happened, and the window looked at,
/// which a drag chooses. Wheel and keys change the span, not the window. Asks the station for nothing:
/// TimelineView does. UI thread only.
class TimelineStrip : public QWidget {
    Q_OBJECT
  public:
    TimelineStrip(TelemetrySession& telemetry, TimeTravel& travel, QWidget* parent = nullptr);

    TimeSpan span() const { return m_span; }
    /// Its right end is now, and goes with it.
    bool isFollowing() const { return m_isFollowing; }
    void setSpan(const TimeSpan& span);
    /// So long a span that ends now, or around what is looked at in the past.
    void setSpanLength(Duration length);
    void showWhole();
    void zoom(double factor);  ///< around the window's end where that is in sight
    void setEvents(std::vector<Event> events);
    /// Moves on with the time.
    void follow();
    /// Where an event is drawn, for tests; nothing where it is out of sight.
    std::optional<QPointF> placeOf(const Event& event) const;
    TimelineLayout drawnLayout() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void spanChanged();
    void eventChosen(const binnacle::Event& event);

  protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Drag {
        double from = 0;
        double to = 0;
        bool isPan = false;
        TimeSpan span = {};  ///< when it began
    };

    void redraw();
    void showTravel();
    void describe();
    TimeSpan windowSpan() const;
    TimelineWindowLook windowLook() const;
    std::vector<RecordedSpan> knownSpans() const;
    std::vector<const Event*> marksAt(const QPointF& point) const;
    void clickAt(const QPointF& point);
    void panTo(double x);
    void chooseDragged(const Drag& drag);
    void chooseMarks(const std::vector<const Event*>& marks);

    TelemetrySession& m_telemetry;
    TimeTravel& m_travel;
    TimeSpan m_span;
    bool m_isFollowing = true;
    bool m_isClickMoved = false;  ///< the last click moved the window
    std::vector<Event> m_events;
    std::vector<MarkGroup> m_groups;
    std::optional<Drag> m_drag;
    QPixmap m_still;  ///< null: to be drawn anew
};

}  // namespace binnacle
