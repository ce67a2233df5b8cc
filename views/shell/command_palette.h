// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace binnacle {

/// Everything one can do or go to, found by typing a part of its name: actions and services. Opens over the
/// window, closes on Esc, on a choice or when it loses the focus. UI thread only.
class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    struct Command {
        QString title;  ///< "Pause", "payment"
        QString hint;   ///< "Space", "service"
        std::function<void()> run;
    };

    explicit CommandPalette(QWidget* parent);

    void open(std::vector<Command> commands);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void narrow(const QString& typed);
    void runCurrent();
    void close();

    QLineEdit* m_input;
    QListWidget* m_list;
    std::vector<Command> m_commands;
};

/// How well `typed` fits `title`: below 0 not at all; smaller is better. Letters in order, words' beginnings
/// first.
int paletteRank(const QString& title, const QString& typed);

}  // namespace binnacle
