// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/watch_thread.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

namespace binnacle {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{2000};

}  // namespace

struct WatchThread::State {
    Attempt attempt;
    OnError onError;
    std::mutex mutex;
    std::condition_variable changed;
    bool isStopping = false;
    grpc::ClientContext* open = nullptr;

    void run();
    std::optional<Error> runOnce(const std::function<void()>& onValue);
    bool pause(milliseconds length);
    void stop();
};

std::optional<Error> WatchThread::State::runOnce(const std::function<void()>& onValue) {
    grpc::ClientContext context;
    {
        const std::scoped_lock lock(mutex);
        if (isStopping) return std::nullopt;
        open = &context;
    }
    Error error = attempt(context, onValue);
    const std::scoped_lock lock(mutex);
    open = nullptr;
    if (isStopping) return std::nullopt;
    // Not by us, so the station ended it.
    if (error.code == ErrorCode::cancelled) error.code = ErrorCode::unavailable;
    return error;
}

bool WatchThread::State::pause(milliseconds length) {
    std::unique_lock lock(mutex);
    return !changed.wait_for(lock, length, [this] { return isStopping; });
}

void WatchThread::State::run() {
    std::minstd_rand random(std::random_device{}());
    std::uniform_real_distribution<double> jitter(0.5, 1.0);
    milliseconds length = kFirstPause;
    bool isTold = false;
    const auto onValue = [&] {
        length = kFirstPause;
        isTold = false;
    };
    while (true) {
        const auto error = runOnce(onValue);
        if (!error) return;
        if (!std::exchange(isTold, true)) onError(*error);
        if (error->code == ErrorCode::invalid) return;
        if (!pause(milliseconds(static_cast<int>(static_cast<double>(length.count()) * jitter(random)))))
            return;
        length = std::min(length * 2, kLongestPause);
    }
}

void WatchThread::State::stop() {
    const std::scoped_lock lock(mutex);
    isStopping = true;
    if (open != nullptr) open->TryCancel();
    changed.notify_all();
}

WatchThread::WatchThread(Attempt attempt, OnError onError) : m_state(std::make_shared<State>()) {
    m_state->attempt = std::move(attempt);
    m_state->onError = std::move(onError);
    m_thread = std::thread([state = m_state] { state->run(); });
}

WatchThread::~WatchThread() {
    m_state->stop();
    // A receiver may end its own watch from within a value: the thread then ends after that call returns.
    if (m_thread.get_id() == std::this_thread::get_id())
        m_thread.detach();
    else
        m_thread.join();
}

}  // namespace binnacle
