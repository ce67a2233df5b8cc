// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <QProcess>
#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <string>

namespace binnacle {

/// A station of this window's own: `binnacled` from beside this program, on a private socket, ended with it
/// however it ends. Not for a station that others use. The thread that started it, until handTo().
class OwnStation {
  public:
    /// Waits until it is ready; before the window is shown there is nothing that this would hold up.
    static Result<std::unique_ptr<OwnStation>> start();
    /// One that serves a snapshot and nothing else. What is wrong with the file is its error.
    static Result<std::unique_ptr<OwnStation>> open(const QString& snapshot);
    ~OwnStation();

    /// `told` once, with what it said last, when it ends before it is asked to.
    void whenItEnds(std::function<void(const QString& said)> told);

    /// From now on it belongs to that thread, where it is to end too. It must be started from one that lives
    /// as long: the child ends with the thread that started it.
    void handTo(QThread& thread);

    std::string socketPath() const;

  private:
    OwnStation() = default;
    static Result<std::unique_ptr<OwnStation>> run(const QStringList& arguments, int readyMs);
    Result<void> waitUntilReady(int readyMs);

    QTemporaryDir m_folder;
    QProcess m_process;
};

}  // namespace binnacle
