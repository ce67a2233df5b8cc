// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/sketch.h"

#include "models/core/telemetry/varint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace binnacle {
namespace {

constexpr unsigned kSubBits = 6;
constexpr std::uint32_t kSub = 1U << kSubBits;
constexpr std::uint32_t kBuckets = kSub * (64 - kSubBits) + kSub;
constexpr std::uint32_t kMaxCounter = std::numeric_limits<std::uint32_t>::max();

// Values below 64 have a bucket each; above, the leading bit chooses the power of two and the next six bits
// the bucket.
std::uint32_t bucketOf(std::uint64_t value) {
    if (value < kSub) return static_cast<std::uint32_t>(value);
    const auto shift = static_cast<std::uint32_t>(std::bit_width(value)) - 1 - kSubBits;
    return shift * kSub + static_cast<std::uint32_t>(value >> shift);
}

std::uint32_t saturate(std::uint64_t value) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, kMaxCounter));
}

}  // namespace

std::uint64_t Sketch::bucketLow(std::uint32_t index) {
    if (index < kSub) return index;
    const std::uint32_t shift = std::min(index, kBuckets - 1) / kSub - 1;
    return static_cast<std::uint64_t>(std::min(index, kBuckets - 1) - shift * kSub) << shift;
}

std::uint64_t Sketch::bucketHigh(std::uint32_t index) {
    if (index < kSub) return index;
    const std::uint32_t shift = std::min(index, kBuckets - 1) / kSub - 1;
    return bucketLow(index) + ((std::uint64_t{1} << shift) - 1);
}

// Grows the window to hold low..high, with some slack so that it settles after a few steps.
void Sketch::cover(std::uint32_t low, std::uint32_t high) {
    constexpr std::uint32_t kSlack = 24;
    const auto end = m_first + static_cast<std::uint32_t>(m_window.size());
    if (!m_window.empty() && low >= m_first && high < end) return;
    std::uint32_t newFirst = low > kSlack ? low - kSlack : 0;
    std::uint32_t newEnd = std::min(high + kSlack + 1, kBuckets);
    if (!m_window.empty()) {
        newFirst = low < m_first ? newFirst : m_first;
        newEnd = high >= end ? newEnd : end;
    }
    if (m_window.empty() || newFirst == m_first) {
        m_window.resize(newEnd - newFirst);
    } else {
        std::vector<std::uint32_t> window(newEnd - newFirst);
        std::copy(m_window.begin(), m_window.end(), window.begin() + (m_first - newFirst));
        m_window = std::move(window);
    }
    m_first = newFirst;
}

void Sketch::bump(std::uint32_t index, std::uint64_t times) {
    std::uint32_t& counter = m_window[index - m_first];
    counter = saturate(counter + times);
}

void Sketch::noteRange(std::uint64_t min, std::uint64_t max) {
    m_min = m_count == 0 ? min : std::min(m_min, min);
    m_max = m_count == 0 ? max : std::max(m_max, max);
}

void Sketch::add(std::uint64_t value, std::uint32_t times) {
    if (times == 0) return;
    const std::uint32_t index = bucketOf(value);
    if (index - m_first >= m_window.size()) cover(index, index);
    bump(index, times);
    noteRange(value, value);
    m_count += times;
    m_sum += static_cast<double>(value) * times;
}

void Sketch::merge(const Sketch& other) {
    if (other.m_count == 0) return;
    std::uint32_t low = 0;
    auto high = static_cast<std::uint32_t>(other.m_window.size()) - 1;
    while (other.m_window[low] == 0 && low < high) ++low;
    while (other.m_window[high] == 0 && high > low) --high;
    cover(other.m_first + low, other.m_first + high);
    std::uint32_t* to = m_window.data() + (other.m_first + low - m_first);
    const bool mayOverflow = m_count + other.m_count > kMaxCounter;
    for (std::uint32_t i = low; i <= high; ++i, ++to) {
        *to = mayOverflow ? saturate(std::uint64_t{*to} + other.m_window[i]) : *to + other.m_window[i];
    }
    noteRange(other.m_min, other.m_max);
    m_count += other.m_count;
    m_sum += other.m_sum;
}

