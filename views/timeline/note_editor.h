// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace binnacle {

/// One line in the page to write a note in: at a time, on a service, on a call, or on nothing. Enter keeps
/// it, Esc leaves it. Not a dialogue: the map stays in reach. UI thread only.
class NoteEditor : public QFrame {
    Q_OBJECT
  public:
    static constexpr int kMostBytes = 4096;

    explicit NoteEditor(HistorySession& history, QWidget* parent = nullptr);

    /// Opens on a time and a subject ("" for the time alone); what is being typed stays.
    void open(TimePoint at, const QString& subject);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void save();
    void fail(const QString& sentence);

    HistorySession& m_history;
    TimePoint m_at{};
    QString m_subject;
    bool m_isSaving = false;
    QLabel* m_what;
    QLineEdit* m_text;
    QPushButton* m_save;
    QLabel* m_failure;
};

}  // namespace binnacle
