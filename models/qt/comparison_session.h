// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"
#include "models/qt/telemetry_session.h"

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

namespace binnacle {

/// Which window the shown one is put beside.
enum class Baseline { nothing, justBefore, hourAgo, dayAgo, weekAgo, chosenTime, snapshot };

/// What is shown beside what was: asks for the baseline's window once, and compares it anew with each frame
/// of the telemetry session. Asked again when the shown window's length or end, or the filter, changes. Not
/// for choosing the shown window. UI thread only; the comparing itself is done on a worker.
class ComparisonSession : public QObject {
    Q_OBJECT
  public:
    /// Another recording, opened: what the baseline is taken from.
    struct Recording {
        std::shared_ptr<TelemetryPort> port;
        TimeWindow window;
    };
    /// Opens a snapshot's file; called on a worker, may take seconds.
    using Opener = std::function<Result<Recording>(const std::string& path)>;

    explicit ComparisonSession(TelemetrySession& telemetry, QObject* parent = nullptr);
    ~ComparisonSession() override;

    /// Without one, a snapshot can't be chosen as the baseline.
    void setOpener(Opener opener);
    bool canOpen() const;

    Baseline baseline() const;
    bool isOn() const { return baseline() != Baseline::nothing; }
    QString snapshotPath() const;  ///< of the snapshot compared with; else empty
    QString errorText() const;     ///< why there is no comparison; empty where there is one, or it is coming
    /// Where the shown window ends; of a live one, with the newest frame.
    TimePoint shownEnd() const;
    /// Null until both windows are there.
    std::shared_ptr<const FrameComparison> comparison() const;
    /// The baseline's series of the telemetry session's selection; no points until it is there.
    const Series& series() const;

    /// Compares with one of the windows that go by the shown one's end; not chosenTime or snapshot.
    void compareWith(Baseline baseline);
    /// With the window, as long as the shown one, that ends at `end`.
    void compareWithTime(TimePoint end);
    void compareWithSnapshot(const QString& path);
    void stop();
    /// Asks for the baseline again.
    void retry();

  Q_SIGNALS:
    void baselineChanged();
    void comparisonChanged();
    void seriesChanged();

  private:
    void begin(Baseline baseline);
    void askAnew();
    void ask();
    void open();
    void askFrame(const std::shared_ptr<TelemetryPort>& port, const TimeWindow& window);
    void watchSeries();
    void takeFrame(const Result<std::shared_ptr<const TopologyFrame>>& frame);
    void takeRecording(const Result<Recording>& recording);
    void fail(const Error& error);
    void compareSoon();
    void compare();
    void forget();
    void answer(std::uint64_t generation, std::function<void()> onUiThread);

    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace binnacle