void Sketch::clear() {
    std::fill(m_window.begin(), m_window.end(), 0U);
    m_count = m_min = m_max = 0;
    m_sum = 0;
}

double Sketch::mean() const {
    return m_count == 0 ? 0 : m_sum / static_cast<double>(m_count);
}

std::uint64_t Sketch::quantile(double q) const {
    if (m_count == 0) return 0;
    const double wanted =
        std::ceil(std::clamp(std::isnan(q) ? 0.0 : q, 0.0, 1.0) * static_cast<double>(m_count));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, m_count);
    if (rank == 1) return m_min;
    if (rank == m_count) return m_max;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_window.size(); ++i) {
        seen += m_window[i];
        if (seen < rank) continue;
        const auto index = m_first + static_cast<std::uint32_t>(i);
        const std::uint64_t low = bucketLow(index);
        return std::clamp(low + (bucketHigh(index) - low) / 2, m_min, m_max);
    }
    return m_max;
}

std::uint64_t Sketch::countAbove(std::uint64_t value) const {
    if (m_count == 0 || value >= m_max) return 0;
    if (value < m_min) return m_count;
    const std::uint32_t own = bucketOf(value);
    std::uint64_t above = 0;
    for (std::size_t i = own < m_first ? 0 : own - m_first + 1; i < m_window.size(); ++i)
        above += m_window[i];
    return above;
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> Sketch::buckets() const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> out;
    for (std::size_t i = 0; i < m_window.size(); ++i) {
        if (m_window[i] != 0) out.emplace_back(m_first + static_cast<std::uint32_t>(i), m_window[i]);
    }
    return out;
}

Sketch Sketch::fromBuckets(std::span<const std::pair<std::uint32_t, std::uint64_t>> buckets,
                           std::uint64_t min, std::uint64_t max, double sum) {
    Sketch sketch;
    for (const auto& [index, count] : buckets) {
        if (index >= kBuckets || count == 0) continue;
        sketch.cover(index, index);
        sketch.bump(index, count);
        sketch.m_count += saturate(count);
    }
    if (sketch.m_count == 0) return {};
    sketch.m_min = std::min(min, max);
    sketch.m_max = max;
    sketch.m_sum = std::isfinite(sum) ? sum : 0;
    return sketch;
}

void Sketch::pack(std::vector<std::uint8_t>& out) const {
    std::uint64_t filled = 0;
    for (const std::uint32_t counter : m_window) filled += counter != 0 ? 1 : 0;
    putVarint(out, filled);
    if (filled == 0) return;
    putVarint(out, m_min);
    putVarint(out, m_max - m_min);
    putDouble(out, m_sum);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < m_window.size(); ++i) {
        if (m_window[i] == 0) continue;
        const std::uint32_t index = m_first + static_cast<std::uint32_t>(i);
        const bool many = m_window[i] > 1;  // most buckets of one second hold one request
        putVarint(out, (std::uint64_t{index - before} << 1U) | (many ? 1U : 0U));
        if (many) putVarint(out, m_window[i]);
        before = index;
    }
}

void Sketch::mergePacked(ByteReader& from) {
    const std::uint64_t filled = from.varint();
    if (filled == 0 || filled > kBuckets) return;
    const std::uint64_t min = from.varint();
    const std::uint64_t max = min + from.varint();
    const double sum = from.real();
    if (max < min) return;
    cover(bucketOf(min), bucketOf(max));
    noteRange(min, max);
    m_sum += std::isfinite(sum) ? sum : 0;
    std::uint64_t index = 0;
    for (std::uint64_t i = 0; i < filled; ++i) {
        const std::uint64_t head = from.varint();
        const std::uint64_t times = saturate((head & 1U) != 0 ? from.varint() : 1);
        index += head >> 1U;
        if (index < m_first || index - m_first >= m_window.size()) continue;
        bump(static_cast<std::uint32_t>(index), times);
        m_count += times;
    }
}

bool Sketch::operator==(const Sketch& other) const {
    return m_count == other.m_count && m_min == other.m_min && m_max == other.m_max && m_sum == other.m_sum &&
           buckets() == other.buckets();
}

}  // namespace binnacle
