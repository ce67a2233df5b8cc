// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/base/text.h"

#include <cstdint>
#include <cstring>

namespace binnacle {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Decoded {
    char32_t codePoint = 0;
    std::size_t length = 0;  // 0: the first byte starts no valid sequence
};

bool isContinuation(unsigned char byte) {
    return (byte & 0xC0U) == 0x80U;
}

std::size_t sequenceLength(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

Decoded decode(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = sequenceLength(lead);
    if (length == 0 || length > text.size()) return {};
    if (length == 1) return {lead, 1};
    char32_t codePoint = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (!isContinuation(byte)) return {};
        codePoint = (codePoint << 6U) | (byte & 0x3FU);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    if (codePoint < kSmallest[length] || codePoint > 0x10FFFF || surrogate) return {};
    return {codePoint, length};
}

bool isDeceptive(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    const bool bidi = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                      (c >= 0x2066 && c <= 0x2069);
    return control || bidi || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

void cutToBoundary(std::string& text, std::size_t maxBytes) {
    if (text.size() <= maxBytes) return;
    std::size_t end = maxBytes > kEllipsis.size() ? maxBytes - kEllipsis.size() : 0;
    while (end > 0 && isContinuation(static_cast<unsigned char>(text[end]))) --end;
    text.resize(end);
    text += kEllipsis;
}

}  // namespace

// Eight bytes at a time: a byte below 0x20 borrows into its own top bit, 0x7F carries into it, others have
// it.
bool isPlainText(std::string_view text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    const auto odd = [](std::uint64_t word) {
        return (word | (word - kOnes * 0x20) | (word + kOnes)) & (kOnes * 0x80);
    };
    std::uint64_t bad = 0;
    std::uint64_t word = 0;
    while (text.size() >= sizeof word) {
        std::memcpy(&word, text.data(), sizeof word);
        bad |= odd(word);
        text.remove_prefix(sizeof word);
    }
    word = kOnes * 0x20;
    if (!text.empty()) std::memcpy(&word, text.data(), text.size());
    return (bad | odd(word)) == 0;
}

std::string safeText(std::string_view raw, std::size_t maxBytes) {
    std::string out;
    out.reserve(raw.size() < maxBytes ? raw.size() : maxBytes + 4);
    while (!raw.empty() && out.size() <= maxBytes) {
        const Decoded next = decode(raw);
        const bool keep = next.length > 0 && !isDeceptive(next.codePoint);
        out += keep ? raw.substr(0, next.length) : kReplacement;
        raw.remove_prefix(next.length > 0 ? next.length : 1);
    }
    if (!raw.empty()) out += kEllipsis;
    cutToBoundary(out, maxBytes);
    return out;
}

}  // namespace binnacle
