// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/request_record.h"

#include <QWidget>
#include <vector>

namespace binnacle {

/// The proxies' views of one request on one time axis: a bar each, its first part the wait for the first
/// byte. Clocks of different machines may differ: what it shows across proxies is as good as they are. UI
/// thread only.
class RequestWaterfall : public QWidget {
    Q_OBJECT
  public:
    explicit RequestWaterfall(QWidget* parent = nullptr);

    void setViews(std::vector<RequestRecord> views);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintRow(QPainter& painter, int row) const;

    std::vector<RequestRecord> m_views;
    TimePoint m_from{};
    Duration m_span{};
};

}  // namespace binnacle
