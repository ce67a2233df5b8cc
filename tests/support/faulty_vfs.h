// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace binnacle {

/// A disk that fails on demand: while it lives, every database that SQLite opens lies on it. Counts what
/// SQLite asks of it, fails the call one chooses, or loses power at it: of what was written since a file's
/// last sync some is lost, some is there, some is there by half, and nothing works any more. Syncs only that
/// far: nothing is really forced to the disk. Any thread; one of them at a time.
class FaultyVfs {
  public:
    enum class Fault {
        ioError,     ///< the call does nothing and says so
        shortWrite,  ///< the same, but half of it is done; counts writes only
        diskFull,    ///< the write does nothing and says so; counts writes only
        death,    ///< the process ends here: nothing works any more, and what was written stays; counts only
                  ///< what changes the disk
        powerCut  ///< the same, and writes that were not synced may be lost
    };
    enum class Times { once, fromThenOn };

    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// The `at`-th call from now on (1: the next one) meets the fault.
    void arm(Fault fault, std::uint64_t at, Times times = Times::once);
    void disarm();
    /// Writes find the disk full while this says so.
    void fullWhile(std::function<bool()> isFull);
    /// What a power cut leaves of unsynced writes follows from the seed; 0: nothing of them.
    void seed(std::uint64_t seed);

    bool hasStruck() const;
    /// How many calls that `fault` counts there were since arm().
    std::uint64_t counted(Fault fault) const;

  private:
    friend struct FaultyCalls;
    /// A write or truncation that no sync followed yet, and what it replaced.
    struct Unsynced {
        std::int64_t offset = 0;
        std::string before;
        std::string after;
        std::int64_t sizeBefore = 0;
        bool isTruncation = false;
    };
    enum class Kind { query, write, change };

    /// What a call must answer instead of doing its work; SQLITE_OK: it may.
    int meet(Kind kind, int errorCode);
    std::uint64_t countedBy(Fault fault) const;
    bool isStruck(Kind kind);
    void note(const std::string& path, Unsynced change);
    void noteSynced(const std::string& path);
    void cutPower();

    sqlite3_vfs* m_real;
    std::unique_ptr<sqlite3_vfs> m_own;
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<Unsynced>> m_unsynced;
    std::function<bool()> m_isFull;
    std::mt19937_64 m_random;
    bool m_losesAll = true;
    bool m_isArmed = false;
    Fault m_fault = Fault::ioError;
    Times m_times = Times::once;
    std::uint64_t m_at = 0;
    std::uint64_t m_calls = 0;
    std::uint64_t m_writes = 0;
    std::uint64_t m_changes = 0;
    bool m_hasStruck = false;
    bool m_isDead = false;
};

}  // namespace binnacle
