// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/telemetry/sketch.h"
#include "models/qt/telemetry_session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <deque>
#include <optional>
#include <vector>

namespace binnacle {

/// Measures what a person waits for: from the end of a request, and from the publication of a frame, to the
/// moment the picture that holds it is painted; and how long the UI thread is away at a time. UI thread only.
class PaintProbe : public QObject {
    Q_OBJECT
  public:
    /// `canvas` is the widget that paints the frames.
    PaintProbe(TelemetrySession& telemetry, QWidget& canvas, const Clock& clock, QObject* parent = nullptr);

    /// Starts the probe timer of the event loop as well.
    void measureTurns();
    /// Publication of a frame to its picture: the median of the last ones.
    Duration desktopLag() const;
    /// The figures so far, one a line.
    QString report() const;

  Q_SIGNALS:
    void lagChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void notePainted();
    void noteTurn();

    TelemetrySession& m_telemetry;
    const Clock& m_clock;
    QTimer m_turn;
    QElapsedTimer m_sinceTurn;
    bool m_hasNewFrame = false;
    bool m_isPainting = false;
    bool m_isBacklog = true;             // the first batch of a watch is old by design
    std::vector<TimePoint> m_unpainted;  // ends of requests that no picture holds yet
    std::deque<Duration> m_recent;
    Sketch m_turns;
    Sketch m_requestLag;
    Sketch m_newestLag;
    Sketch m_desktopLag;
};

}  // namespace binnacle
