// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_view.h"
#include "models/core/history/recording.h"

#include <vector>

namespace binnacle {

/// A recording that tests write by hand: it answers each view with one call `past -> then` of so many
/// requests in every second asked for, and keeps what it was asked. One thread.
class FakeRecording final : public Recording {
  public:
    std::optional<RecordedSpan> recorded;
    Standing stood;
    std::vector<Event> happened;
    std::uint64_t requestsASecond = 1;
    mutable std::vector<ViewRequest> asked;

    Result<std::optional<RecordedSpan>> span() const override { return recorded; }
    Result<TrafficView> view(const ViewRequest& request) const override {
        asked.push_back(request);
        Vocabulary words;
        words.names = {"", "__other__", "then", "10.0.0.9:80"};
        words.workloads = {{"past", "past", "", ""}};
        RollupKey key;
        key.cluster = 2;
        key.address = 3;
        words.keys = {key};
        RecordedView view(request);
        const auto offsets = view.addVocabulary(std::make_shared<LoadedVocabulary>(std::move(words)));
        view.addStanding(stood);
        for (std::int64_t second = request.from; second < request.to; ++second) {
            EdgeStats stats;
            stats.requests = requestsASecond;
            stats.codes[200] = requestsASecond;
            stats.latency.add(1'000'000, static_cast<std::uint32_t>(requestsASecond));
            RollupPart part;
            part.append(0, stats);
            part.newestEnd = TimePoint(std::chrono::seconds(second));
            view.addPart(second, 1, std::move(part), offsets);
        }
        return view.build(std::make_shared<HeldRequestBlocks>());
    }
    Result<Standing> standing(TimePoint) const override { return stood; }
    Result<std::vector<Event>> events(const EventQuery&) const override { return happened; }
};

}  // namespace binnacle
