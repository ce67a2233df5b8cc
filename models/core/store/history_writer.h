// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/history/mesh_harvest.h"
#include "models/core/history/standing.h"
#include "models/core/history/vocabulary_codec.h"
#include "models/core/store/era_words.h"
#include "models/core/store/sqlite.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// How far a packed block has come in its life. On disk: never renumbered.
enum class BlockStage : std::uint8_t { fresh = 0, packed = 1, thinned = 2 };

/// Puts harvests into an open history, in the caller's transaction. Knows the era's vocabulary, and the
/// requests that wait to be packed into one large block. After a transaction that failed it knows more than
/// the file: it is thrown away, and a new one begins a new era. One thread at a time.
class HistoryWriter {
  public:
    static constexpr std::size_t kPackedRecords = 16'384;
    static constexpr Duration kPackedAfter = std::chrono::minutes(5);
    static constexpr Duration kEra = std::chrono::hours(24);
    static constexpr Duration kKeyframeEach = std::chrono::minutes(5);

    HistoryWriter(Database& database, std::int64_t run) : m_database(database), m_run(run) {}

    /// `commit` grows with each transaction of a run.
    Result<void> write(const MeshHarvest& harvest, std::int64_t commit, TimePoint now);
    Result<void> write(const Standing& standing);

  private:
    struct Waiting {
        TailBlock block;  ///< in the era's numbers
        std::int64_t row = 0;
    };

    Result<void> beginEra(TimePoint now);
    Result<void> writeFresh(const std::vector<RollupSlice>& slices, std::int64_t commit);
    Result<void> writeSettled(const std::vector<RollupSlice>& slices, std::int64_t commit);
    Result<void> writeBlocks(const std::vector<std::shared_ptr<const TailBlock>>& blocks, TimePoint now);
    Result<void> packWaiting();
    Result<std::int64_t> insertBlock(const TailBlock& block, BlockStage stage);
    Result<void> writeWords();

    Database& m_database;
    const std::int64_t m_run;
    std::unique_ptr<EraWords> m_words;
    std::int64_t m_era = 0;
    TimePoint m_eraStarted{};
    VocabularyMark m_writtenWords;
    std::vector<Waiting> m_waiting;
    std::size_t m_waitingRecords = 0;
    TimePoint m_waitingSince{};
    Blob m_keyframe;
    std::int64_t m_keyframeRow = 0;
    TimePoint m_keyframeAt{};
};

/// Adds the event as a row and returns it with its number.
Result<Event> insertEvent(Database& database, Event event);

}  // namespace binnacle
