// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/store/sqlite.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle {

/// Connections that read one file, opened as they are needed and kept for the next. Thread-safe.
class ReadPool : public std::enable_shared_from_this<ReadPool> {
  public:
    /// A connection with a transaction open, so that all it reads is of one moment; goes back to the pool at
    /// its end. One thread at a time.
    class Lease {
      public:
        Lease(std::shared_ptr<ReadPool> pool, std::unique_ptr<Database> database)
            : m_pool(std::move(pool)), m_database(std::move(database)) {}
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Database& database() { return *m_database; }

      private:
        std::shared_ptr<ReadPool> m_pool;
        std::unique_ptr<Database> m_database;
    };

    explicit ReadPool(std::string path) : m_path(std::move(path)) {}
    Result<std::shared_ptr<Lease>> lease();

  private:
    static constexpr std::size_t kKept = 4;
    void giveBack(std::unique_ptr<Database> database);

    const std::string m_path;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Database>> m_idle;
};

}  // namespace binnacle
