// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// Numbered values of which readers can take a snapshot for the price of a few pointers. The owner's lock
/// guards the table; a snapshot is read without it: what a snapshot may look at is never written again, for
/// freed numbers are given out anew only in fresh chunks.
template <typename T>
class ChunkedTable {
    static constexpr std::size_t kChunk = 1024;
    using Chunk = std::array<T, kChunk>;

  public:
    class Snapshot {
      public:
        std::size_t size() const { return m_size; }
        const T& operator[](std::uint32_t id) const { return (*m_chunks[id / kChunk])[id % kChunk]; }

      private:
        friend class ChunkedTable;
        std::vector<std::shared_ptr<const Chunk>> m_chunks;
        std::size_t m_size = 0;
    };

    std::uint32_t add(T value) {
        std::uint32_t id = static_cast<std::uint32_t>(m_size);
        if (!m_free.empty()) {
            id = m_free.back();
            m_free.pop_back();
        } else {
            if (m_size % kChunk == 0) m_chunks.push_back(std::make_shared<Chunk>());
            ++m_size;
        }
        (*m_chunks[id / kChunk])[id % kChunk] = std::move(value);
        return id;
    }
    const T& operator[](std::uint32_t id) const { return (*m_chunks[id / kChunk])[id % kChunk]; }
    std::size_t size() const { return m_size; }  ///< numbers given out, freed ones included
    std::size_t used() const { return m_size - m_free.size(); }

    Snapshot snapshot() const {
        Snapshot out;
        out.m_chunks.assign(m_chunks.begin(), m_chunks.end());
        out.m_size = m_size;
        return out;
    }

    /// Frees every number that is not marked; snapshots taken before keep what they saw.
    void sweep(const std::vector<bool>& marked) {
        for (auto& chunk : m_chunks) chunk = std::make_shared<Chunk>(*chunk);
        m_free.clear();
        for (std::uint32_t id = static_cast<std::uint32_t>(m_size); id-- > 0;) {
            if (marked[id]) continue;
            (*m_chunks[id / kChunk])[id % kChunk] = T{};
            m_free.push_back(id);
        }
    }

  private:
    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::vector<std::uint32_t> m_free;
    std::size_t m_size = 0;
};

}  // namespace binnacle
