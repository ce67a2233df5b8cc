// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/wire_reader.h"

#include <array>

namespace binnacle::wire {
namespace {

// As deep as Protobuf itself follows; deeper nesting is an attack, not a message.
constexpr std::size_t kDeepestGroup = 100;

}  // namespace

WireReader::Value WireReader::readLongVarint(const char* at, const char* end) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && at != end; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at++);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) return {at, value};
    }
    return {};
}

WireReader::Value WireReader::readFixed(const char* at, const char* end, std::size_t width) {
    if (static_cast<std::size_t>(end - at) < width) return {};
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    }
    return {at + width, value};
}

WireReader::Value WireReader::readRareValue(std::uint32_t tag, const char* at, const char* end) {
    switch (static_cast<WireType>(tag & 7U)) {
        case WireType::fixed64:
            return readFixed(at, end, 8);
        case WireType::fixed32:
            return readFixed(at, end, 4);
        case WireType::groupStart:
            return skipGroup(tag >> 3U, at, end);
        case WireType::varint:
        case WireType::bytes:
        case WireType::groupEnd:
            return {};  // the first two are read before; an end without a start is broken
    }
    return {};  // wire types 6 and 7 do not exist
}

const char* WireReader::skipValue(std::uint32_t tag, const char* at, const char* end) {
    const auto type = static_cast<WireType>(tag & 7U);
    if (type == WireType::fixed64 || type == WireType::fixed32) return readRareValue(tag, at, end).next;
    if (type != WireType::varint && type != WireType::bytes) return nullptr;
    const Value value = readVarint(at, end);
    if (value.next == nullptr || type == WireType::varint) return value.next;
    return value.number > static_cast<std::uint64_t>(end - value.next) ? nullptr : value.next + value.number;
}

WireReader::Value WireReader::skipGroup(std::uint32_t number, const char* at, const char* end) {
    std::array<std::uint32_t, kDeepestGroup> open{};
    std::size_t depth = 0;
    open[depth++] = number;
    while (depth > 0) {
        const Value value = readVarint(at, end);
        const auto tag = static_cast<std::uint32_t>(value.number);
        if (value.next == nullptr || value.next - at > 5 || tag < 8) return {};
        at = value.next;
        if ((tag & 7U) == static_cast<std::uint32_t>(WireType::groupStart)) {
            if (depth == open.size()) return {};
            open[depth++] = tag >> 3U;
        } else if ((tag & 7U) == static_cast<std::uint32_t>(WireType::groupEnd)) {
            if (open[--depth] != tag >> 3U) return {};
        } else {
            at = skipValue(tag, at, end);
            if (at == nullptr) return {};
        }
    }
    return {at, 0};
}

}  // namespace binnacle::wire
