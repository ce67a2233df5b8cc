// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/snapshot_order.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPlainTextEdit;

namespace binnacle {

/// What somebody wants in a snapshot or a report, as fields. Knows no session. UI thread only.
class SnapshotForm : public QWidget {
    Q_OBJECT
  public:
    explicit SnapshotForm(QWidget* parent = nullptr);

    /// The window that is looked at now: the first choice.
    void setLookedAt(const TimeWindow& window);
    /// Of a snapshot there are reports only.
    void showReportFieldsOnly();
    SnapshotOrder order() const;

  Q_SIGNALS:
    /// Something that decides what would leave; not the note's every letter.
    void changed();

  private:
    void buildFields();

    TimeWindow m_lookedAt;
    QComboBox* m_window;
    QComboBox* m_requests;
    QCheckBox* m_configuration;
    QPlainTextEdit* m_note;
};

}  // namespace binnacle
