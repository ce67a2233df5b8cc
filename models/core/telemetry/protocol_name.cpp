// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/protocol_name.h"

namespace binnacle {

std::string_view protocolName(Protocol protocol) {
    switch (protocol) {
        case Protocol::unknown:
            return "unknown";
        case Protocol::http1:
            return "http1";
        case Protocol::http2:
            return "http2";
        case Protocol::http3:
            return "http3";
        case Protocol::grpc:
            return "grpc";
        case Protocol::tcp:
            return "tcp";
    }
    return "unknown";
}

}  // namespace binnacle
