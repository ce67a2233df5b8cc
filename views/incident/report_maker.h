// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/report_collector.h"
#include "models/qt/worker.h"

#include <QFont>
#include <QObject>
#include <QString>
#include <functional>

namespace binnacle {

/// Makes reports beside the UI thread: asks the station, draws, writes the file. One at a time, in the order
/// they were asked for. Not for choosing what is in one. UI thread only.
class ReportMaker : public QObject {
    Q_OBJECT
  public:
    /// Pictures are drawn in the application's font.
    ReportMaker(ReportSources sources, const Clock& clock, QObject* parent = nullptr);
    ~ReportMaker() override;

    bool isBusy() const { return m_waiting > 0; }
    /// finished() or failed() follows. The path's ending says the format; the order's `who` is set here.
    void make(const ReportOrder& order, const QString& path);

  Q_SIGNALS:
    void finished(const QString& path);
    void failed(const QString& sentence);

  private:
    void answer(const Result<void>& outcome, const QString& path);

    ReportSources m_sources;
    const Clock& m_clock;
    QFont m_font;
    int m_waiting = 0;
    Worker m_worker;
};

}  // namespace binnacle
