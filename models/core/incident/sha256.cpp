// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/sha256.h"

#include <openssl/sha.h>

namespace binnacle {

Sha256 sha256(BlobView bytes) {
    Sha256 out{};
    SHA256(bytes.data(), bytes.size(), out.data());
    return out;
}

}  // namespace binnacle
