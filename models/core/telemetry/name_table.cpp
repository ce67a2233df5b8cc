// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/name_table.h"

#include <cstring>
#include <random>

namespace binnacle {
namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;

// Not predictable from outside, so that nobody can choose names that collide.
const std::uint64_t kSalt = (std::uint64_t{std::random_device{}()} << 32U) ^ std::random_device{}();

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t load(const char* at, std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, bytes);
    return value;
}

}  // namespace

std::uint64_t hashBytes(std::string_view bytes) {
    constexpr std::uint64_t kMultiplier = 0xD6E8FEB86659FD93ULL;
    std::uint64_t hash = kSalt ^ (bytes.size() * kOdd);
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) hash = mix(hash ^ load(at, 8), kMultiplier);
    if (left > 0) hash = mix(hash ^ load(at, left), kOdd);
    return mix(hash, kOdd);
}

std::uint64_t hashPair(std::uint64_t a, std::uint64_t b) {
    return mix(a ^ kSalt, b ^ kOdd);
}

std::uint32_t NameTable::add(std::string_view raw, std::uint64_t hash) {
    const auto id = static_cast<std::uint32_t>(m_names.size());
    m_names.emplace_back(raw);
    m_table.insert(hash, id);
    return id;
}

void NameTable::clear() {
    m_table = {};
    m_names.clear();
}

}  // namespace binnacle
