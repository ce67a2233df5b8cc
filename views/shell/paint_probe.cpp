// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/paint_probe.h"

#include "models/qt/format.h"

#include <QEvent>
#include <QLoggingCategory>
#include <QMetaObject>
#include <QWidget>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcTurns, "binnacle.turns")

constexpr std::size_t kRecent = 30;
constexpr std::size_t kMaxUnpainted = 100'000;
constexpr int kProbeMs = 5;
constexpr qint64 kLongTurnMs = 50;

void addTo(Sketch& sketch, Duration value) {
    sketch.add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, value.count())));
}

QString figure(const Sketch& sketch, double q) {
    return formatDuration(Duration(static_cast<std::int64_t>(sketch.quantile(q))));
}

QString line(const QString& name, const Sketch& sketch) {
    return u"%1: n %2, p50 %3, p99 %4, p99.9 %5, max %6\n"_s.arg(
        name, formatCount(sketch.count()), figure(sketch, 0.5), figure(sketch, 0.99), figure(sketch, 0.999),
        formatDuration(Duration(static_cast<std::int64_t>(sketch.max()))));
}

}  // namespace

PaintProbe::PaintProbe(TelemetrySession& telemetry, QWidget& canvas, const Clock& clock, QObject* parent)
    : QObject(parent), m_telemetry(telemetry), m_clock(clock) {
    canvas.installEventFilter(this);
    connect(&m_telemetry, &TelemetrySession::frameChanged, this, [this] { m_hasNewFrame = true; });
    connect(&m_telemetry, &TelemetrySession::requestsReset, this, [this] { m_isBacklog = true; });
    connect(&m_telemetry, &TelemetrySession::requestsArrived, this,
            [this](const std::vector<RequestRecord>& batch) {
                if (std::exchange(m_isBacklog, false)) return;
                for (const RequestRecord& each : batch) {
                    if (m_unpainted.size() < kMaxUnpainted) m_unpainted.push_back(each.start + each.duration);
                }
            });
    m_turn.setTimerType(Qt::PreciseTimer);
    connect(&m_turn, &QTimer::timeout, this, &PaintProbe::noteTurn);
}

void PaintProbe::measureTurns() {
    m_sinceTurn.start();
    m_turn.start(kProbeMs);
}

bool PaintProbe::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint && m_hasNewFrame && !m_isPainting) {
        // The event comes before the painting; what is queued now runs when all of this turn is painted.
        m_isPainting = true;
        QMetaObject::invokeMethod(this, &PaintProbe::notePainted, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void PaintProbe::notePainted() {
    m_isPainting = false;
    m_hasNewFrame = false;
    const TimePoint now = m_clock.now();
    const auto frame = m_telemetry.frame();
    if (m_telemetry.window().to || frame->edges.empty()) return m_unpainted.clear();
    const Duration lag = std::max(Duration::zero(), now - frame->publishedAt);
    addTo(m_desktopLag, lag);
    addTo(m_newestLag, now - frame->newestRecordEnd);
    m_recent.push_back(lag);
    if (m_recent.size() > kRecent) m_recent.pop_front();
    for (const TimePoint end : m_unpainted) addTo(m_requestLag, now - end);
    m_unpainted.clear();
    Q_EMIT lagChanged();
}

void PaintProbe::noteTurn() {
    // What the timer came late is how long something else held the thread.
    const qint64 late = m_sinceTurn.nsecsElapsed() - qint64{kProbeMs} * 1'000'000;
    m_sinceTurn.start();
    addTo(m_turns, Duration(late));
    if (late > kLongTurnMs * 1'000'000) {
        qCWarning(lcTurns).noquote() << "event loop away for" << formatDuration(Duration(late));
    }
}

Duration PaintProbe::desktopLag() const {
    if (m_recent.empty()) return {};
    std::vector<Duration> sorted(m_recent.begin(), m_recent.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

QString PaintProbe::report() const {
    return line(u"event loop turn"_s, m_turns) + line(u"paint lag, every request"_s, m_requestLag) +
           line(u"paint lag, newest request of a frame"_s, m_newestLag) +
           line(u"drawing, frame published to painted"_s, m_desktopLag);
}

}  // namespace binnacle
