// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace binnacle {

class ToneLabel;

/// Reason and Apply; while Apply can't be pressed it says why, in words beside it. UI thread only.
class ApplyBar : public QWidget {
    Q_OBJECT
  public:
    explicit ApplyBar(QWidget* parent = nullptr);

    QString reason() const;
    void clearReason();
    /// Why the draft can't be applied, reason aside; empty: it can. `summary` says what applying does.
    void setObstacle(const QString& obstacle, const QString& summary);

  Q_SIGNALS:
    void applyRequested(const QString& reason);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void show();
    void dress();
    void apply();

    QLineEdit* m_reason;
    QPushButton* m_apply = nullptr;
    ToneLabel* m_why;
    QString m_obstacle;
    QString m_summary;
};

}  // namespace binnacle
