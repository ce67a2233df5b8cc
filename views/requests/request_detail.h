// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/request_record.h"

#include <QWidget>
#include <vector>

class QLabel;
class QTableWidget;

namespace binnacle {

class RequestWaterfall;

/// One request in full: every field, each proxy's view in a column of its own, and their timing. UI thread
/// only.
class RequestDetail : public QWidget {
    Q_OBJECT
  public:
    explicit RequestDetail(QWidget* parent = nullptr);

    /// `views` are of one request; `chosen` is the one that was pointed at.
    void setViews(const std::vector<RequestRecord>& views, const RequestRecord& chosen);

  private:
    void fillTable(const std::vector<RequestRecord>& views);

    QLabel* m_title;
    QLabel* m_flags;
    RequestWaterfall* m_waterfall;
    QTableWidget* m_fields;
};

}  // namespace binnacle
