// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace binnacle {

/// Turns SIGTERM and SIGINT into an ordinary end of the application, so that a station of our own is stopped
/// and figures are told. Blocks both for the calling thread and those it starts later: make it before any. UI
/// thread only.
class EndSignals : public QObject {
    Q_OBJECT
  public:
    EndSignals();
    ~EndSignals() override;

  private:
    int m_signals;
};

}  // namespace binnacle
