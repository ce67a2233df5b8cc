// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace binnacle::wire {

/// One envoy.config.core.v3.Address as it lies in a message, possibly in several pieces that are to be
/// merged.
class AddressField {
  public:
    /// Another piece; false where an earlier or this piece is broken.
    bool add(std::string_view message);
    bool isPresent() const { return m_present; }

  private:
    friend class AddressTexts;
    enum class Kind : std::uint8_t {
        none,
        socket,
        pipe,
        internal
    };  // socket, pipe, internal: the field numbers

    bool read(std::string_view message);
    bool readSocket(std::string_view message);
    bool readName(std::string_view message);

    std::string_view m_only;  ///< the one piece there is, not read yet
    std::string_view m_host;  ///< of a socket; the path of a pipe; the listener of an internal one
    std::uint32_t m_port = 0;
    Kind m_kind = Kind::none;
    bool m_present = false;
};

/// Turns addresses into text, "10.0.0.7:8080" or "[fd00::7]:8080", without allocating. The same few addresses
/// come again and again, so it remembers what the bytes meant: recognising them is several times cheaper than
/// reading them. One thread at a time.
class AddressTexts {
  public:
    static constexpr std::size_t kSlots = 3;

    /// Sets `text`, which holds until the slot's next use; false where the address is broken.
    bool of(AddressField& address, std::size_t slot, std::string_view& text);

  private:
    static constexpr std::size_t kLongestHost = 255;
    static constexpr std::size_t kLongestKnown = 40;
    struct Known {
        std::uint8_t bytesLength = 0;
        std::uint8_t textLength = 0;
        std::array<char, kLongestKnown> bytes{};
        std::array<char, kLongestKnown + 16> text{};
    };

    static std::string_view format(const AddressField& address, char* out);
    Known* remembered(std::string_view bytes);

    std::array<Known, 256> m_known{};
    std::array<std::array<char, kLongestHost + 16>, kSlots> m_texts{};
};

}  // namespace binnacle::wire
