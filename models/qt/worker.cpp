// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/worker.h"

#include <utility>

namespace binnacle {

Worker::Worker() : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() {
    stop();
}

void Worker::stop() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
    std::deque<std::function<void()>> dropped;
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_tasks);
}

void Worker::post(std::function<void()> task) {
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    m_posted.notify_one();
}

void Worker::run(const std::stop_token& stop) {
    while (true) {
        std::unique_lock lock(m_mutex);
        if (!m_posted.wait(lock, stop, [this] { return !m_tasks.empty(); }) || stop.stop_requested()) return;
        const auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
    }
}

}  // namespace binnacle
