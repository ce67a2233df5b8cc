// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace binnacle::wire {

enum class WireType : std::uint8_t {
    varint = 0,
    fixed64 = 1,
    bytes = 2,
    groupStart = 3,
    groupEnd = 4,
    fixed32 = 5
};

/// One field of a message in the Protobuf wire format. Which of the two values holds follows from the type.
struct Field {
    std::uint32_t number = 0;
    WireType type = WireType::varint;
    std::uint64_t scalar = 0;  ///< varint, fixed64, fixed32
    std::string_view bytes;    ///< length-delimited: a view into the message
};

/// Walks the fields of one message, bounds-checked and total: any bytes give fields, then the end or
/// `failed()`. Groups are skipped whole. Not for encoding, and it knows no message types. A plain cursor; one
/// thread at a time.
class WireReader {
  public:
    explicit WireReader(std::string_view message)
        : m_next(message.data()), m_end(message.data() + message.size()) {}

    /// Takes the next field; false at the end of the message or where it is broken.
    [[gnu::always_inline]] bool next(Field& field) {
        if (m_next == m_end) return false;
        std::uint32_t tag = 0;
        if (!readTag(tag)) return fail();
        field.number = tag >> 3U;
        field.type = static_cast<WireType>(tag & 7U);
        if (field.type == WireType::bytes) return readBytes(field.bytes) || fail();
        if (field.type == WireType::varint) return readVarint(field.scalar) || fail();
        return readRare(field) || fail();
    }

    bool failed() const { return m_failed; }
    /// Where the next field begins.
    const char* position() const { return m_next; }

  private:
    bool readTag(std::uint32_t& tag) {
        const auto first = static_cast<unsigned char>(*m_next);
        if (first < 0x80) {
            ++m_next;
            tag = first;
            return tag >= 8;
        }
        if (m_end - m_next < 2) return false;
        const auto second = static_cast<unsigned char>(m_next[1]);
        if (second >= 0x80) return readLongTag(tag);
        m_next += 2;
        tag = (first & 0x7FU) | static_cast<std::uint32_t>(second) << 7U;
        return tag >= 8;
    }

    bool readVarint(std::uint64_t& value) {
        if (m_next == m_end) return false;
        const auto first = static_cast<unsigned char>(*m_next);
        if (first < 0x80) {
            ++m_next;
            value = first;
            return true;
        }
        if (m_end - m_next < 2) return false;
        const auto second = static_cast<unsigned char>(m_next[1]);
        if (second >= 0x80) return readLongVarint(value);
        m_next += 2;
        value = (first & 0x7FU) | static_cast<std::uint64_t>(second) << 7U;
        return true;
    }

    bool readBytes(std::string_view& bytes) {
        std::uint64_t length = 0;
        if (!readVarint(length) || length > static_cast<std::uint64_t>(m_end - m_next)) return false;
        bytes = std::string_view(m_next, static_cast<std::size_t>(length));
        m_next += length;
        return true;
    }

    bool fail() {
        m_failed = true;
        m_next = m_end;
        return false;
    }

    bool readLongTag(std::uint32_t& tag);
    bool readLongVarint(std::uint64_t& value);
    bool readRare(Field& field);
    bool readFixed(std::uint64_t& value, std::size_t width);
    bool skipGroup(std::uint32_t number);

    const char* m_next;
    const char* m_end;
    bool m_failed = false;
};

}  // namespace binnacle::wire
