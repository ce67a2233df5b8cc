// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/blob.h"
#include "models/core/telemetry/varint.h"

#include <algorithm>
#include <string_view>

namespace binnacle {

/// Small numbers for small distances, whichever way.
inline std::uint64_t zigzag(std::uint64_t difference) {
    return (difference << 1U) ^ (0 - (difference >> 63U));
}
inline std::uint64_t unzigzag(std::uint64_t value) {
    return (value >> 1U) ^ (0 - (value & 1U));
}

/// Walks through a blob. Total: what is not there reads as nothing, and hasFailed() stays set from then on.
/// The bytes must outlive it and what it gave. One thread at a time.
class BlobReader {
  public:
    explicit BlobReader(BlobView bytes) : m_bytes(bytes) {}

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
            const std::uint8_t byte = m_bytes[m_at++];
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) return value;
        }
        m_failed = true;
        return 0;
    }
    BlobView bytes(std::uint64_t count) {
        if (count > left()) {
            m_failed = true;
            return {};
        }
        const BlobView out = m_bytes.subspan(m_at, static_cast<std::size_t>(count));
        m_at += out.size();
        return out;
    }
    /// As putText() wrote it.
    std::string_view text() {
        const BlobView out = bytes(varint());
        return {reinterpret_cast<const char*>(out.data()), out.size()};
    }
    /// As putNanos() wrote it: within 146 years of zero, so that sums of two do not overflow.
    Duration nanos() {
        const std::uint64_t value = varint();
        if (value >> 63U == 0) return Duration(static_cast<Duration::rep>(unzigzag(value)));
        m_failed = true;
        return {};
    }
    TimePoint time() { return TimePoint(nanos()); }
    /// A number of things that take at least `each` bytes here; fails where there is no room for them.
    std::size_t count(std::size_t each) {
        const std::uint64_t value = varint();
        if (value <= left() / each) return static_cast<std::size_t>(value);
        m_failed = true;
        return 0;
    }

    std::size_t left() const { return m_bytes.size() - m_at; }
    bool hasFailed() const { return m_failed; }
    /// All was there and nothing is left over.
    bool isDone() const { return !m_failed && left() == 0; }

  private:
    BlobView m_bytes;
    std::size_t m_at = 0;
    bool m_failed = false;
};

inline void putText(Blob& out, std::string_view text) {
    putVarint(out, text.size());
    out.insert(out.end(), text.begin(), text.end());
}

inline void putNanos(Blob& out, Duration nanos) {
    constexpr Duration::rep kMost = (Duration::rep{1} << 62U) - 1;
    putVarint(out, zigzag(static_cast<std::uint64_t>(std::clamp(nanos.count(), -kMost, kMost))));
}

inline void putTime(Blob& out, TimePoint time) {
    putNanos(out, time.time_since_epoch());
}

}  // namespace binnacle
