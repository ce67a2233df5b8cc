// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout.h"

#include <QObject>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace binnacle {

/// Runs layouts on a worker of its own, so that the UI thread never waits for one. A newer request stops the
/// one at work and replaces the one that waits: only the newest is answered. Not for anything but layouts. UI
/// thread only.
class MapLayouter : public QObject {
    Q_OBJECT
  public:
    explicit MapLayouter(QObject* parent = nullptr);
    ~MapLayouter() override;

    /// finished() follows, unless a newer request comes first.
    void request(LayoutRequest request);
    bool isBusy() const { return m_answered != m_asked; }

  Q_SIGNALS:
    void finished(std::shared_ptr<const binnacle::Layout> layout);

  private:
    struct Job {
        std::uint64_t generation = 0;
        LayoutRequest request;
    };

    void work(const std::stop_token& stop);
    void answer(std::uint64_t generation, std::shared_ptr<const Layout> layout);

    std::uint64_t m_asked = 0;
    std::uint64_t m_answered = 0;
    std::mutex m_mutex;  ///< guards m_waiting and m_current
    std::condition_variable_any m_wake;
    std::optional<Job> m_waiting;
    std::stop_source m_current;
    std::jthread m_thread;  ///< last, so that it ends before what it uses
};

}  // namespace binnacle
