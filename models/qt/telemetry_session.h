// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

namespace binnacle {

/// Live telemetry for the desktop: holds the watches on one TelemetryPort and gives views the newest values
/// on the UI thread, at most `kFramesPerSecond` times a second, never losing the last one. Not for policy. UI
/// thread only.
class TelemetrySession : public QObject {
    Q_OBJECT
  public:
    enum class State { connecting, live, paused, disconnected };
    /// Above the station's ten, so that no watch's news waits for another's.
    static constexpr int kFramesPerSecond = 30;
    static constexpr std::size_t kHeldRequests = 100'000;  ///< kept between two turns, or while paused

    explicit TelemetrySession(std::shared_ptr<TelemetryPort> port, QObject* parent = nullptr);
    ~TelemetrySession() override;

    const std::shared_ptr<TelemetryPort>& port() const;  ///< for questions that are asked once
    /// The step of a chart over `window`: whole seconds, and no more points than it has room for.
    static Duration chartStep(const TimeWindow& window);

    State state() const;
    QString errorText() const;  ///< a sentence for people; empty unless disconnected
    TimeWindow window() const;
    QString filter() const;
    std::shared_ptr<const TopologyFrame> frame() const;  ///< never null; empty before the first
    /// Of the station now, whatever window is looked at.
    const StationStatus& status() const;
    /// Proxies and counters as they stood at the end of the window; status() while that is now.
    const StationStatus& statusShown() const;
    const std::vector<ClusterState>& clusters() const;  ///< at the end of the window
    Selection seriesSelection() const;
    const Series& series() const;    ///< of seriesSelection(), over window()
    const Series& overview() const;  ///< all calls that the filter lets through, over the overview's span

    void setWindow(const TimeWindow& window);
    void setFilter(const QString& filter);  ///< already checked with Filter::parse()
    void setPaused(bool paused);            ///< paused: the shown values stay; the station goes on
    /// The timeline's own span: whole seconds a step, at most 3600 steps. First the last 15 minutes.
    void setOverview(const TimeWindow& span, Duration step);
    void setSeriesSelection(const Selection& selection);
    void retry();  ///< opens every watch anew

  Q_SIGNALS:
    void stateChanged();
    void windowChanged();
    void filterChanged();
    void frameChanged();
    void statusChanged();
    void clustersChanged();
    void seriesChanged();
    void overviewChanged();
    void requestsArrived(const std::vector<binnacle::RequestRecord>& records);
    /// Window or filter changed: what was there is void. Told when the new picture comes, so that tables are
    /// not empty meanwhile.
    void requestsReset();

  private:
    void watchStation();
    void watchMoment();
    void watchTraffic();
    void watchOverview();
    void watchSeries();
    void wake();
    void takeTurn();
    void drain();
    void drainTraffic();
    void publishState();

    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace binnacle
