// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/address_text.h"

#include "connectors/envoy/telemetry/wire/wire_reader.h"

#include <charconv>
#include <cstring>
#include <utility>

namespace binnacle::wire {

bool AddressField::add(std::string_view message) {
    if (!std::exchange(m_present, true)) {
        m_only = message;
        return true;
    }
    // A second piece, which no proxy sends: read both and merge.
    return read(std::exchange(m_only, {})) && read(message);
}

bool AddressField::read(std::string_view message) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.type != WireType::bytes || field.number < 1 || field.number > 3) continue;
        const auto kind = static_cast<Kind>(field.number);
        // One of three: another kind replaces what was told, the same kind adds to it.
        if (m_kind != kind) {
            m_kind = kind;
            m_host = {};
            m_port = 0;
        }
        if (!(kind == Kind::socket ? readSocket(field.bytes) : readName(field.bytes))) return false;
    }
    return !reader.failed();
}

bool AddressField::readSocket(std::string_view message) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number == 2 && field.type == WireType::bytes) m_host = field.bytes;
        if (field.number == 3 && field.type == WireType::varint)
            m_port = static_cast<std::uint32_t>(field.scalar);
        if (field.number == 4 && field.type == WireType::bytes)
            m_port = 0;  // a named port takes the number's place
    }
    return !reader.failed();
}

bool AddressField::readName(std::string_view message) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number == 1 && field.type == WireType::bytes) m_host = field.bytes;
    }
    return !reader.failed();
}

bool AddressTexts::of(AddressField& address, std::size_t slot, std::string_view& text) {
    const std::string_view bytes = std::exchange(address.m_only, {});
    Known* const known = remembered(bytes);
    if (known != nullptr && std::string_view(known->bytes.data(), known->bytesLength) == bytes) {
        // A copy, since another address of the same entry may take this one's place.
        std::memcpy(m_texts[slot].data(), known->text.data(), known->text.size());
        text = std::string_view(m_texts[slot].data(), known->textLength);
        return true;
    }
    if (!bytes.empty() && !address.read(bytes)) return false;
    if (address.m_kind != AddressField::Kind::socket) {
        text = address.m_host;
        return true;
    }
    text = format(address, m_texts[slot].data());
    if (known == nullptr) return true;
    known->bytesLength = static_cast<std::uint8_t>(bytes.copy(known->bytes.data(), bytes.size()));
    known->textLength = static_cast<std::uint8_t>(text.copy(known->text.data(), text.size()));
    return true;
}

AddressTexts::Known* AddressTexts::remembered(std::string_view bytes) {
    if (bytes.size() < 8 || bytes.size() > kLongestKnown) return nullptr;
    // The end of the bytes holds the port and the last digits of the address: what differs most.
    std::uint64_t end = 0;
    std::memcpy(&end, bytes.data() + bytes.size() - sizeof end, sizeof end);
    return &m_known[(end * 0x9E3779B97F4A7C15ULL) >> 56U];
}

std::string_view AddressTexts::format(const AddressField& address, char* out) {
    char* const start = out;
    const std::string_view host = address.m_host.substr(0, kLongestHost);
    const bool bracketed = host.find(':') != std::string_view::npos;
    if (bracketed) *out++ = '[';
    out += host.copy(out, host.size());
    if (bracketed) *out++ = ']';
    *out++ = ':';
    out = std::to_chars(out, out + 10, address.m_port).ptr;
    return {start, static_cast<std::size_t>(out - start)};
}

}  // namespace binnacle::wire
