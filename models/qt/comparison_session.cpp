// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_session.h"

#include "models/qt/format.h"
#include "models/qt/worker.h"

#include <QMetaObject>
#include <QTimer>
#include <utility>

namespace binnacle {
namespace {

using Frame = std::shared_ptr<const TopologyFrame>;

constexpr int kCompareMs = 400;  ///< figures that change faster than that can't be read

/// How far before the shown window's end the baseline ends.
Duration distanceOf(Baseline baseline, Duration length) {
    switch (baseline) {
        case Baseline::hourAgo:
            return std::chrono::hours(1);
        case Baseline::dayAgo:
            return std::chrono::hours(24);
        case Baseline::weekAgo:
            return std::chrono::hours(24 * 7);
        case Baseline::nothing:
        case Baseline::justBefore:
        case Baseline::chosenTime:
        case Baseline::snapshot:
            break;
    }
    return length;
}

}  // namespace

struct ComparisonSession::Private {
    TelemetrySession& telemetry;
    Opener opener;
    Baseline baseline = Baseline::nothing;
    TimePoint chosenEnd{};
    QString path;
    QString error;
    std::optional<Recording> asked;  ///< where the baseline is, once that is known
    Frame before;
    std::shared_ptr<const FrameComparison> comparison;
    Series series;
    std::unique_ptr<Subscription> seriesWatch;
    std::uint64_t generation = 0;
    bool isComparing = false;
    bool isStale = false;  ///< the frame shown is of an older window or filter; the next one is not
    QTimer soon;
    Worker asker;
    // Compares, and ends old watches: that waits for a callback that runs, which the UI thread must not.
    Worker helper;

