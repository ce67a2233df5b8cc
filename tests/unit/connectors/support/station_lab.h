// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/station_client.h"
#include "connectors/station/station_server.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/mesh_lab.h"
#include "tests/support/temporary_directory.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle {

/// A station on a socket of its own, fed by hand, and what it takes to ask it.
struct StationLab {
    TemporaryDirectory folder;
    MeshLab lab;
    FakePolicyPort policy;
    FakeHistoryPort history;
    std::unique_ptr<StationServer> server;

    StationLab() { start(); }
    std::string path() const { return folder.file("station.sock"); }
    StationServerOptions options() const {
        StationServerOptions options;
        options.socketPath = path();
        options.clock = &lab.clock;
        options.scratchFolder = folder.path();
        options.facts = {"shop", false, "0.1.0", "127.0.0.1:18760", "", {}};
        return options;
    }
    void start() { start(options()); }
    void start(const StationServerOptions& options) {
        server = StationServer::start(options, {lab.mesh, policy, history}).value();
    }
    std::shared_ptr<StationClient> client() const { return connectStation(path()).value(); }
};

/// Keeps what a watch tells, and lets a test wait for it. Any thread.
template <typename Value>
class Heard {
  public:
    std::function<void(Result<Value>)> listener() {
        return [this](Result<Value> value) {
            const std::scoped_lock lock(m_mutex);
            if (value)
                m_values.push_back(std::move(*value));
            else
                m_errors.push_back(value.error());
            m_changed.notify_all();
        };
    }
    /// Whether `is` became true of (values, errors) within ten seconds.
    bool waitUntil(const std::function<bool(const std::vector<Value>&, const std::vector<Error>&)>& is) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return is(m_values, m_errors); });
    }
    bool waitForValues(std::size_t count) {
        return waitUntil([=](const auto& values, const auto&) { return values.size() >= count; });
    }
    std::vector<Value> values() {
        const std::scoped_lock lock(m_mutex);
        return m_values;
    }
    std::vector<Error> errors() {
        const std::scoped_lock lock(m_mutex);
        return m_errors;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Value> m_values;
    std::vector<Error> m_errors;
};

}  // namespace binnacle
