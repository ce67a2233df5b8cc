// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/tail_cursor.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

constexpr std::size_t kBatch = 5000;

}  // namespace

TailCursor::TailCursor(const TrafficSource& traffic, const Clock& clock, RequestQuery query)
    : m_traffic(traffic), m_clock(clock), m_query(std::move(query)) {}

Result<std::vector<RequestRecord>> TailCursor::next() {
    if (!std::exchange(m_started, true)) return backlog();
    if (m_query.window.to) return std::vector<RequestRecord>();  // a window of the past never grows
    auto fresh = m_traffic.requestsAfter(m_cursor, m_query.filter, kBatch);
    if (!fresh || fresh->empty()) return fresh;
    m_cursor = std::max(m_cursor, fresh->back().sequence);
    // Only while the backlog was empty can the tail hold records from before the window.
    std::erase_if(*fresh,
                  [this](const RequestRecord& record) { return record.start + record.duration < m_horizon; });
    return fresh;
}

Result<std::vector<RequestRecord>> TailCursor::backlog() {
    m_horizon = m_clock.now() - m_query.window.length;
    auto records = m_traffic.requests(m_query);
    if (!records) return records;
    for (const RequestRecord& record : *records) m_cursor = std::max(m_cursor, record.sequence);
    std::reverse(records->begin(), records->end());
    return records;
}

}  // namespace binnacle
