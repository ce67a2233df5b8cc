// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/text_list.h"

#include <algorithm>
#include <array>

namespace binnacle {
namespace {

// How a text is written down; from `plain` on, the length of a text that is kept as it is.
enum Shape : std::uint64_t { uuid, longHex, shortHex, plain };

constexpr std::size_t kUuidText = 36;
constexpr std::size_t kLongText = 32;
constexpr std::size_t kShortText = 16;
constexpr std::size_t kUuidBytes = 16;
// Of each byte of a UUID, where its two digits stand.
constexpr std::array<std::uint8_t, kUuidBytes> kUuidPlaces = {0,  2,  4,  6,  9,  11, 14, 16,
                                                              19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> kDigitOf = [] {
    std::array<std::uint8_t, 256> out{};
    out.fill(kNoDigit);
    for (std::uint8_t i = 0; i < 10; ++i) out[static_cast<std::size_t>('0' + i)] = i;
    for (std::uint8_t i = 0; i < 6; ++i)
        out[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(10 + i);
    return out;
}();

constexpr std::array<std::array<char, 2>, 256> kDigitsOf = [] {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = {kDigits[i / 16], kDigits[i % 16]};
    return out;
}();

// Appends the byte that two digits stand for; false where they are none.
bool putPair(Blob& out, std::string_view text, std::size_t at) {
    const std::uint8_t high = kDigitOf[static_cast<std::uint8_t>(text[at])];
    const std::uint8_t low = kDigitOf[static_cast<std::uint8_t>(text[at + 1])];
    out.push_back(static_cast<std::uint8_t>((high << 4U) | (low & 0x0FU)));
    return high != kNoDigit && low != kNoDigit;
}

bool putUuid(Blob& out, std::string_view text) {
    for (const std::size_t dash : {8U, 13U, 18U, 23U})
        if (text[dash] != '-') return false;
    return std::all_of(kUuidPlaces.begin(), kUuidPlaces.end(),
                       [&](std::size_t at) { return putPair(out, text, at); });
}

bool putHex(Blob& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += 2)
        if (!putPair(out, text, at)) return false;
    return true;
}

// The shape of an id whose bytes are in `digits` now; else how long it is, and `digits` as it was.
std::uint64_t putDigits(Blob& digits, std::string_view text) {
    const std::size_t before = digits.size();
    if (text.size() == kUuidText && putUuid(digits, text)) return uuid;
    if (text.size() == kLongText && putHex(digits, text)) return longHex;
    if (text.size() == kShortText && putHex(digits, text)) return shortHex;
    digits.resize(before);
    return plain + text.size();
}

void appendUuid(std::string& to, BlobView bytes) {
    const std::size_t at = to.size();
    to.append(kUuidText, '-');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::array<char, 2>& digits = kDigitsOf[bytes[i]];
        std::copy(digits.begin(), digits.end(),
                  to.begin() + static_cast<std::ptrdiff_t>(at + kUuidPlaces[i]));
    }
}

void appendHex(std::string& to, BlobView bytes) {
    for (const std::uint8_t byte : bytes) to.append(kDigitsOf[byte].data(), 2);
}

tl::unexpected<Error> corrupt() {
    return failure(ErrorCode::corrupt, "recording", "its texts are damaged");
}

}  // namespace

void TextList::put(Blob& out, std::span<const std::string_view> texts) {
    std::vector<std::uint64_t> shapes;
    shapes.reserve(texts.size());
    Blob digits;
    Blob rest;
    for (const std::string_view whole : texts) {
        const std::string_view text = whole.substr(0, kMaxText);
        shapes.push_back(putDigits(digits, text));
        if (shapes.back() >= plain) rest.insert(rest.end(), text.begin(), text.end());
    }
    putVarint(out, texts.size());
    NumberColumn::put(out, shapes);
    putVarint(out, digits.size());  // random bytes: not worth a try to pack them
    out.insert(out.end(), digits.begin(), digits.end());
    Section::put(out, rest);
}

bool TextList::add(std::uint64_t shape, BlobReader& digits, BlobReader& rest) {
    if (shape == uuid) {
        appendUuid(m_pool, digits.bytes(kUuidBytes));
    } else if (shape < plain) {
        appendHex(m_pool, digits.bytes(shape == longHex ? kLongText / 2 : kShortText / 2));
    } else {
        const BlobView bytes = rest.bytes(shape - plain);
        m_pool.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (bytes.size() > kMaxText) return false;
    }
    m_ends.push_back(m_pool.size());
    return !digits.hasFailed() && !rest.hasFailed();
}

Result<TextList> TextList::take(BlobReader& from, std::size_t most) {
    const std::uint64_t count = from.varint();
    if (from.hasFailed() || count > most) return corrupt();
    const auto shapes = NumberColumn::take(from, static_cast<std::size_t>(count));
    if (!shapes) return tl::unexpected(shapes.error());
    BlobReader digits(from.bytes(from.varint()));
    const auto packed = Section::take(from, kMaxUnpackedBytes);
    if (!packed) return tl::unexpected(packed.error());
    BlobReader rest(packed->bytes());
    TextList list;
    list.m_ends.reserve(shapes->size());
    list.m_pool.reserve(digits.left() * 9 / 4 + rest.left());
    for (const std::uint64_t shape : shapes->all())
        if (!list.add(shape, digits, rest)) return corrupt();
    if (!digits.isDone() || !rest.isDone()) return corrupt();
    return list;
}

}  // namespace binnacle
