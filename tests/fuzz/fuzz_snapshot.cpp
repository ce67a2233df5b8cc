// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a snapshot file, and as its small parts.
#include "models/core/history/recorded_traffic.h"
#include "models/core/incident/report_codec.h"
#include "models/core/incident/snapshot_index.h"
#include "models/core/incident/snapshot_recording.h"

#include <sys/mman.h>
#include <unistd.h>
#include <string>

namespace {

using namespace binnacle;
using namespace std::chrono_literals;

void look(const std::string& path) {
    const auto file = SnapshotFile::open(path);
    if (!file) return;
    const auto recording = SnapshotRecording::open(*file);
    if (!recording) return;
    const SystemClock clock;
    const RecordedTraffic traffic(**recording, clock);
    const TimeWindow window{1min, (*file)->report().to};
    static_cast<void>(traffic.topology({window, ""}));
    static_cast<void>(traffic.requests({window, "", 100}));
    static_cast<void>((*recording)->events({(*file)->report().from, (*file)->report().to, 100}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(decodeReport({data, size}));
    static_cast<void>(decodeIndex({data, size}));
    static_cast<void>(decodeTimes({data, size}));
    static_cast<void>(decodeSnapshotList({data, size}));
    const int descriptor = ::memfd_create("snapshot", MFD_CLOEXEC);
    if (descriptor < 0) return 0;
    if (::write(descriptor, data, size) == static_cast<ssize_t>(size))
        look("/proc/self/fd/" + std::to_string(descriptor));
    ::close(descriptor);
    return 0;
}
