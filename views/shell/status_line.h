// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/telemetry/station_status.h"

#include <QStatusBar>
#include <deque>
#include <optional>

class QLabel;

namespace binnacle {

/// What the status bar says: proxies, records a second, lag and whose share of it is whose, losses, what
/// is recorded, and what this window may do. UI thread only.
class StatusLine : public QStatusBar {
    Q_OBJECT
  public:
    explicit StatusLine(const Clock& clock, QWidget* parent = nullptr);

    void setStatus(const StationStatus& status);
    /// From a frame's publication to its picture on this screen.
    void setDesktopLag(Duration lag);

  private:
    void showLag();
    void showLosses(const StationStatus& status);
    void showHistory(const HistoryStatus& history);
    QLabel* addText(const QString& name);
    double recordsPerSecond(std::uint64_t received);

    struct Sample {
        MonotonicPoint at;
        std::uint64_t received = 0;
    };

    const Clock& m_clock;
    QLabel* m_proxies;
    QLabel* m_rate;
    QLabel* m_lag;
    QLabel* m_losses;
    QLabel* m_history;
    QLabel* m_access;
    std::deque<Sample> m_samples;
    std::optional<Lag> m_stationLag;
    Duration m_desktopLag{};
};

}  // namespace binnacle
