// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <sys/types.h>
#include <memory>
#include <string>
#include <utility>

namespace binnacle {

/// A station that serves one snapshot to this process: `binnacled --snapshot` from beside this program,
/// confined, on a private socket, ended with it however it ends. Start it while this process has one thread.
class ChildStation {
  public:
    /// Waits until it is ready. Errors: notFound (no binnacled beside us), unavailable with the child's own
    /// words.
    static Result<std::unique_ptr<ChildStation>> start(const std::string& snapshot);
    ~ChildStation();
    ChildStation(const ChildStation&) = delete;
    ChildStation& operator=(const ChildStation&) = delete;

    std::string socketPath() const { return m_folder + "/station.sock"; }

  private:
    explicit ChildStation(std::string folder) : m_folder(std::move(folder)) {}
    Result<void> launch(const std::string& program, const std::string& snapshot);
    Result<void> waitUntilReady();

    std::string m_folder;
    pid_t m_process = -1;
    int m_words = -1;  ///< what it says on its standard error
};

}  // namespace binnacle
