// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay.h"

#include "connectors/replay/replay_streams.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostOfAStep = 100'000;
constexpr Duration kStep = 250ms;  // of real time, where that is whole seconds of the recording
constexpr double kSlowest = 0.1;
constexpr double kFastest = 1000;
const std::string kLocal = "127.";

bool isThisMachine(const std::string& target) {
    return target.starts_with(kLocal) || target.starts_with("localhost:") || target.starts_with("[::1]:");
}

Result<void> check(const ReplayOptions& options) {
    if (!isThisMachine(options.target))
        return failure(ErrorCode::invalid, options.target,
                       "records are replayed to a station on this machine only: they travel in plain text");
    if (!(options.speed >= kSlowest && options.speed <= kFastest))
        return failure(ErrorCode::invalid, "speed", "must be from 0.1 to 1000");
    if (options.from >= options.to)
        return failure(ErrorCode::invalid, "window", "there is no time in it to replay");
    return {};
}

/// One replay under way: where it is in the recording, and in real time.
class Replay {
  public:
    Replay(TelemetryPort& source, const ReplayOptions& options)
        : m_source(source), m_options(options), m_streams(options.target) {}

    Result<std::uint64_t> run(const std::function<bool(const ReplayProgress&)>& onProgress) {
        if (auto known = learnNodes(); !known) return tl::unexpected(known.error());
        const Duration step = stepOfRecording();
        for (TimePoint at = m_options.from; at < m_options.to; at += step) {
            const TimePoint next = std::min(at + step, m_options.to);
            if (auto sent = tell(at, next); !sent) return tl::unexpected(sent.error());
            if (!onProgress({m_sent, next}))
                return failure(ErrorCode::cancelled, "replay", "was stopped before its end");
        }
        if (auto done = m_streams.finish(); !done) return tl::unexpected(done.error());
        return m_sent;
    }

  private:
    Result<void> learnNodes() {
        const auto frame = m_source.topology({{m_options.to - m_options.from, m_options.to}, ""});
        if (!frame) return tl::unexpected(frame.error());
        for (const Node& node : (*frame)->nodes) m_nodes[node.id] = node;
        return {};
    }

    // Whole seconds are the grain of a recording's windows.
    Duration stepOfRecording() const {
        const double seconds = std::ceil(std::chrono::duration<double>(kStep).count() * m_options.speed);
        return std::chrono::seconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds)));
    }

    // When something that ended then is to have ended now.
    TimePoint moved(TimePoint end) const {
        const double into = std::chrono::duration<double>(end - m_options.from).count() / m_options.speed;
        return m_began + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(into));
    }

    Result<void> tell(TimePoint from, TimePoint to) {
        auto records = m_source.requests({{to - from, to}, "", kMostOfAStep});
        if (!records) return tl::unexpected(records.error());
        if (records->size() == kMostOfAStep && to - from > 1s) {  // there may be more: in two halves
            const TimePoint middle = from + std::chrono::round<std::chrono::seconds>((to - from) / 2);
            return tell(from, middle).and_then([&] { return tell(middle, to); });
        }
        std::this_thread::sleep_until(moved(to));
        std::reverse(records->begin(), records->end());
        for (const RequestRecord& record : *records) {
            const TimePoint end = record.start + record.duration;
            if (end < from || end >= to) continue;
            const std::string& teller =
                record.reporter == Reporter::source ? record.source : record.destination;
            if (auto added = m_streams.add(record, moved(end), m_nodes[teller]); !added) return added;
            ++m_sent;
        }
        return m_streams.flush();
    }

    TelemetryPort& m_source;
    const ReplayOptions& m_options;
    ReplayStreams m_streams;
    std::map<std::string, Node> m_nodes;
    const TimePoint m_began = std::chrono::system_clock::now();
    std::uint64_t m_sent = 0;
};

}  // namespace

Result<std::uint64_t> replay(TelemetryPort& source, const ReplayOptions& options,
                             const std::function<bool(const ReplayProgress&)>& onProgress) {
    if (auto good = check(options); !good) return tl::unexpected(good.error());
    return Replay(source, options).run(onProgress);
}

}  // namespace binnacle
