// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace binnacle {

class ByteReader;

/// A mergeable quantile sketch of non-negative integers (here: nanoseconds): log-linear buckets, 64 to each
/// power of two, so a quantile is within 0.8 % of the exact nearest-rank value; below 64 it is exact.
/// Minimum, maximum and sum are kept exactly. Merging loses nothing. Not for negative values. One thread at a
/// time.
class Sketch {
  public:
    void add(std::uint64_t value, std::uint32_t times = 1);
    void merge(const Sketch& other);
    /// Empties it and keeps the memory.
    void clear();

    std::uint64_t count() const { return m_count; }
    std::uint64_t max() const { return m_max; }
    std::uint64_t min() const { return m_min; }
    double mean() const;
    /// The nearest-rank quantile; `q` in 0..1. 0 where nothing was added.
    std::uint64_t quantile(double q) const;
    /// How many were above `value`. Those in its own bucket count as not above, so what is up to 1.6 % larger
    /// may be missed; nothing else is.
    std::uint64_t countAbove(std::uint64_t value) const;

    /// (bucket index, count) of the buckets that hold anything, ascending; and the bounds of a bucket.
    std::vector<std::pair<std::uint32_t, std::uint64_t>> buckets() const;
    static std::uint64_t bucketLow(std::uint32_t index);
    static std::uint64_t bucketHigh(std::uint32_t index);  ///< inclusive

    /// Rebuilds a sketch from what buckets() gave and the exact figures. Unknown indices are left out.
    static Sketch fromBuckets(std::span<const std::pair<std::uint32_t, std::uint64_t>> buckets,
                              std::uint64_t min, std::uint64_t max, double sum);
    double sum() const { return m_sum; }

    /// The sketch as varint deltas (about one byte a filled bucket), and back: adds what was packed to this
    /// one. Total on any bytes: what can't be is left out.
    void pack(std::vector<std::uint8_t>& out) const;
    void mergePacked(ByteReader& from);
    /// Memory of the window of counters.
    std::size_t windowBytes() const { return m_window.capacity() * sizeof(std::uint32_t); }

    /// Equal when they hold the same, however their windows grew.
    bool operator==(const Sketch& other) const;

  private:
    void cover(std::uint32_t low, std::uint32_t high);
    void bump(std::uint32_t index, std::uint64_t times);
    void noteRange(std::uint64_t min, std::uint64_t max);

    std::uint32_t m_first = 0;  ///< bucket index of m_window[0]
    std::vector<std::uint32_t> m_window;
    std::uint64_t m_count = 0;
    std::uint64_t m_min = 0;
    std::uint64_t m_max = 0;
    double m_sum = 0;
};

}  // namespace binnacle
