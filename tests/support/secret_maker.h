// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace binnacle {

/// Secrets of twelve kinds and more, made from a seed.
class SecretMaker {
  public:
    struct Secret {
        std::string shown;   ///< as it stands in text
        std::string hidden;  ///< what must not leave
    };

    Secret next() {
        const std::size_t kind = m_made++ % 14;
        switch (kind) {
            case 0:
                return same("eyJ" + random(20) + "." + random(40) + "." + random(43));
            case 1:
                return same("AKIA" + random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
            case 2:
                return same(random(40));
            case 3:
                return named("-----BEGIN RSA PRIVATE KEY-----", random(64), "-----END RSA PRIVATE KEY-----");
            case 4:
                return named("Bearer ", random(24), "");
            case 5:
                return named("Basic ", random(14) + "1==", "");
            case 6:
                return named("https://mia:", random(12), "@pay.example/x");
            case 7:
                return named("/find?q=", random(9), "");
            case 8:
                return named("Cookie: id=", random(12), "");
            case 9:
                return same("ghp_" + random(36));
            case 10:
                return same("xoxb-" + random(12, "0123456789") + "-" + random(24));
            case 11:
                return same("AIza" + random(35));
            case 12:
                return same("sk_live_" + random(24));
            default:
                return named("password=", random(10), "");
        }
    }

  private:
    static Secret same(const std::string& text) { return {text, text}; }
    static Secret named(const std::string& before, const std::string& secret, const std::string& after) {
        return {before + secret + after, secret};
    }
    std::string random(
        std::size_t length,
        std::string_view from = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
        std::string out;
        for (std::size_t i = 0; i < length; ++i) out += from[m_random() % from.size()];
        return out;
    }

    std::mt19937_64 m_random{17};
    std::size_t m_made = 0;
};

}  // namespace binnacle
