// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/section.h"

namespace binnacle {
namespace {

constexpr std::size_t kWorthPacking = 32;

}  // namespace

void Section::put(Blob& out, BlobView bytes) {
    if (bytes.size() >= kWorthPacking) {
        thread_local Blob packed;  // kept, so that no column allocates
        packed.clear();
        packOnto(packed, bytes);
        if (packed.size() < bytes.size() - bytes.size() / 64) {
            putVarint(out, (std::uint64_t{packed.size()} << 1U) | 1U);
            out.insert(out.end(), packed.begin(), packed.end());
            return;
        }
    }
    putVarint(out, std::uint64_t{bytes.size()} << 1U);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Result<Section> Section::take(BlobReader& from, std::size_t most) {
    const std::uint64_t head = from.varint();
    const BlobView bytes = from.bytes(head >> 1U);
    Section section;
    section.m_isHere = (head & 1U) == 0;
    if (from.hasFailed() || (section.m_isHere && bytes.size() > most))
        return failure(ErrorCode::corrupt, "recording", "a section is cut short");
    if (section.m_isHere) {
        section.m_there = bytes;
        return section;
    }
    auto unpacked = unpack(bytes, most);
    if (!unpacked) return tl::unexpected(std::move(unpacked.error()));
    section.m_unpacked = std::move(*unpacked);
    return section;
}

}  // namespace binnacle
