// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/shard_batch.h"

#include "models/core/telemetry/name_table.h"

namespace binnacle {

std::string_view clampReasonName(ClampReason reason) {
    switch (reason) {
        case ClampReason::nameCut:
            return "nameCut";
        case ClampReason::pathCut:
            return "pathCut";
        case ClampReason::textCut:
            return "textCut";
        case ClampReason::tooManyNames:
            return "tooManyNames";
        case ClampReason::clockSkew:
            return "clockSkew";
        case ClampReason::status:
            return "status";
        case ClampReason::tailExpired:
            return "tailExpired";
        case ClampReason::historyExpired:
            return "historyExpired";
        case ClampReason::redacted:
            return "redacted";
    }
    return "";
}

std::string_view rejectReasonName(RejectReason reason) {
    switch (reason) {
        case RejectReason::malformed:
            return "malformed";
        case RejectReason::noIdentifier:
            return "noIdentifier";
        case RejectReason::messageTooLarge:
            return "messageTooLarge";
        case RejectReason::tooManyProxies:
            return "tooManyProxies";
        case RejectReason::tooManyEdges:
            return "tooManyEdges";
        case RejectReason::compressed:
            return "compressed";
        case RejectReason::negativeDuration:
            return "negativeDuration";
        case RejectReason::absurdDuration:
            return "absurdDuration";
        case RejectReason::tooOld:
            return "tooOld";
    }
    return "";
}

std::uint64_t RollupKey::hash() const {
    const auto join = [](std::uint32_t a, std::uint32_t b) { return (std::uint64_t{a} << 32U) | b; };
    const std::uint32_t kind = (static_cast<std::uint32_t>(reporter) << 16U) |
                               (static_cast<std::uint32_t>(protocol) << 8U) | (mutualTls ? 1U : 0U);
    const std::uint64_t peers = hashPair(join(peerNode, peerService), peerPrincipal);
    return hashPair(hashPair(join(workload, kind), join(address, cluster)), peers);
}

std::string_view TailBlock::text(const TailRecord& record, TailRecord::Text which) const {
    std::size_t at = record.arena;
    for (int i = 0; i < which; ++i) at += record.lengths[static_cast<std::size_t>(i)];
    return std::string_view(arena).substr(at, record.lengths[which]);
}

}  // namespace binnacle
