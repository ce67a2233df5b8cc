// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/vocabulary.h"
#include "models/core/topology/traffic_view.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle {

/// Gathers the vocabulary of a snapshot from the views it is made of: only what is used, so that no name of
/// another time leaves with it. Views may number the same things differently. One thread at a time.
class UsedWords {
  public:
    UsedWords();

    /// The numbers that follow are of this view, which must outlive them.
    void enter(const TrafficView& view);
    std::uint32_t name(std::uint32_t number);
    std::uint32_t key(std::uint32_t number);

    const Vocabulary& words() const { return m_words; }

  private:
    std::uint32_t nameOf(const std::string& name);
    std::uint32_t workloadOf(std::uint32_t key);

    Vocabulary m_words;
    std::unordered_map<std::string, std::uint32_t> m_names;
    std::unordered_map<std::string, std::uint32_t> m_workloads;
    std::unordered_multimap<std::uint64_t, std::uint32_t> m_keys;
    const TrafficView* m_view = nullptr;
    std::unordered_map<std::uint32_t, std::uint32_t> m_viewKeys;
};

}  // namespace binnacle
