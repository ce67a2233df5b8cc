// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/history_port.h"

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

/// A station's memory that tests script: each answer is set beforehand, each call is kept. Notes are added to
/// and removed from the events, as a station does. hold() makes calls that block wait until release(), as a
/// slow station does. Any thread.
class FakeHistoryPort final : public HistoryPort {
  public:
    Result<std::vector<Event>> events(const EventQuery& query) override {
        std::unique_lock lock(m_mutex);
        m_queries.push_back(query);
        wait(lock);
        if (!m_events) return m_events;
        std::vector<Event> out;
        for (const Event& event : *m_events)
            if (event.at >= query.from && event.at < query.to) out.push_back(event);
        if (out.size() > query.limit)
            out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(query.limit));
        return out;
    }

    Result<Event> addNote(const NoteDraft& note) override {
        std::unique_lock lock(m_mutex);
        m_notes.push_back(note);
        wait(lock);
        if (m_writeError) return tl::unexpected(*m_writeError);
        const Event event{m_nextId++, note.at, EventKind::note, note.subject, note.text, note.who, {}};
        if (m_events) m_events->push_back(event);
        return event;
    }

    Result<void> removeNote(std::uint64_t id) override {
        std::unique_lock lock(m_mutex);
        m_removed.push_back(id);
        wait(lock);
        if (m_writeError) return tl::unexpected(*m_writeError);
        const auto gone = m_events ? std::erase_if(*m_events, [&](const Event& e) { return e.id == id; }) : 0;
        if (gone == 0) return failure(ErrorCode::notFound, "note " + std::to_string(id), "there is none");
        return {};
    }

    Result<AlertBook> alerts() override {
        std::unique_lock lock(m_mutex);
        wait(lock);
        return m_alerts;
    }

    Result<void> setAlertRules(const std::string& yaml) override {
        std::unique_lock lock(m_mutex);
        m_rules.push_back(yaml);
        wait(lock);
        if (m_writeError) return tl::unexpected(*m_writeError);
        if (m_alerts) m_alerts->rulesYaml = yaml;
        return {};
    }

    Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order) override {
        std::unique_lock lock(m_mutex);
        m_reviewed.push_back(order);
        wait(lock);
        return m_report;
    }

    /// Tells a quarter, half, three quarters and all, and writes `snapshotBytes` to the path.
    Result<SnapshotReport> exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                          const OnProgress& onProgress) override {
        std::unique_lock lock(m_mutex);
        m_exported.push_back({order, path});
        m_changed.notify_all();
        lock.unlock();
        for (const double done : {0.25, 0.5, 0.75, 1.0}) {
            if (onProgress && !onProgress(done)) return cancelled(path);
            lock.lock();
            while (m_isHeld) {
                m_changed.wait_for(lock, std::chrono::milliseconds(5));
                lock.unlock();
                if (onProgress && !onProgress(done)) return cancelled(path);
                lock.lock();
            }
            lock.unlock();
        }
        lock.lock();
        if (!m_report) return m_report;
        std::ofstream(path, std::ios::binary) << m_snapshotBytes;
        return m_report;
    }

    void setEvents(Result<std::vector<Event>> answer) { set(m_events, std::move(answer)); }
    void setAlerts(Result<AlertBook> answer) { set(m_alerts, std::move(answer)); }
    /// What reviewSnapshot() and exportSnapshot() answer.
    void setReport(Result<SnapshotReport> answer) { set(m_report, std::move(answer)); }
    void setSnapshotBytes(std::string bytes) { set(m_snapshotBytes, std::move(bytes)); }
    /// What every call that writes answers; unset: it works.
    void setWriteError(std::optional<Error> error) { set(m_writeError, std::move(error)); }

    void hold() {
        const std::lock_guard lock(m_mutex);
        m_isHeld = true;
    }
    void release() {
        const std::lock_guard lock(m_mutex);
        m_isHeld = false;
        m_changed.notify_all();
    }
    /// Block until the call has been made `count` times.
    void waitForQueries(std::size_t count) { waitFor(m_queries, count); }
    void waitForNotes(std::size_t count) { waitFor(m_notes, count); }
    void waitForReviews(std::size_t count) { waitFor(m_reviewed, count); }
    void waitForExports(std::size_t count) { waitFor(m_exported, count); }
    /// Blocks until an export was told to stop.
    void waitForCancelled() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_cancelled > 0; });
    }

    struct Export {
        SnapshotOrder order;
        std::string path;
    };
    std::vector<EventQuery> queries() const { return get(m_queries); }
    std::vector<NoteDraft> notes() const { return get(m_notes); }
    std::vector<std::uint64_t> removed() const { return get(m_removed); }
    std::vector<std::string> rules() const { return get(m_rules); }
    std::vector<SnapshotOrder> reviewed() const { return get(m_reviewed); }
    std::vector<Export> exported() const { return get(m_exported); }

  private:
    void wait(std::unique_lock<std::mutex>& lock) {
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return !m_isHeld; });
    }
    tl::unexpected<Error> cancelled(const std::string& path) {
        const std::lock_guard lock(m_mutex);
        ++m_cancelled;
        m_changed.notify_all();
        return failure(ErrorCode::cancelled, path, "the export was cancelled");
    }
    template <typename T>
    void waitFor(const std::vector<T>& calls, std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return calls.size() >= count; });
    }
    template <typename T>
    void set(T& field, T value) {
        const std::lock_guard lock(m_mutex);
        field = std::move(value);
    }
    template <typename T>
    T get(const T& field) const {
        const std::lock_guard lock(m_mutex);
        return field;
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isHeld = false;
    int m_cancelled = 0;
    std::uint64_t m_nextId = 1000;
    Result<std::vector<Event>> m_events = std::vector<Event>{};
    Result<AlertBook> m_alerts = AlertBook{};
    Result<SnapshotReport> m_report = SnapshotReport{};
    std::string m_snapshotBytes = "a snapshot";
    std::optional<Error> m_writeError;
    std::vector<EventQuery> m_queries;
    std::vector<NoteDraft> m_notes;
    std::vector<std::uint64_t> m_removed;
    std::vector<std::string> m_rules;
    std::vector<SnapshotOrder> m_reviewed;
    std::vector<Export> m_exported;
};

}  // namespace binnacle