    void endWatch() {
        if (!seriesWatch) return;
        helper.post([old = std::shared_ptr<Subscription>(std::move(seriesWatch))]() mutable { old.reset(); });
    }
};

ComparisonSession::ComparisonSession(TelemetrySession& telemetry, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(telemetry)) {
    d->soon.setSingleShot(true);
    d->soon.setInterval(kCompareMs);
    connect(&d->soon, &QTimer::timeout, this, &ComparisonSession::compare);
    connect(&telemetry, &TelemetrySession::frameChanged, this, [this] {
        d->isStale = false;
        if (!isOn()) return;
        // A live window needs a first frame to know when "just before" is.
        if (!d->asked && d->error.isEmpty() && d->baseline != Baseline::snapshot) ask();
        compareSoon();
    });
    connect(&telemetry, &TelemetrySession::windowChanged, this, &ComparisonSession::askAnew);
    connect(&telemetry, &TelemetrySession::filterChanged, this, &ComparisonSession::askAnew);
    connect(&telemetry, &TelemetrySession::seriesChanged, this, [this] {
        if (isOn() && d->asked && d->series.selection != d->telemetry.seriesSelection()) watchSeries();
    });
}

ComparisonSession::~ComparisonSession() {
    d->seriesWatch.reset();
    d->asker.stop();
    d->helper.stop();
}

void ComparisonSession::setOpener(Opener opener) {
    d->opener = std::move(opener);
    Q_EMIT baselineChanged();
}
bool ComparisonSession::canOpen() const {
    return d->opener != nullptr;
}
Baseline ComparisonSession::baseline() const {
    return d->baseline;
}
QString ComparisonSession::snapshotPath() const {
    return d->path;
}
QString ComparisonSession::errorText() const {
    return d->error;
}
TimePoint ComparisonSession::shownEnd() const {
    return d->telemetry.window().to.value_or(d->telemetry.frame()->to);
}
std::shared_ptr<const FrameComparison> ComparisonSession::comparison() const {
    return d->comparison;
}
const Series& ComparisonSession::series() const {
    return d->series;
}

void ComparisonSession::compareWith(Baseline baseline) {
    if (baseline == Baseline::nothing) return stop();
    begin(baseline);
}

void ComparisonSession::compareWithTime(TimePoint end) {
    d->chosenEnd = end;
    begin(Baseline::chosenTime);
}

void ComparisonSession::compareWithSnapshot(const QString& path) {
    if (!d->opener) return;
    d->path = path;
    begin(Baseline::snapshot);
}

void ComparisonSession::stop() {
    if (!isOn()) return;
    begin(Baseline::nothing);
}

void ComparisonSession::retry() {
    if (isOn()) begin(d->baseline);
}

void ComparisonSession::begin(Baseline baseline) {
    d->baseline = baseline;
    if (baseline != Baseline::snapshot) d->path.clear();
    forget();
    if (baseline == Baseline::snapshot)
        open();
    else if (isOn())
        ask();
    Q_EMIT baselineChanged();
    Q_EMIT comparisonChanged();
    Q_EMIT seriesChanged();
}

/// What was known of an older baseline goes, and answers that are on their way with it.
void ComparisonSession::forget() {
    ++d->generation;
    d->error.clear();
    d->asked.reset();
    d->before.reset();
    d->comparison.reset();
    d->series = {};
    d->endWatch();
    d->isComparing = false;
}

void ComparisonSession::askAnew() {
    d->isStale = true;
    if (!isOn()) return;
    // A snapshot's window is its own; only the filter is asked of it again.
    const auto recording = d->baseline == Baseline::snapshot ? d->asked : std::nullopt;
    if (d->baseline == Baseline::snapshot && !recording) return;
    forget();
    if (recording)
        askFrame(recording->port, recording->window);
    else
        ask();
    Q_EMIT comparisonChanged();
    Q_EMIT seriesChanged();
}

void ComparisonSession::ask() {
    if (shownEnd() == TimePoint{}) return;  // the first frame asks
    const Duration length = d->telemetry.window().length;
    const TimePoint end =
        d->baseline == Baseline::chosenTime ? d->chosenEnd : shownEnd() - distanceOf(d->baseline, length);
    askFrame(d->telemetry.port(), {length, end});
}

void ComparisonSession::open() {
    d->asker.post([this, generation = d->generation, open = d->opener, path = utf8(d->path)] {
        answer(generation, [this, recording = open(path)] { takeRecording(recording); });
    });
}

void ComparisonSession::takeRecording(const Result<Recording>& recording) {
    if (!recording) return fail(recording.error());
    askFrame(recording->port, recording->window);
}

void ComparisonSession::askFrame(const std::shared_ptr<TelemetryPort>& port, const TimeWindow& window) {
    d->asked = Recording{port, window};
    watchSeries();
    d->asker.post(
        [this, generation = d->generation, port, query = TopologyQuery{window, utf8(d->telemetry.filter())}] {
            answer(generation, [this, frame = port->topology(query)] { takeFrame(frame); });
        });
}

void ComparisonSession::takeFrame(const Result<Frame>& frame) {
    if (!frame) return fail(frame.error());
    d->before = *frame;
    compare();
}

void ComparisonSession::fail(const Error& error) {
    d->error = sentence(error);
    Q_EMIT comparisonChanged();
}

void ComparisonSession::watchSeries() {
    d->endWatch();
    d->series = {};
    d->series.selection = d->telemetry.seriesSelection();
    const TimeWindow& window = d->asked->window;
    const SeriesQuery query{window, TelemetrySession::chartStep(window), d->series.selection,
                            utf8(d->telemetry.filter())};
    d->seriesWatch =
        d->asked->port->watchSeries(query, [this, generation = d->generation](const Result<Series>& series) {
            if (!series) return;  // the frame's own error says it
            answer(generation, [this, series = *series] {
                if (series.selection != d->series.selection) return;
                d->series = series;
                Q_EMIT seriesChanged();
            });
        });
}

void ComparisonSession::compareSoon() {
    if (d->before && !d->soon.isActive()) d->soon.start();
}

void ComparisonSession::compare() {
    const Frame after = d->telemetry.frame();
    if (!d->before || d->isStale || after->to == TimePoint{}) return;
    if (d->isComparing) return compareSoon();
    d->isComparing = true;
    d->helper.post([this, generation = d->generation, before = d->before, after] {
        auto comparison = std::make_shared<const FrameComparison>(compareFrames(*before, *after));
        answer(generation, [this, comparison = std::move(comparison)] {
            d->isComparing = false;
            d->comparison = comparison;
            Q_EMIT comparisonChanged();
        });
    });
}

/// On a worker's or a port's thread; an answer to an older question is dropped.
void ComparisonSession::answer(std::uint64_t generation, std::function<void()> onUiThread) {
    QMetaObject::invokeMethod(
        this,
        [this, generation, call = std::move(onUiThread)] {
            if (generation == d->generation) call();
        },
        Qt::QueuedConnection);
}

}  // namespace binnacle
