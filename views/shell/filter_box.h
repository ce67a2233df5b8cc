// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"

#include <QLineEdit>
#include <QTimer>

class QLabel;
class QListWidget;

namespace binnacle {

/// The one filter for map, tables and charts: completes while one types, marks a mistake at its place, and
/// hands a valid text to the session a moment after the last key, or at once on Enter. UI thread only.
class FilterBox : public QLineEdit {
    Q_OBJECT
  public:
    explicit FilterBox(TelemetrySession& telemetry, QWidget* parent = nullptr);

    /// What is wrong with the text; empty when it is valid.
    QString problem() const;

  public Q_SLOTS:
    void clearFilter();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void check();
    void apply();
    void markProblem(qsizetype from, qsizetype length);
    void placeMessage();
    void offer();
    void placeOffers();
    bool offerKey(int key);
    QString chosenOffer() const;
    void accept(const QString& candidate);
    QStringList names() const;

    TelemetrySession& m_telemetry;
    QListWidget* m_offers;
    QLabel* m_message;
    QTimer m_settle;
    QString m_problem;
};

}  // namespace binnacle
