// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <QProcess>
#include <QTemporaryDir>
#include <memory>
#include <string>

namespace binnacle {

/// A station of this window's own: `binnacled` from beside this program, on a private socket, ended with it
/// however it ends. Not for a station that others use. UI thread only.
class OwnStation {
  public:
    /// Waits until it is ready; before the window is shown there is nothing that this would hold up.
    static Result<std::unique_ptr<OwnStation>> start();
    ~OwnStation();

    std::string socketPath() const;

  private:
    OwnStation() = default;
    Result<void> waitUntilReady();

    QTemporaryDir m_folder;
    QProcess m_process;
};

}  // namespace binnacle
