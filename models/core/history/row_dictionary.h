// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/number_column.h"
#include "models/core/telemetry/index_table.h"
#include "models/core/telemetry/name_table.h"

#include <array>
#include <vector>

namespace binnacle {

/// The distinct rows of N numbers that records share, numbered by when they were first seen. One thread at a
/// time.
template <std::size_t N>
class RowDictionary {
  public:
    using Row = std::array<std::uint64_t, N>;

    std::size_t number(const Row& row) {
        if (!m_rows.empty() && m_rows[m_last] == row) return m_last;
        std::uint64_t hash = 0;
        for (const std::uint64_t value : row) hash = hashPair(hash, value);
        std::uint32_t found = m_table.find(hash, [&](std::uint32_t id) { return m_rows[id] == row; });
        if (found == IndexTable::kNotFound) {
            found = static_cast<std::uint32_t>(m_rows.size());
            m_rows.push_back(row);
            m_table.insert(hash, found);
        }
        m_last = found;
        return found;
    }
    void put(Blob& out) const {
        putVarint(out, m_rows.size());
        std::vector<std::uint64_t> column(m_rows.size());
        for (std::size_t field = 0; field < N; ++field) {
            for (std::size_t i = 0; i < m_rows.size(); ++i) column[i] = m_rows[i][field];
            NumberColumn::put(out, column);
        }
    }
    /// Error: corrupt (also when there are over `most` rows).
    static Result<std::vector<Row>> take(BlobReader& from, std::size_t most) {
        const std::uint64_t count = from.varint();
        if (from.hasFailed() || count > most)
            return failure(ErrorCode::corrupt, "recording", "a dictionary is damaged");
        std::vector<Row> rows(static_cast<std::size_t>(count));
        for (std::size_t field = 0; field < N; ++field) {
            auto column = NumberColumn::take(from, rows.size());
            if (!column) return tl::unexpected(std::move(column.error()));
            const std::vector<std::uint64_t> values = column->all();
            for (std::size_t i = 0; i < rows.size(); ++i) rows[i][field] = values[i];
        }
        return rows;
    }

  private:
    std::vector<Row> m_rows;
    IndexTable m_table;
    std::size_t m_last = 0;
};

}  // namespace binnacle
