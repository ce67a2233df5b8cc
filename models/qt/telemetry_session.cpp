// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/telemetry_session.h"

#include "models/qt/format.h"
#include "models/qt/mailbox.h"
#include "models/qt/worker.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

namespace binnacle {
namespace {

constexpr int kTurnMs = 1000 / TelemetrySession::kFramesPerSecond;
constexpr std::int64_t kChartPoints = 300;
constexpr std::size_t kBacklog = 1000;

using Frame = std::shared_ptr<const TopologyFrame>;
using Records = std::vector<RequestRecord>;

void joinRecords(Records& waiting, Records more) {
    std::move(more.begin(), more.end(), std::back_inserter(waiting));
    if (waiting.size() <= TelemetrySession::kHeldRequests) return;
    const auto excess = waiting.size() - TelemetrySession::kHeldRequests;
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(excess));
}

}  // namespace

/// A watch and where its values wait for the UI thread.
template <typename T>
struct Watched {
    Mailbox<T> mailbox;
    std::unique_ptr<Subscription> subscription;
    QString error;  ///< empty while values come
};

struct TelemetrySession::Private {
    std::shared_ptr<TelemetryPort> port;
    TimeWindow window;
    QString filter;
    Selection seriesSelection;
    bool isPaused = false;
    bool isHeard = false;
    bool isResetDue = false;  // of the requests, with the next picture
    TimeWindow overviewSpan{std::chrono::minutes(15), {}};
    Duration overviewStep = std::chrono::seconds(5);
    State shownState = State::connecting;

    Frame frame = std::make_shared<const TopologyFrame>();
    StationStatus status;
    std::optional<StationStatus> pastStatus;  // while the window ends in the past
    std::vector<ClusterState> clusters;
    Series series;
    Series overview;

    Watched<Frame> frames;
    Watched<Records> requests;
    Watched<Series> seriesWatch;
    Watched<Series> overviewWatch;
    Watched<StationStatus> statuses;
    Watched<StationStatus> pastStatuses;
    Watched<std::vector<ClusterState>> clusterWatch;

    std::atomic<bool> isWoken = false;
    QElapsedTimer sinceTurn;
    QTimer turn;
    // Ends old watches: that waits for a callback that runs, which the UI thread must not.
    Worker reaper;

    template <typename T>
    std::uint64_t reopen(Watched<T>& watched) {
        const std::uint64_t generation = watched.mailbox.restart();
        watched.error.clear();
        if (watched.subscription) {
            reaper.post([old = std::shared_ptr<Subscription>(std::move(watched.subscription))]() mutable {
                old.reset();
            });
        }
        return generation;
    }

    /// Puts the newest value of `watched` into `value`; false where there is none, or an error came.
    template <typename T>
    bool receive(Watched<T>& watched, T& value) {
        auto newest = watched.mailbox.take();
        if (!newest) return false;
        if (!*newest) {
            watched.error = sentence(newest->error());
            return false;
        }
        watched.error.clear();
        isHeard = true;
        value = std::move(**newest);
        return true;
    }

    QString error() const {
        for (const QString& each : {statuses.error, frames.error, requests.error, seriesWatch.error,
                                    overviewWatch.error, clusterWatch.error, pastStatuses.error}) {
            if (!each.isEmpty()) return each;
        }
        return {};
    }

    State state() const {
        if (!error().isEmpty()) return State::disconnected;
        if (isPaused) return State::paused;
        return isHeard ? State::live : State::connecting;
    }

    std::string filterText() const { return utf8(filter); }
};

TelemetrySession::TelemetrySession(std::shared_ptr<TelemetryPort> port, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>()) {
    d->port = std::move(port);
    d->turn.setSingleShot(true);
    connect(&d->turn, &QTimer::timeout, this, &TelemetrySession::drain);
    retry();
}

TelemetrySession::~TelemetrySession() {
    // Each returns only when no callback of it runs any more, so none can reach what is freed next.
    d->frames.subscription.reset();
    d->requests.subscription.reset();
    d->seriesWatch.subscription.reset();
    d->overviewWatch.subscription.reset();
    d->statuses.subscription.reset();
    d->pastStatuses.subscription.reset();
    d->clusterWatch.subscription.reset();
    d->reaper.stop();
}

void TelemetrySession::retry() {
    watchStation();
    watchMoment();
    watchTraffic();
    watchOverview();
}

void TelemetrySession::watchStation() {
    const auto statuses = d->reopen(d->statuses);
    d->statuses.subscription = d->port->watchStatus({}, [this, statuses](Result<StationStatus> value) {
        if (d->statuses.mailbox.put(statuses, std::move(value))) wake();
    });
}

void TelemetrySession::watchMoment() {
    const auto moment = d->window.to;
    const auto clusters = d->reopen(d->clusterWatch);
    d->clusterWatch.subscription =
        d->port->watchClusters(moment, [this, clusters](Result<std::vector<ClusterState>> value) {
            if (d->clusterWatch.mailbox.put(clusters, std::move(value))) wake();
        });
    const auto statuses = d->reopen(d->pastStatuses);
    if (!moment) return d->pastStatus.reset();
    d->pastStatuses.subscription =
        d->port->watchStatus(moment, [this, statuses](Result<StationStatus> value) {
            if (d->pastStatuses.mailbox.put(statuses, std::move(value))) wake();
        });
}

void TelemetrySession::watchTraffic() {
    const auto frames = d->reopen(d->frames);
    d->frames.subscription =
        d->port->watchTopology({d->window, d->filterText()}, [this, frames](Result<Frame> value) {
            if (d->frames.mailbox.put(frames, std::move(value))) wake();
        });
    const auto requests = d->reopen(d->requests);
    d->requests.subscription = d->port->watchRequests(
        {d->window, d->filterText(), kBacklog}, [this, requests](Result<Records> value) {
            if (d->requests.mailbox.put(requests, std::move(value), joinRecords)) wake();
        });
    watchSeries();
}

