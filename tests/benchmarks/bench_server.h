// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace binnacle::bench {

/// What a server process of a benchmark tells of itself.
struct ServerReport {
    double cpuSeconds = 0;         ///< user and system time of the whole process
    double peakMebibytes = 0;      ///< resident memory at its highest
    std::uint64_t received = 0;    ///< entries (pipeline) or messages (the others)
    std::uint64_t aggregated = 0;  ///< sum over all edges of the last 15 minutes (pipeline)
    std::uint64_t leastOfAProxy = 0;
    std::uint64_t mostOfAProxy = 0;
    std::uint64_t rejected = 0;
    std::uint64_t recorded = 0;  ///< entries that are on disk (history)
    std::uint64_t lost = 0;      ///< single requests of those that are not (history)
};

/// A server in a process of its own, so that the client's work is not counted: this program, run again with
/// `--serve KIND`. KIND: pipeline (socket to rollup and tail), history (the same, and to disk), typed
/// (generated messages, parse only), drop (raw bytes, thrown away).
class ServerProcess {
  public:
    explicit ServerProcess(const std::string& kind);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    const std::string& address() const { return m_address; }
    ServerReport report();
    /// Its processor time alone, which costs it next to nothing to tell.
    double cpuSeconds();

  private:
    ServerReport ask(const std::string& what);
    std::string readLine();

    pid_t m_pid = -1;
    int m_commands = -1;
    int m_answers = -1;
    std::string m_address;
};

/// The other side: serves until standard input ends. The exit status.
int serve(const std::string& kind);

}  // namespace binnacle::bench
