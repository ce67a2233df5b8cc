// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/mesh_harvest.h"
#include "models/core/history/vocabulary.h"
#include "models/core/telemetry/index_table.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// The vocabulary of one era, as it grows, and how the mesh's numbers translate to it. What is translated is
/// put into the vocabulary as it is met, so it holds what was recorded and nothing else. One thread at a
/// time.
class EraWords {
  public:
    /// So much makes a vocabulary a burden to whoever reads one window of its time.
    static constexpr std::size_t kMostKeys = 50'000;
    static constexpr std::size_t kMostNames = 200'000;

    EraWords();
    /// What is translated next is of this harvest, which must stay as long.
    void follow(const MeshHarvest& harvest);

    RollupPart translated(const RollupPart& part);
    TailBlock translated(const TailBlock& block);

    const Vocabulary& words() const { return m_words; }
    bool isFull() const { return m_words.keys.size() >= kMostKeys || m_words.names.size() >= kMostNames; }

  private:
    static constexpr std::uint32_t kUnknown = IndexTable::kNotFound;

    std::uint32_t nameOf(std::uint32_t meshName);
    std::uint32_t keyOf(std::uint32_t meshKey);
    std::uint32_t workloadOf(std::uint32_t meshWorkload);
    std::uint32_t internName(const std::string& name);
    std::uint32_t internWorkload(const Workload& workload);

    Vocabulary m_words;
    IndexTable m_nameTable;
    IndexTable m_keyTable;
    const MeshHarvest* m_harvest = nullptr;
    std::uint64_t m_numbering = 0;
    std::shared_ptr<const std::vector<Workload>> m_meshWorkloads;
    std::vector<std::uint32_t> m_names;      ///< by the mesh's number
    std::vector<std::uint32_t> m_keys;       ///< by the mesh's number
    std::vector<std::uint32_t> m_workloads;  ///< by the mesh's number
};

}  // namespace binnacle
