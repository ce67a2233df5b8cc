// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace binnacle {

/// The alert rules as YAML: looked through while one types, the line of a mistake marked. Hands a good text
/// on and does not save it itself. UI thread only.
class RulesEditor : public QWidget {
    Q_OBJECT
  public:
    explicit RulesEditor(QWidget* parent = nullptr);

    /// As the station has them; what is being edited is kept.
    void setApplied(const QString& yaml);
    /// Why the station did not take them.
    void showRefusal(const QString& sentence);

  Q_SIGNALS:
    void submitted(const QString& yaml);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void check();
    void markLine(int line);
    void revert();
    bool isEdited() const;

    QPlainTextEdit* m_text;
    QLabel* m_problem;
    QPushButton* m_apply;
    QPushButton* m_revert;
    QString m_applied;
    int m_markedLine = 0;  ///< from 1; 0: none
};

}  // namespace binnacle
