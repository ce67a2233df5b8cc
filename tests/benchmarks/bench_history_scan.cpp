// SPDX-License-Identifier: GPL-3.0-or-later
// How fast recorded single requests are looked through for those that a filter wants, from packed blocks to
// records: by the CPU time of the one thread.
#include "models/core/history/recorded_view.h"
#include "models/core/history/request_codec.h"
#include "models/core/topology/traffic_queries.h"
#include "tests/support/sample_requests.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <vector>

namespace binnacle {
namespace {

constexpr std::size_t kBlocks = 64;
constexpr std::size_t kBlockRecords = 16'384;
constexpr int kRounds = 5;
constexpr std::size_t kShown = 1000;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// What the numbers of SampleRequests stand for: workload-N calls service-M.
Vocabulary sampleWords() {
    Vocabulary words;
    words.names.resize(SampleRequests::kNames);
    words.names[2] = "GET";
    words.names[3] = "POST";
    for (std::size_t i = 0; i < 400; ++i)
        words.names[1000 + i] = "outbound|80||service-" + std::to_string(i) + ".shop.svc.cluster.local";
    for (std::uint32_t call = 0; call < SampleRequests::kCalls; ++call) {
        const std::uint32_t workload = call / SampleRequests::kCallsOfOneProxy;
        const std::string name = "workload-" + std::to_string(workload);
        if (workload == words.workloads.size()) words.workloads.push_back({name, name, "v1", "shop"});
        words.names[2000 + call] = "10.0." + std::to_string(call / 250) + "." + std::to_string(call % 250);
        RollupKey key;
        key.workload = workload;
        key.protocol = Protocol::http1;
        key.address = 2000 + call;
        key.cluster = 1000 + call % 400;
        words.keys.push_back(key);
    }
    return words;
}

class PackedBlock final : public RequestBlock {
  public:
    explicit PackedBlock(BlobView blob) : m_blob(blob) {}
    Result<const TailBlock*> numbers() override {
        if (m_block) return &*m_block;
        m_reader = *RequestBlobReader::open(m_blob, {SampleRequests::kNames, SampleRequests::kCalls});
        m_block = m_reader->numbers().value();
        return &*m_block;
    }
    Result<const TailBlock*> whole() override {
        const auto block = numbers();
        if (!m_reader->addTexts(*m_block)) std::abort();
        return block;
    }

  private:
    BlobView m_blob;
    std::optional<RequestBlobReader> m_reader;
    std::optional<TailBlock> m_block;
};

class PackedBlocks final : public RequestBlocks {
  public:
    PackedBlocks() {
        SampleRequests samples(1);
        for (std::size_t i = 0; i < kBlocks; ++i) {
            const TailBlock block = samples.block(kBlockRecords);
            m_oldestEnd = std::min(m_oldestEnd, block.oldestEnd);
            m_places.push_back({encodeRequests(block), block.newestEnd});
        }
    }
    Result<void> visit(Order order, const Visit& visit) const override {
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            const Place& place = m_places[order == Order::oldestFirst ? i : m_places.size() - 1 - i];
            PackedBlock block(place.blob);
            const auto goOn = visit(block, place.newestEnd);
            if (!goOn) return tl::unexpected(goOn.error());
            if (!*goOn) break;
        }
        return {};
    }
    ViewRequest window() const {
        return {m_oldestEnd / std::nano::den, m_places.back().newestEnd / std::nano::den + 60, 0};
    }

  private:
    struct Place {
        Blob blob;
        std::int64_t newestEnd = 0;
    };
    std::vector<Place> m_places;
    std::int64_t m_oldestEnd = INT64_MAX;
};

void measure(const TrafficView& view, const char* text) {
    const auto filter = Filter::parse(text).value();
    double least = 1e9;
    std::size_t found = 0;
    for (int round = 0; round < kRounds; ++round) {
        const double start = cpuSeconds();
        const auto frame = frameOf(view, filter, {});
        least = std::min(least, cpuSeconds() - start);
        found = 0;
        for (const Edge& edge : (*frame)->edges) found += edge.stats.requests;
    }
    double listed = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double start = cpuSeconds();
        if (newestRequests(view, filter, kShown)->empty()) std::abort();
        listed = std::min(listed, cpuSeconds() - start);
    }
    const double requests = kBlocks * kBlockRecords;
    std::printf("%-53s %7zu of %.0f found, counted %5.1f M/s, newest %zu listed in %5.1f ms\n", text, found,
                requests, requests / least * 1e-6, kShown, listed * 1e3);
}

}  // namespace
}  // namespace binnacle

int main() {
    using namespace binnacle;
    const auto blocks = std::make_shared<PackedBlocks>();
    const ViewRequest window = blocks->window();
    RecordedView recorded(window);
    const auto offsets = recorded.addVocabulary(std::make_shared<LoadedVocabulary>(sampleWords()));
    recorded.addPart(window.from, 1, SampleRequests(2).rollups(20), offsets);  // who tells what
    const TrafficView view = recorded.build(blocks);
    for (const char* filter : {"status >= 500 and service = workload-7", "status >= 500",
                               "duration > 30ms and (status >= 500 or method = POST)",
                               "p99 > 20ms and duration > 30ms", "path ~ resource-77"})
        measure(view, filter);
}
