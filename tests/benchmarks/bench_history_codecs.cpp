// SPDX-License-Identifier: GPL-3.0-or-later
// What a recorded request and a recorded rollup take on disk, and how fast they go in and out: by the CPU
// time of the one thread.
#include "models/core/history/request_codec.h"
#include "models/core/history/rollup_codec.h"
#include "tests/support/sample_requests.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

namespace binnacle {
namespace {

constexpr std::size_t kBlocks = 16;
constexpr int kRounds = 5;
const RequestBlobReader::Bounds kBounds{SampleRequests::kNames, SampleRequests::kCalls};

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The least seconds that one of some rounds took.
double best(const std::function<void()>& work) {
    double least = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double start = cpuSeconds();
        work();
        least = std::min(least, cpuSeconds() - start);
    }
    return least;
}

TailBlock withoutTexts(TailBlock block) {
    block.arena.clear();
    for (TailRecord& record : block.records) {
        record.arena = 0;
        record.lengths = {};
    }
    return block;
}

void readAll(const std::vector<Blob>& blobs, bool (*isRead)(const RequestBlobReader&)) {
    for (const Blob& blob : blobs) {
        const auto reader = RequestBlobReader::open(blob, kBounds);
        if (!reader || !isRead(*reader)) std::abort();
    }
}

bool readNumbers(const RequestBlobReader& reader) {
    return reader.numbers().has_value();
}

bool readWhole(const RequestBlobReader& reader) {
    auto block = reader.numbers();
    return block && reader.addTexts(*block);
}

void measure(const char* what, const std::vector<TailBlock>& blocks) {
    const auto requests = static_cast<double>(blocks.size() * blocks.front().records.size());
    std::vector<Blob> blobs;
    const double encoding = best([&] {
        blobs.clear();
        for (const TailBlock& block : blocks) blobs.push_back(encodeRequests(block));
    });
    double bytes = 0;
    for (const Blob& blob : blobs) bytes += static_cast<double>(blob.size());
    const double numbers = best([&] { readAll(blobs, readNumbers); });
    const double whole = best([&] { readAll(blobs, readWhole); });
    std::printf("%-22s %5.2f bytes/request, written %5.2f M/s, read %6.2f M/s numbers, %5.2f M/s whole\n",
                what, bytes / requests, requests / encoding * 1e-6, requests / numbers * 1e-6,
                requests / whole * 1e-6);
}

void measureRollups(std::size_t each) {
    SampleRequests samples(2);
    std::vector<RollupPart> parts;
    for (int i = 0; i < 50; ++i) parts.push_back(samples.rollups(each));
    const auto rows = static_cast<double>(parts.size() * SampleRequests::kCalls);
    std::vector<Blob> blobs;
    const double encoding = best([&] {
        blobs.clear();
        for (const RollupPart& part : parts) blobs.push_back(encodeRollups(part));
    });
    double bytes = 0;
    double raw = 0;
    for (const Blob& blob : blobs) bytes += static_cast<double>(blob.size());
    for (const RollupPart& part : parts) raw += static_cast<double>(part.data.size());
    const double decoding = best([&] {
        for (const Blob& blob : blobs)
            if (!decodeRollups(blob, SampleRequests::kCalls)) std::abort();
    });
    std::printf(
        "rollups of %2zu requests  %5.1f bytes/row (%5.1f in memory), written %4.2f M/s, read %5.2f M/s\n",
        each, bytes / rows, raw / rows, rows / encoding * 1e-6, rows / decoding * 1e-6);
}

}  // namespace
}  // namespace binnacle

int main() {
    using namespace binnacle;
    SampleRequests samples(1);
    std::vector<TailBlock> whole;
    std::vector<TailBlock> numbers;
    for (std::size_t i = 0; i < kBlocks; ++i) {
        whole.push_back(samples.block(kMaxBlockRecords));
        numbers.push_back(withoutTexts(whole.back()));
    }
    measure("numbers only", numbers);
    measure("with path and id", whole);
    for (const std::size_t each : {1U, 5U, 50U}) measureRollups(each);
}
