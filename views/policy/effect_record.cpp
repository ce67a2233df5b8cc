// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/effect_record.h"

#include "models/core/telemetry/response_flags.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {

/// A stamp far in the future must not push out everything that is true.
constexpr std::int64_t kMostAhead = 60;

std::int64_t secondOf(const RequestRecord& record) {
    const auto end = record.start + record.duration;
    return std::chrono::floor<std::chrono::seconds>(end.time_since_epoch()).count();
}

}  // namespace

void EffectRecord::add(const std::vector<RequestRecord>& records, const TopologyFrame& frame) {
    std::unordered_map<std::string, std::string> services;
    for (const Node& node : frame.nodes)
        services.emplace(node.id, node.service.empty() ? node.id : node.service);
    // A station that started anew counts from 1 again.
    const bool isRestarted =
        !records.empty() && records.back().sequence < m_lastSequence && secondOf(records.back()) > m_newest;
    if (isRestarted) m_lastSequence = 0;
    std::uint64_t last = m_lastSequence;
    for (const RequestRecord& record : records) {
        // A new backlog after a change of window or filter tells again what was told already.
        if (record.sequence <= m_lastSequence) continue;
        last = std::max(last, record.sequence);
        const auto at = services.find(record.destination);
        addOne(record, at == services.end() ? record.destination : at->second);
    }
    m_lastSequence = last;
    forgetOld();
}

void EffectRecord::clear() {
    m_services.clear();
    m_newest = 0;
}

void EffectRecord::addOne(const RequestRecord& record, const std::string& service) {
    const std::int64_t second = secondOf(record);
    if (m_newest > 0 && second > m_newest + kMostAhead) return;
    if (m_services.size() >= kMostServices && !m_services.contains(service)) return;
    m_newest = std::max(m_newest, second);
    Service& kept = m_services[service];
    Second& slot = (record.reporter == Reporter::source ? kept.byCaller : kept.byCallee)[second];
    ++slot.requests;
    slot.errors += isError(record.status, record.flags) ? 1 : 0;
    slot.latency.add(static_cast<std::uint64_t>(std::max<Duration::rep>(0, record.duration.count())));
}

void EffectRecord::forgetOld() {
    const std::int64_t oldest = m_newest - kKept.count();
    for (auto& [service, kept] : m_services) {
        kept.byCaller.erase(kept.byCaller.begin(), kept.byCaller.lower_bound(oldest));
        kept.byCallee.erase(kept.byCallee.begin(), kept.byCallee.lower_bound(oldest));
    }
    std::erase_if(m_services, [](const auto& entry) {
        return entry.second.byCaller.empty() && entry.second.byCallee.empty();
    });
}

std::map<std::int64_t, EffectRecord::Second> EffectRecord::seconds(const std::string& service,
                                                                   std::int64_t from, std::int64_t to) const {
    const auto at = m_services.find(service);
    if (at == m_services.end() || to <= from) return {};
    const auto& side = at->second.byCaller.empty() ? at->second.byCallee : at->second.byCaller;
    return {side.lower_bound(from), side.lower_bound(to)};
}

std::optional<std::int64_t> EffectRecord::newest() const {
    return m_newest > 0 ? std::optional(m_newest) : std::nullopt;
}

}  // namespace binnacle
