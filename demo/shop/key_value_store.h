// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/shop/shop_config.h"

#include <atomic>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::shop {

/// The shop's TCP service: a line protocol of "SET key value" and "GET key", bounded in keys, line length and
/// connections. Not a database. Runs on threads of its own from construction to destruction.
class KeyValueStore {
  public:
    /// Throws std::runtime_error when it can't listen.
    explicit KeyValueStore(const Address& listen);
    ~KeyValueStore();
    KeyValueStore(const KeyValueStore&) = delete;
    KeyValueStore& operator=(const KeyValueStore&) = delete;

  private:
    struct Connection {
        int descriptor = -1;
        std::thread thread;
        std::atomic<bool> isDone{false};
    };

    void accept();
    void serve(Connection& connection);
    std::string reply(const std::string& line);
    void joinFinished();

    int m_listener = -1;
    std::atomic<bool> m_isStopping{false};
    std::mutex m_mutex;
    std::map<std::string, std::string> m_values;  // guarded by m_mutex
    std::list<Connection> m_connections;  // the accepting thread's; the destructor's after it has ended
    std::thread m_thread;
};

/// Opens a connection, sends each line and waits for its reply, closes. True if every line was answered.
bool exchangeWithStore(const Address& address, const std::vector<std::string>& lines);

}  // namespace binnacle::shop