void TelemetrySession::watchOverview() {
    const auto overview = d->reopen(d->overviewWatch);
    const SeriesQuery whole{d->overviewSpan, d->overviewStep, {}, d->filterText()};
    d->overviewWatch.subscription = d->port->watchSeries(whole, [this, overview](Result<Series> value) {
        if (d->overviewWatch.mailbox.put(overview, std::move(value))) wake();
    });
}

void TelemetrySession::watchSeries() {
    const auto generation = d->reopen(d->seriesWatch);
    const SeriesQuery query{d->window, chartStep(d->window), d->seriesSelection, d->filterText()};
    d->seriesWatch.subscription = d->port->watchSeries(query, [this, generation](Result<Series> value) {
        if (d->seriesWatch.mailbox.put(generation, std::move(value))) wake();
    });
}

// On a port's thread. One queued call at a time is enough: drain() takes the newest of everything.
void TelemetrySession::wake() {
    if (d->isWoken.exchange(true)) return;
    QMetaObject::invokeMethod(this, &TelemetrySession::takeTurn, Qt::QueuedConnection);
}

void TelemetrySession::takeTurn() {
    d->isWoken = false;
    if (d->turn.isActive()) return;
    const qint64 elapsed = d->sinceTurn.isValid() ? d->sinceTurn.elapsed() : kTurnMs;
    if (elapsed >= kTurnMs) return drain();
    d->turn.start(static_cast<int>(kTurnMs - elapsed));
}

void TelemetrySession::drain() {
    d->sinceTurn.start();
    StationStatus past;
    const bool hasPast = d->receive(d->pastStatuses, past);
    if (hasPast) d->pastStatus = std::move(past);
    const bool hasStatus = d->receive(d->statuses, d->status) || hasPast;
    const bool hasClusters = d->receive(d->clusterWatch, d->clusters);
    if (hasStatus) Q_EMIT statusChanged();
    if (hasClusters) Q_EMIT clustersChanged();
    if (!d->isPaused) drainTraffic();
    publishState();
}

void TelemetrySession::drainTraffic() {
    Records records;
    const bool hasFrame = d->receive(d->frames, d->frame);
    const bool hasSeries = d->receive(d->seriesWatch, d->series);
    const bool hasOverview = d->receive(d->overviewWatch, d->overview);
    const bool hasRecords = d->receive(d->requests, records);
    if ((hasFrame || hasRecords) && std::exchange(d->isResetDue, false)) Q_EMIT requestsReset();
    if (hasFrame) Q_EMIT frameChanged();
    if (hasSeries) Q_EMIT seriesChanged();
    if (hasOverview) Q_EMIT overviewChanged();
    if (hasRecords && !records.empty()) Q_EMIT requestsArrived(records);
}

void TelemetrySession::publishState() {
    if (d->state() == d->shownState) return;
    d->shownState = d->state();
    Q_EMIT stateChanged();
}

void TelemetrySession::setWindow(const TimeWindow& window) {
    if (window == d->window) return;
    const bool isMoved = window.to != d->window.to;
    d->window = window;
    d->isResetDue = true;
    if (isMoved) watchMoment();
    watchTraffic();
    Q_EMIT windowChanged();
    if (isMoved) Q_EMIT statusChanged();
}

void TelemetrySession::setFilter(const QString& filter) {
    if (filter == d->filter) return;
    d->filter = filter;
    d->isResetDue = true;
    watchTraffic();
    watchOverview();
    Q_EMIT filterChanged();
}

void TelemetrySession::setPaused(bool paused) {
    if (paused == d->isPaused) return;
    d->isPaused = paused;
    if (!paused) drainTraffic();
    publishState();
}

void TelemetrySession::setOverview(const TimeWindow& span, Duration step) {
    if (span == d->overviewSpan && step == d->overviewStep) return;
    d->overviewSpan = span;
    d->overviewStep = step;
    watchOverview();
}

void TelemetrySession::setSeriesSelection(const Selection& selection) {
    if (selection == d->seriesSelection) return;
    d->seriesSelection = selection;
    d->series = {};
    watchSeries();
    Q_EMIT seriesChanged();
}

const std::shared_ptr<TelemetryPort>& TelemetrySession::port() const {
    return d->port;
}
Duration TelemetrySession::chartStep(const TimeWindow& window) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(window.length).count();
    return std::chrono::seconds(std::max<std::int64_t>(1, (seconds + kChartPoints - 1) / kChartPoints));
}
TelemetrySession::State TelemetrySession::state() const {
    return d->state();
}
QString TelemetrySession::errorText() const {
    return d->error();
}
TimeWindow TelemetrySession::window() const {
    return d->window;
}
QString TelemetrySession::filter() const {
    return d->filter;
}
std::shared_ptr<const TopologyFrame> TelemetrySession::frame() const {
    return d->frame;
}
const StationStatus& TelemetrySession::status() const {
    return d->status;
}
const StationStatus& TelemetrySession::statusShown() const {
    return d->pastStatus ? *d->pastStatus : d->status;
}
const std::vector<ClusterState>& TelemetrySession::clusters() const {
    return d->clusters;
}
Selection TelemetrySession::seriesSelection() const {
    return d->seriesSelection;
}
const Series& TelemetrySession::series() const {
    return d->series;
}
const Series& TelemetrySession::overview() const {
    return d->overview;
}

}  // namespace binnacle
