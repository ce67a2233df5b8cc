// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/snapshot_export.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/harvested_recording.h"
#include "tests/support/mesh_lab.h"

#include <string>

namespace binnacle {

/// A small shop's incident of a minute, and a snapshot made of it. One thread.
class SnapshotLab {
  public:
    SnapshotLab() {
        using namespace std::chrono_literals;
        recording.take();
        for (int second = 0; second < 60; ++second) {
            lab.call("checkout", "payment",
                     {.duration = 3ms + second * 100us, .times = 20, .path = "/pay/17"});
            lab.call("checkout", "cart", {.duration = 1ms, .times = 5, .path = "/cart"});
            if (second % 7 == 0)
                lab.call("checkout", "payment", {.status = 503, .duration = 2s, .flags = "UO", .times = 3});
            lab.flush();
            lab.clock.advance(1s);
        }
        recording.happened = {
            {1, lab.clock.now() - 20s, EventKind::breakerOpened, "payment", "requests", "checkout-1", ""},
            {2, lab.clock.now() - 2h, EventKind::note, "", "of another time", "mia", ""}};
        recording.take();
    }

    SnapshotSources sources() {
        return {recording, policy, lab.clock, [this] { return configuration; }, [] { return AlertBook{}; },
                "shop",    "1.4"};
    }
    SnapshotOrder order() const {
        SnapshotOrder order;
        order.window = {std::chrono::minutes(1), lab.clock.now()};
        order.who = "mia";
        order.note = "payment refuses";
        return order;
    }
    Result<SnapshotReport> write(const std::string& path) {
        return writeSnapshot(order(), sources(), path, {});
    }

    MeshLab lab;
    HarvestedRecording recording{lab.mesh};
    FakePolicyPort policy;
    Result<std::map<std::string, std::string>> configuration =
        std::map<std::string, std::string>{{"checkout-1", "{\"static_resources\": {}}"}};
};

}  // namespace binnacle
