// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/history_session.h"

#include "models/core/incident/snapshot_writer.h"
#include "models/qt/current_user.h"
#include "models/qt/format.h"
#include "models/qt/worker.h"

#include <QMetaObject>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <utility>

namespace binnacle {
namespace {

/// A query answers with the newest of its span: the first one is found in a span that grows until it holds
/// some.
std::optional<Event> firstEvent(HistoryPort& port, TimePoint from, TimePoint last) {
    constexpr int kWider = 4;
    for (Duration span = std::chrono::minutes(1);; span *= kWider) {
        const TimePoint to = std::min(from + span, last);
        const auto events = port.events({from, to});
        if (!events) return std::nullopt;
        if (!events->empty()) return events->front();
        if (to >= last) return std::nullopt;
    }
}

}  // namespace

struct HistorySession::Private {
    std::shared_ptr<HistoryPort> port;
    const Clock& clock;
    TimeWindow span{std::chrono::minutes(15), {}};
    std::vector<Event> events = {};
    AlertBook book = {};
    std::uint64_t spanGeneration = 0;
    bool isAskingEvents = false;
    bool isEventsStale = false;  // asked for again while the station was answering
    bool isAskingAlerts = false;
    bool isExporting = false;
    std::atomic<std::uint64_t> review = 0;
    std::atomic<bool> isCancelled = false;
    QTimer timer{};
    // Apart, so that neither a long export nor a slow write holds back what is shown.
    Worker reader = {};
    Worker writer = {};
    Worker exporter = {};
};

HistorySession::HistorySession(std::shared_ptr<HistoryPort> port, const Clock& clock, QObject* parent)
    : QObject(parent), d(new Private{std::move(port), clock}) {
    connect(&d->timer, &QTimer::timeout, this, &HistorySession::poll);
    d->timer.start(kPoll);
    refresh();
}

HistorySession::~HistorySession() {
    d->isCancelled = true;
    // While this is still whole; what they queued to it dies with it.
    d->reader.stop();
    d->writer.stop();
    d->exporter.stop();
}

const std::vector<Event>& HistorySession::events() const {
    return d->events;
}
TimeWindow HistorySession::span() const {
    return d->span;
}
const AlertBook& HistorySession::alertBook() const {
    return d->book;
}
bool HistorySession::isExporting() const {
    return d->isExporting;
}

void HistorySession::answer(std::function<void()> onUiThread) {
    QMetaObject::invokeMethod(this, std::move(onUiThread), Qt::QueuedConnection);
}

void HistorySession::setSpan(const TimeWindow& span) {
    if (span == d->span) return;
    d->span = span;
    ++d->spanGeneration;
    askEvents();
}

void HistorySession::refresh() {
    askEvents();
    askAlerts();
}

void HistorySession::poll() {
    if (!d->span.to) askEvents();
    askAlerts();
}

void HistorySession::askEvents() {
    if (d->isAskingEvents) {
        d->isEventsStale = true;
        return;
    }
    d->isAskingEvents = true;
    const TimePoint now = d->clock.now();
    // The station's clock may be a little ahead of ours; what it stamped just now belongs to the picture.
    const TimePoint to = d->span.to.value_or(now + std::chrono::minutes(1));
    const EventQuery query{d->span.to.value_or(now) - d->span.length, to};
    d->reader.post([this, query, generation = d->spanGeneration, port = d->port] {
        answer([this, generation, events = port->events(query)] {
            d->isAskingEvents = false;
            if (generation == d->spanGeneration) showEvents(events);
            if (std::exchange(d->isEventsStale, false)) askEvents();
        });
    });
}

void HistorySession::showEvents(const Result<std::vector<Event>>& events) {
    // A station that is away is told of by TelemetrySession; what is shown stays.
    if (!events || *events == d->events) return;
    d->events = *events;
    Q_EMIT eventsChanged();
}

void HistorySession::askAlerts() {
    if (std::exchange(d->isAskingAlerts, true)) return;
    d->reader.post([this, port = d->port] {
        answer([this, book = port->alerts()] {
            d->isAskingAlerts = false;
            showAlerts(book);
        });
    });
}

void HistorySession::showAlerts(const Result<AlertBook>& book) {
    if (!book) return;
    d->book = *book;
    Q_EMIT alertBookChanged();
}

void HistorySession::find(std::function<std::optional<Event>(HistoryPort&)> search) {
    d->reader.post([this, search = std::move(search), port = d->port] {
        answer([this, event = search(*port)] {
            if (event) {
                Q_EMIT eventFound(*event);
            } else {
                Q_EMIT noEventFound();
            }
        });
    });
}

void HistorySession::findEventBefore(TimePoint at) {
    find([at](HistoryPort& port) -> std::optional<Event> {
        const auto events = port.events({TimePoint{}, at - Duration(1), 1});
        if (!events || events->empty()) return std::nullopt;
        return events->back();
    });
}

void HistorySession::findEventFrom(TimePoint at) {
    find([at, last = d->clock.now()](HistoryPort& port) { return firstEvent(port, at, last); });
}

void HistorySession::addNote(const NoteDraft& draft) {
    NoteDraft signedDraft = draft;
    if (signedDraft.who.empty()) signedDraft.who = currentUser();
    d->writer.post([this, draft = std::move(signedDraft), port = d->port] {
        answer([this, note = port->addNote(draft)] {
            if (!note) {
                Q_EMIT noteFailed(sentence(note.error()));
                return;
            }
            Q_EMIT noteAdded(*note);
            askEvents();
        });
    });
}

void HistorySession::removeNote(const Event& note) {
    d->writer.post([this, note, port = d->port] {
        answer([this, note, removed = port->removeNote(note.id)] {
            if (!removed) {
                Q_EMIT noteFailed(sentence(removed.error()));
                return;
            }
            Q_EMIT noteRemoved(note);
            askEvents();
        });
    });
}

void HistorySession::setAlertRules(const QString& yaml) {
    d->writer.post([this, rules = utf8(yaml), port = d->port] {
        answer([this, taken = port->setAlertRules(rules)] {
            if (!taken) {
                Q_EMIT rulesRefused(sentence(taken.error()));
                return;
            }
            Q_EMIT rulesSet();
            askAlerts();
        });
    });
}

void HistorySession::reviewSnapshot(const SnapshotOrder& order) {
    const std::uint64_t review = ++d->review;
    d->writer.post([this, review, order, port = d->port] {
        if (review != d->review) return;  // a newer order is waiting already
        answer([this, review, report = port->reviewSnapshot(order)] {
            if (review != d->review) return;
            if (report) {
                Q_EMIT snapshotReviewed(*report);
            } else {
                Q_EMIT reviewFailed(sentence(report.error()));
            }
        });
    });
}

namespace {

/// What the station wrote, and the window's pictures beside it.
Result<SnapshotReport> withPictures(Result<SnapshotReport> report, const std::string& file,
                                    const HistorySession::Pictures& pictures) {
    if (!report || pictures.empty()) return report;
    std::map<std::string, Blob> parts;
    for (const auto& [name, bytes] : pictures) parts["picture/" + name + ".png"] = bytes;
    if (auto added = addParts(file, parts); !added) return tl::unexpected(added.error());
    for (const auto& [name, bytes] : parts) report->parts.push_back({name, bytes.size()});
    std::error_code error;
    report->bytes = std::filesystem::file_size(file, error);
    return report;
}

}  // namespace

void HistorySession::exportSnapshot(const SnapshotOrder& order, const QString& path,
                                    const Pictures& pictures) {
    if (d->isExporting) {
        Q_EMIT exportFailed(tr("Another snapshot is being written. Wait for it, then save again."));
        return;
    }
    d->isExporting = true;
    d->isCancelled = false;
    SnapshotOrder signedOrder = order;
    if (signedOrder.who.empty()) signedOrder.who = currentUser();
    d->exporter.post([this, order = std::move(signedOrder), file = utf8(path), pictures, port = d->port] {
        const auto onProgress = [this](double done) {
            answer([this, done] { Q_EMIT exportProgressed(done); });
            return !d->isCancelled.load();
        };
        answer([this, report = withPictures(port->exportSnapshot(order, file, onProgress), file, pictures)] {
            finishExport(report);
        });
    });
}

void HistorySession::finishExport(const Result<SnapshotReport>& report) {
    d->isExporting = false;
    if (report) {
        Q_EMIT exportFinished(*report);
    } else {
        Q_EMIT exportFailed(sentence(report.error()));
    }
}

void HistorySession::cancelExport() {
    d->isCancelled = true;
}

}  // namespace binnacle
