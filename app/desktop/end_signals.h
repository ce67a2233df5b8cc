// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace binnacle {

/// Turns SIGTERM and SIGINT into an ordinary end of the application, so that a station of our own is stopped
/// and figures are told. UI thread only.
class EndSignals : public QObject {
    Q_OBJECT
  public:
    /// Keeps both from ending the process at once, in this thread and those it starts later. To be called
    /// before the application is made, which has threads of its own.
    static void block();

    EndSignals();
    ~EndSignals() override;

  private:
    int m_signals;
};

}  // namespace binnacle
