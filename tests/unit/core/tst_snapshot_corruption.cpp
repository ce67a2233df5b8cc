// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot that was tampered with gives an Error or data, and never more than that. How many are tried
// comes from BINNACLE_CORRUPTIONS.
#include "models/core/history/recorded_traffic.h"
#include "models/core/incident/snapshot_recording.h"
#include "models/core/incident/snapshot_writer.h"
#include "tests/support/snapshot_lab.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

class SnapshotCorruptionTest : public testing::Test {
  protected:
    SnapshotCorruptionTest() {
        EXPECT_TRUE(shop.write(whole));
        const auto file = SnapshotFile::open(whole).value();
        for (const SnapshotEntry& entry : file->entries()) {
            names.push_back(entry.name);
            parts[entry.name] = file->part(entry.name).value();
        }
        std::ifstream in(whole, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }

    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random() % bound; }

    /// One look at everything; what it gives does not matter.
    void look() const {
        const auto file = SnapshotFile::open(damaged);
        if (!file) return;
        const auto recording = SnapshotRecording::open(*file);
        if (!recording) return;
        const RecordedTraffic traffic(**recording, shop.lab.clock);
        const TimeWindow window{1min, shop.lab.clock.now()};
        static_cast<void>(traffic.topology({window, ""}));
        static_cast<void>(traffic.series({window, 5s, {}, ""}));
        static_cast<void>(traffic.requests({window, kEveryPath, 1000}));
        static_cast<void>(traffic.clusters(shop.lab.clock.now()));
        static_cast<void>((*recording)->events({TimePoint{}, shop.lab.clock.now(), 100}));
    }
    void damageFile() {
        std::string copy = bytes;
        switch (below(3)) {
            case 0:
                copy.resize(below(copy.size()));
                break;
            case 1:
                copy[below(copy.size())] ^= static_cast<char>(1U << below(8));
                break;
            default:
                copy.replace(below(copy.size()), 8, 8, static_cast<char>(below(256)));
                break;
        }
        std::ofstream(damaged, std::ios::binary) << copy;
    }
    /// Sums and list are right, so that the decoders behind them are reached.
    void damagePart() {
        std::map<std::string, Blob> copy = parts;
        Blob& part = copy[names[below(names.size())]];
        switch (below(4)) {
            case 0:
                part.resize(below(part.size()));
                break;
            case 1:
                part = parts[names[below(names.size())]];
                break;
            case 2:
                if (!part.empty()) part[below(part.size())] = 0xFF;
                break;
            default:
                if (!part.empty()) part[below(part.size())] ^= static_cast<std::uint8_t>(1U << below(8));
                break;
        }
        auto writer = SnapshotWriter::start(damaged).value();
        for (const auto& [name, blob] : copy) ASSERT_TRUE(writer.add(name, blob));
        ASSERT_TRUE(writer.finish());
    }

    // Looked at path by path, so that the texts are unpacked as well.
    static constexpr const char* kEveryPath = "path ~ /";

    TemporaryDirectory folder;
    std::string whole = folder.file("whole.binnacle");
    std::string damaged = folder.file("damaged.binnacle");
    SnapshotLab shop;
    std::vector<std::string> names;
    std::map<std::string, Blob> parts;
    std::string bytes;
    std::mt19937_64 random{23};
};

TEST_F(SnapshotCorruptionTest, ReadsAllOfOneThatIsWhole) {
    const auto file = SnapshotFile::open(whole).value();
    const auto recording = SnapshotRecording::open(file).value();
    const RecordedTraffic traffic(*recording, shop.lab.clock);

    EXPECT_FALSE(traffic.requests({{1min, shop.lab.clock.now()}, kEveryPath, 1000})->empty());
}

TEST_F(SnapshotCorruptionTest, GivesAnErrorOrData) {
    const char* count = std::getenv("BINNACLE_CORRUPTIONS");
    const int rounds = count == nullptr ? 1000 : std::atoi(count);
    for (int i = 0; i < rounds; ++i) {
        if (i % 4 == 0) {
            damageFile();
        } else {
            damagePart();
        }
        look();
    }
}

TEST_F(SnapshotCorruptionTest, NoticesEveryFlippedByteOfAPart) {
    for (std::size_t at = kSnapshotHeaderBytes; at < bytes.size(); at += 97) {
        std::string copy = bytes;
        copy[at] ^= 0x10;
        std::ofstream(damaged, std::ios::binary) << copy;
        const auto file = SnapshotFile::open(damaged);
        if (!file) continue;
        const bool allRead = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
            return (*file)->part(name).has_value();
        });
        EXPECT_FALSE(allRead) << at;
    }
}

}  // namespace
}  // namespace binnacle
