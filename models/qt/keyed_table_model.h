// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <algorithm>
#include <utility>
#include <vector>

namespace binnacle {

/// Base of tables whose rows have a key: assign() turns a whole new list into the narrowest inserts, removals
/// and dataChanged, so that selection and scroll position hold while values live. `Row` has key() with
/// operator< and operator==. Rows are kept in key order. UI thread only.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel {
  public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

  protected:
    const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    const std::vector<Row>& rows() const { return m_rows; }

    void assign(std::vector<Row> next) {
        std::sort(next.begin(), next.end(), [](const Row& a, const Row& b) { return a.key() < b.key(); });
        removeMissing(next);
        insertNew(next);
        updateValues(std::move(next));
    }

  private:
    static bool contains(const std::vector<Row>& sorted, const Row& row) {
        const auto at = std::lower_bound(sorted.begin(), sorted.end(), row,
                                         [](const Row& a, const Row& b) { return a.key() < b.key(); });
        return at != sorted.end() && at->key() == row.key();
    }

    void removeMissing(const std::vector<Row>& next) {
        for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
            if (contains(next, row(last))) continue;
            int first = last;
            while (first > 0 && !contains(next, row(first - 1))) --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    void insertNew(const std::vector<Row>& next) {
        for (std::size_t at = 0; at < next.size(); ++at) {
            if (at < m_rows.size() && m_rows[at].key() == next[at].key()) continue;
            std::size_t end = at + 1;
            while (end < next.size() && (at >= m_rows.size() || next[end].key() < m_rows[at].key())) ++end;
            beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
            m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at),
                          next.begin() + static_cast<std::ptrdiff_t>(at),
                          next.begin() + static_cast<std::ptrdiff_t>(end));
            endInsertRows();
            at = end - 1;
        }
    }

    void updateValues(std::vector<Row> next) {
        for (std::size_t at = 0; at < next.size(); ++at) {
            if (m_rows[at] == next[at]) continue;
            m_rows[at] = std::move(next[at]);
            const int changed = static_cast<int>(at);
            Q_EMIT dataChanged(index(changed, 0), index(changed, columnCount() - 1));
        }
    }

    std::vector<Row> m_rows;
};

}  // namespace binnacle
