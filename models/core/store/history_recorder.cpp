// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_recorder.h"

#include <utility>

namespace binnacle {
namespace {

std::string sentenceOf(const Error& error) {
    return error.subject + ": " + error.detail;
}

std::string seconds(Duration length) {
    return std::to_string(std::chrono::round<std::chrono::seconds>(length).count()) + " s";
}

}  // namespace

HistoryRecorder::HistoryRecorder(Mesh& mesh, HistoryStore& store, const HistoryReader& reader,
                                 const Clock& clock)
    : m_mesh(mesh), m_store(store), m_reader(reader), m_clock(clock) {
    m_status.isRecording = true;
    static_cast<void>(m_mesh.harvest());  // from here on the mesh keeps what it takes in
}

HistoryRecorder::~HistoryRecorder() {
    stop();
}

void HistoryRecorder::start() {
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void HistoryRecorder::stop() {
    if (!m_thread.joinable()) return;
    m_thread.request_stop();
    m_thread.join();
    static_cast<void>(tick());  // a failure is in the status, and there is nobody else to tell
}

void HistoryRecorder::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const bool isWell = tick().has_value();
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, isWell ? kPace : kRetryPace, [] { return false; });
    }
}

Result<void> HistoryRecorder::tick() {
    const std::lock_guard work(m_work);
    const auto written = commit();
    note(written);
    if (!written) return written;
    const auto forgotten = m_store.maintain();
    if (!forgotten) tellProblem(forgotten.error());
    return forgotten;
}

// A harvest that could not be written is kept, and no other taken: what the mesh tells is told once.
Result<void> HistoryRecorder::commit() {
    const TimePoint now = m_clock.now();
    if (!m_harvest) {
        m_harvest = m_mesh.harvest();
        m_lostInGap += m_harvest->lostRequests;
    }
    std::optional<Standing> standing;
    if (now - m_standingAt >= kStandingPace || now < m_standingAt) standing = m_mesh.standing();
    if (auto written = m_store.append(*m_harvest, standing); !written) return written;
    if (standing) m_standingAt = now;
    {
        const std::lock_guard lock(m_mutex);
        m_status.recorded = m_harvest->received;
        m_status.lost += m_harvest->lostRequests;
    }
    m_harvest.reset();
    return m_failingSince || m_lostInGap > 0 ? tellGap(now) : Result<void>();
}

Result<void> HistoryRecorder::tellGap(TimePoint now) {
    Event gap;
    gap.at = m_failingSince.value_or(now);
    gap.kind = EventKind::recordingGap;
    gap.detail = m_failingSince
                     ? "nothing was written for " + seconds(now - *m_failingSince) + ": " + m_gapReason
                     : "requests came faster than they could be written";
    if (m_lostInGap > 0) gap.detail += "; " + std::to_string(m_lostInGap) + " single requests are missing";
    if (auto written = m_store.addEvent(std::move(gap)); !written) return tl::unexpected(written.error());
    m_failingSince.reset();
    m_lostInGap = 0;
    return {};
}

void HistoryRecorder::note(const Result<void>& outcome) {
    const auto span = outcome ? m_reader.span() : Result<std::optional<RecordedSpan>>(std::nullopt);
    const std::lock_guard lock(m_mutex);
    m_status.bytes = m_store.bytes();
    if (outcome) {
        m_status.problem.clear();
        if (span) m_status.span = *span;
        return;
    }
    m_status.problem = sentenceOf(outcome.error());
    m_gapReason = m_status.problem;
    if (!m_failingSince) m_failingSince = m_clock.now();
}

// All is on disk, but it may outgrow its limits.
void HistoryRecorder::tellProblem(const Error& error) {
    const std::lock_guard lock(m_mutex);
    m_status.problem = sentenceOf(error);
}

HistoryStatus HistoryRecorder::status() const {
    const std::lock_guard lock(m_mutex);
    return m_status;
}

}  // namespace binnacle
