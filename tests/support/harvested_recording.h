// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_view.h"
#include "models/core/topology/mesh.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace binnacle {

/// All that a mesh hands to its recorder, kept in memory and looked at as a recording is. Call take() once
/// before traffic (the mesh then begins to keep) and once after it. One thread.
class HarvestedRecording final : public Recording {
  public:
    explicit HarvestedRecording(Mesh& mesh) : m_mesh(mesh) {}

    std::vector<Event> happened;

    void take() {
        m_harvest = m_mesh.harvest();
        m_standing = m_mesh.standing();
    }
    Result<std::optional<RecordedSpan>> span() const override {
        return RecordedSpan{m_standing.at - std::chrono::minutes(15), m_standing.at};
    }
    Result<TrafficView> view(const ViewRequest& request) const override {
        Vocabulary words;
        for (std::uint32_t i = 0; i < m_harvest.names.size(); ++i) words.names.push_back(m_harvest.names[i]);
        for (std::uint32_t i = 0; i < m_harvest.keys.size(); ++i) words.keys.push_back(m_harvest.keys[i]);
        words.workloads = *m_harvest.workloads;
        RecordedView view(request);
        view.addVocabulary(std::make_shared<LoadedVocabulary>(std::move(words)));
        view.addStanding(m_standing);
        constexpr std::int64_t kBefore = 10;
        for (const RollupSlice& slice : m_harvest.fresh) {
            if (slice.start < request.from - kBefore || slice.start >= request.to) continue;
            for (const auto& part : slice.parts) view.addPart(slice.start, slice.width, *part, {});
        }
        return view.build(std::make_shared<HeldRequestBlocks>(m_harvest.blocks));
    }
    Result<Standing> standing(TimePoint) const override { return m_standing; }
    Result<std::vector<Event>> events(const EventQuery& query) const override {
        std::vector<Event> found;
        std::copy_if(happened.begin(), happened.end(), std::back_inserter(found),
                     [&](const Event& event) { return event.at >= query.from && event.at < query.to; });
        return found;
    }

  private:
    Mesh& m_mesh;
    MeshHarvest m_harvest;
    Standing m_standing;
};

}  // namespace binnacle
