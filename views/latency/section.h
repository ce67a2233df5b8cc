// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVBoxLayout>
#include <QWidget>

namespace binnacle {

class ToneLabel;

/// One titled block of a panel, with a hairline above and room for a note or a button beside the title. UI
/// thread only.
class Section : public QWidget {
    Q_OBJECT
  public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    void setNote(const QString& note);
    void addAction(QWidget* action);  ///< to the right of the title
    void add(QWidget* content);
    void add(QLayout* content);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ToneLabel* m_note;
    QHBoxLayout* m_head;
    QVBoxLayout* m_column;
};

}  // namespace binnacle
