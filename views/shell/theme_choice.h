// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"

#include <QObject>
#include <QString>

namespace binnacle {

/// Which theme the user wants: the system's, light or dark; kept in the settings and put on the whole
/// application. UI thread only.
class ThemeChoice : public QObject {
    Q_OBJECT
  public:
    enum class Choice { system, light, dark };

    explicit ThemeChoice(QObject* parent = nullptr);

    Choice choice() const { return m_choice; }
    /// Puts it on the application now, and keeps it.
    void choose(Choice choice);
    /// As choose(), for this run only.
    void impose(Choice choice);

    static ThemeKind kindOf(Choice choice);

  Q_SIGNALS:
    void changed();

  private:
    Choice m_choice = Choice::system;
};

}  // namespace binnacle
