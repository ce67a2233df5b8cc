// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_layouter.h"

#include <utility>

namespace binnacle {

MapLayouter::MapLayouter(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

MapLayouter::~MapLayouter() {
    m_thread.request_stop();
    {
        const std::lock_guard lock(m_mutex);
        m_current.request_stop();
    }
    m_thread.join();
}

void MapLayouter::request(LayoutRequest request) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = Job{++m_asked, std::move(request)};
        m_current.request_stop();
    }
    m_wake.notify_one();
}

void MapLayouter::work(const std::stop_token& stop) {
    while (true) {
        Job job;
        std::stop_token current;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_waiting.has_value(); })) return;
            job = std::exchange(m_waiting, std::nullopt).value();
            m_current = std::stop_source();
            current = m_current.get_token();
        }
        Result<Layout> layout = layOut(job.request, current);
        if (!layout) continue;
        auto shared = std::make_shared<const Layout>(std::move(*layout));
        QMetaObject::invokeMethod(
            this, [this, generation = job.generation, shared] { answer(generation, shared); },
            Qt::QueuedConnection);
    }
}

void MapLayouter::answer(std::uint64_t generation, std::shared_ptr<const Layout> layout) {
    if (generation != m_asked) return;
    m_answered = generation;
    Q_EMIT finished(std::move(layout));
}

}  // namespace binnacle
