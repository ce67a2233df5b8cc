// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/wire_reader.h"

#include <array>

namespace binnacle::wire {
namespace {

// As deep as Protobuf itself follows; deeper nesting is an attack, not a message.
constexpr std::size_t kDeepestGroup = 100;

}  // namespace

bool WireReader::readLongTag(std::uint32_t& tag) {
    std::uint64_t value = 0;
    const char* const start = m_next;
    // A tag has 32 bits, hence five bytes at most; what the fifth holds beyond them is cut, as Protobuf does.
    if (!readVarint(value) || m_next - start > 5) return false;
    tag = static_cast<std::uint32_t>(value);
    return tag >= 8;
}

bool WireReader::readLongVarint(std::uint64_t& value) {
    value = 0;
    const char* at = m_next;
    for (unsigned shift = 0; shift < 70 && at != m_end; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at++);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            m_next = at;
            return true;
        }
    }
    return false;
}

bool WireReader::readFixed(std::uint64_t& value, std::size_t width) {
    if (static_cast<std::size_t>(m_end - m_next) < width) return false;
    value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_next[i])) << (8 * i);
    }
    m_next += width;
    return true;
}

bool WireReader::readRare(Field& field) {
    switch (field.type) {
        case WireType::fixed64:
            return readFixed(field.scalar, 8);
        case WireType::fixed32:
            return readFixed(field.scalar, 4);
        case WireType::groupStart:
            return skipGroup(field.number);
        case WireType::varint:
        case WireType::bytes:
        case WireType::groupEnd:
            return false;  // the first two are read before; an end without a start is broken
    }
    return false;  // wire types 6 and 7 do not exist
}

bool WireReader::skipGroup(std::uint32_t number) {
    std::array<std::uint32_t, kDeepestGroup> open{};
    std::size_t depth = 0;
    open[depth++] = number;
    while (depth > 0) {
        std::uint32_t tag = 0;
        if (m_next == m_end || !readTag(tag)) return false;
        const auto type = static_cast<WireType>(tag & 7U);
        std::uint64_t scalar = 0;
        std::string_view bytes;
        if (type == WireType::groupStart) {
            if (depth == open.size()) return false;
            open[depth++] = tag >> 3U;
        } else if (type == WireType::groupEnd) {
            if (open[--depth] != tag >> 3U) return false;
        } else if (type == WireType::bytes) {
            if (!readBytes(bytes)) return false;
        } else if (type == WireType::varint) {
            if (!readVarint(scalar)) return false;
        } else if (!readFixed(scalar, type == WireType::fixed64 ? 8 : 4) || (tag & 7U) > 5) {
            return false;
        }
    }
    return true;
}

}  // namespace binnacle::wire
