// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/number_column.h"

#include <algorithm>
#include <bit>

namespace binnacle {

void NumberColumn::put(Blob& out, std::span<const std::uint64_t> numbers) {
    const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    const std::uint64_t base = numbers.empty() ? 0 : *least;
    const std::uint64_t range = numbers.empty() ? 0 : *most - base;
    const auto planes = static_cast<unsigned>(std::bit_width(range) + 7) / 8;
    putVarint(out, base);
    putVarint(out, planes);
    Blob plane(numbers.size());
    for (unsigned shift = 0; shift < planes * 8; shift += 8) {
        std::transform(numbers.begin(), numbers.end(), plane.begin(), [&](std::uint64_t number) {
            return static_cast<std::uint8_t>((number - base) >> shift);
        });
        Section::put(out, plane);
    }
}

Result<NumberColumn> NumberColumn::take(BlobReader& from, std::size_t count) {
    NumberColumn column;
    column.m_size = count;
    column.m_least = from.varint();
    const std::uint64_t planes = from.varint();
    if (from.hasFailed() || planes > sizeof(std::uint64_t))
        return failure(ErrorCode::corrupt, "recording", "a column is damaged");
    for (std::uint64_t i = 0; i < planes; ++i) {
        auto plane = Section::take(from, count);
        if (!plane) return tl::unexpected(std::move(plane.error()));
        if (plane->bytes().size() != count)
            return failure(ErrorCode::corrupt, "recording", "a column has another length");
        column.m_planes.push_back(std::move(*plane));
    }
    return column;
}

void NumberColumn::read(std::size_t first, std::span<std::uint64_t> out) const {
    std::fill(out.begin(), out.end(), m_least);
    unsigned shift = 0;
    for (const Section& plane : m_planes) {
        const std::uint8_t* const bytes = plane.bytes().data() + first;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += std::uint64_t{bytes[i]} << shift;
        shift += 8;
    }
}

std::vector<std::uint64_t> NumberColumn::all() const {
    std::vector<std::uint64_t> out(m_size);
    read(0, out);
    return out;
}

}  // namespace binnacle
