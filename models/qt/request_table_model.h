// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/request_record.h"

#include <QAbstractTableModel>
#include <QString>
#include <deque>
#include <vector>

namespace binnacle {

/// The tail of single requests, oldest first, at most `capacity`: what is older falls out. Appended in
/// batches, so that a view is told once a batch. Sort and filter through RequestFilterModel. UI thread only.
class RequestTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        kTime,
        kDuration,
        kSource,
        kDestination,
        kMethod,
        kPath,
        kStatus,
        kFlags,
        kProxy,
        kSide,
        kAttempts,
        kUpstreamHost,
        kTrace,
        kColumnCount
    };
    static constexpr std::size_t kDefaultCapacity = 100'000;

    explicit RequestTableModel(QObject* parent = nullptr, std::size_t capacity = kDefaultCapacity);

    void append(const std::vector<RequestRecord>& batch);
    void clear();
    /// The record of a row; null when there is no such row.
    const RequestRecord* record(int row) const;
    /// Every proxy's view of one request, by request id, in order of start. Empty for an empty id.
    std::vector<RequestRecord> viewsOf(const std::string& requestId) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "UO: rejected by the circuit breaker (upstream overflow)", a line each; "" for none.
    static QString flagsExplained(std::uint64_t flags);
    static QString protocolText(Protocol protocol);
    static QString sideText(Reporter reporter);

  private:
    QVariant display(const RequestRecord& record, int column) const;
    QVariant sortValue(const RequestRecord& record, int column) const;

    std::size_t m_capacity;
    std::deque<RequestRecord> m_records;
};

}  // namespace binnacle
