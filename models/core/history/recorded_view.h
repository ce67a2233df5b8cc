// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/history/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace binnacle {

/// A vocabulary as views need it: loaded once, shared by every view of its time. Immutable; any thread.
struct LoadedVocabulary {
    explicit LoadedVocabulary(Vocabulary from);

    Vocabulary words;
    NameSnapshot names;  ///< the names once more
};

/// Puts a TrafficView together from what a recording holds: vocabularies one after the other (so the numbers
/// of the second start where those of the first end), the standing that says who is who, and rollups. Parts
/// must have been decoded against their vocabulary's bounds. One thread at a time.
class RecordedView {
  public:
    /// What to add to the numbers of one vocabulary.
    struct Offsets {
        std::uint32_t names = 0;
        std::uint32_t keys = 0;
    };

    explicit RecordedView(const ViewRequest& request) : m_request(request) {}

    Offsets addVocabulary(std::shared_ptr<const LoadedVocabulary> vocabulary);
    /// How it stood at the end of the window.
    void addStanding(const Standing& standing) { m_standing = standing; }
    /// What was known soon after: who somebody is holds for what he did before.
    void addLearned(const Standing& standing) { m_learned = standing; }
    /// Rollups of `width` seconds from `start`; those before the window tell only who tells.
    void addPart(std::int64_t start, std::int64_t width, RollupPart part, const Offsets& offsets);
    TrafficView build(std::shared_ptr<const RequestBlocks> requests);

  private:
    using PartPtr = TrafficView::PartPtr;
    struct Placed {
        std::int64_t start = 0;
        PartPtr part;
    };

    NameSnapshot joinedNames() const;
    void fillSteps(TrafficView& view) const;

    ViewRequest m_request;
    Standing m_standing;
    Standing m_learned;
    std::vector<std::shared_ptr<const LoadedVocabulary>> m_vocabularies;
    Offsets m_end;
    std::vector<Placed> m_parts;
    std::vector<PartPtr> m_before;
};

/// Adds the offsets to every number of a decoded block.
void shiftNumbers(TailBlock& block, const RecordedView::Offsets& offsets);

}  // namespace binnacle
