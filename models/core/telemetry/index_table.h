// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace binnacle {

/// Open addressing from a 64-bit hash to a small number, for values that lie in a vector beside it. Numbers
/// are never taken out one by one. One thread at a time.
class IndexTable {
  public:
    static constexpr std::uint32_t kNotFound = 0xFFFFFFFF;

    IndexTable() : m_slots(kFirstSlots) {}

    /// The number under `hash` for which same(number) holds; kNotFound when there is none.
    template <typename Same>
    std::uint32_t find(std::uint64_t hash, const Same& same) const {
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            const Slot& slot = m_slots[at];
            if (slot.id == kNotFound) return kNotFound;
            if (slot.hash == hash && same(slot.id)) return slot.id;
        }
    }
    void insert(std::uint64_t hash, std::uint32_t id) {
        if ((m_size + 1) * 2 > m_slots.size()) grow();
        place({hash, id});
        ++m_size;
    }
    /// Empties it; memory far over what was in use last is given back.
    void clear() {
        const std::size_t wanted =
            m_slots.size() > kFirstSlots && m_size * 8 < m_slots.size() ? m_slots.size() / 2 : m_slots.size();
        m_slots.assign(wanted, {});
        m_size = 0;
    }
    std::size_t size() const { return m_size; }

  private:
    static constexpr std::size_t kFirstSlots = 256;
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t id = kNotFound;
    };

    void place(const Slot& slot) {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = slot.hash & mask;
        while (m_slots[at].id != kNotFound) at = (at + 1) & mask;
        m_slots[at] = slot;
    }
    void grow() {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.id != kNotFound) place(slot);
        }
    }

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

}  // namespace binnacle
