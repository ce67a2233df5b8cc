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
        const Value tag = readVarint(m_next, m_end);
        // A tag has 32 bits, hence five bytes at most; what the fifth holds beyond them is cut, as Protobuf
        // does.
        const auto number = static_cast<std::uint32_t>(tag.number);
        if (tag.next == nullptr || tag.next - m_next > 5 || number < 8) return fail();
        field.number = number >> 3U;
        field.type = static_cast<WireType>(number & 7U);
        if (field.type != WireType::bytes && field.type != WireType::varint) return readRare(field, tag.next);
        const Value value = readVarint(tag.next, m_end);
        if (value.next == nullptr) return fail();
        m_next = value.next;
        field.scalar = value.number;
        if (field.type == WireType::varint) return true;
        if (value.number > static_cast<std::uint64_t>(m_end - m_next)) return fail();
        field.bytes = std::string_view(m_next, static_cast<std::size_t>(value.number));
        m_next += value.number;
        return true;
    }

    bool failed() const { return m_failed; }
    /// Where the next field begins.
    const char* position() const { return m_next; }

  private:
    /// What was read and where it ends; a null `next`: broken. Passed by value, so that a reader can live in
    /// registers.
    struct Value {
        const char* next = nullptr;
        std::uint64_t number = 0;
    };

    [[gnu::always_inline]] static Value readVarint(const char* at, const char* end) {
        if (at == end) return {};
        const auto first = static_cast<unsigned char>(*at);
        if (first < 0x80) return {at + 1, first};
        if (end - at < 2) return {};
        const auto second = static_cast<unsigned char>(at[1]);
        if (second >= 0x80) return readLongVarint(at, end);
        return {at + 2, (first & 0x7FU) | static_cast<std::uint64_t>(second) << 7U};
    }

    [[gnu::always_inline]] bool readRare(Field& field, const char* at) {
        const Value value =
            readRareValue(static_cast<std::uint32_t>(field.type) | field.number << 3U, at, m_end);
        if (value.next == nullptr) return fail();
        m_next = value.next;
        field.scalar = value.number;
        return true;
    }

    bool fail() {
        m_failed = true;
        m_next = m_end;
        return false;
    }

    static Value readLongVarint(const char* at, const char* end);
    static Value readRareValue(std::uint32_t tag, const char* at, const char* end);
    static Value readFixed(const char* at, const char* end, std::size_t width);
    static Value skipGroup(std::uint32_t number, const char* at, const char* end);
    static const char* skipValue(std::uint32_t tag, const char* at, const char* end);

    const char* m_next;
    const char* m_end;
    bool m_failed = false;
};

}  // namespace binnacle::wire
