// SPDX-License-Identifier: GPL-3.0-or-later
// A station at full load, to be killed: records a mesh in DIRECTORY from SECOND on, and tells after each
// commit how many records are on disk.
#include "models/core/store/history_recorder.h"
#include "tests/support/mesh_lab.h"

#include <unistd.h>
#include <cstdlib>

namespace binnacle {
namespace {

constexpr int kCalls = 50;
constexpr int kTimes = 40;

void second(MeshLab& lab, int number) {
    for (int call = 0; call < kCalls; ++call) {
        const std::string name = std::to_string(call);
        const std::string path = "/orders/" + std::to_string(number);
        lab.outbound("caller-" + name, "service-" + name, "10.0.0." + name + ":80",
                     {.status = static_cast<std::uint16_t>(call % 10 == 0 ? 503 : 200),
                      .duration = std::chrono::milliseconds(1 + (number + call) % 90),
                      .times = kTimes,
                      .path = path});
    }
    lab.flush();
    lab.clock.advance(std::chrono::seconds(1));
}

int record(const std::string& directory, std::chrono::seconds from) {
    MeshLab lab;
    lab.clock.advance(from);
    const auto store = HistoryStore::open(directory, {}, lab.clock);
    if (!store) return EXIT_FAILURE;
    const HistoryReader reader((*store)->path());
    HistoryRecorder recorder(lab.mesh, **store, reader, lab.clock);
    for (int number = 0;; ++number) {
        second(lab, number);
        if (!recorder.tick()) return EXIT_FAILURE;
        const std::string line = std::to_string(recorder.status().recorded) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return EXIT_FAILURE;
    }
}

}  // namespace
}  // namespace binnacle

int main(int argc, char** argv) {
    if (argc != 3) return EXIT_FAILURE;
    return binnacle::record(argv[1], std::chrono::seconds(std::strtoll(argv[2], nullptr, 10)));
}
