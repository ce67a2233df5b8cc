// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/standing_codec.h"

#include "models/core/history/blob_reader.h"

#include <bit>

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
// What there can be at most: shards open no more proxies; a host takes some hundred bytes of memory.
constexpr std::uint64_t kMaxDeclared = 100'000;
constexpr std::uint64_t kMaxProxies = 100'000;
constexpr std::uint64_t kMaxClusters = 250'000;
constexpr std::uint64_t kMaxHosts = 1'000'000;

/// Texts lie before all that is a number: they hardly ever change from one standing to the next.
class Writer {
  public:
    void text(const std::string& text) { putText(m_texts, text); }
    void number(std::uint64_t number) { putVarint(m_numbers, number); }
    void flag(bool flag) { number(flag ? 1 : 0); }
    void nanos(Duration nanos) { putNanos(m_numbers, nanos); }
    void maybe(const std::optional<std::uint64_t>& value) {
        flag(value.has_value());
        if (value) number(*value);
    }
    void maybe(const std::optional<bool>& value) { number(!value ? 0 : *value ? 2 : 1); }
    void maybe(const std::optional<double>& value) {
        flag(value.has_value());
        if (value) number(std::bit_cast<std::uint64_t>(*value));
    }
    Blob finish() const {
        Blob out;
        putVarint(out, kVersion);
        putVarint(out, m_texts.size());
        out.insert(out.end(), m_texts.begin(), m_texts.end());
        out.insert(out.end(), m_numbers.begin(), m_numbers.end());
        return out;
    }

  private:
    Blob m_texts;
    Blob m_numbers;
};

class Reader {
  public:
    explicit Reader(BlobView bytes) : m_texts({}), m_numbers(bytes) {
        m_isWell = m_numbers.varint() == kVersion;
        m_texts = BlobReader(m_numbers.bytes(m_numbers.varint()));
    }
    void text(std::string& text) { text = m_texts.text(); }
    void number(std::uint64_t& number) { number = m_numbers.varint(); }
    void flag(bool& flag) { flag = m_numbers.varint() != 0; }
    void nanos(Duration& nanos) { nanos = m_numbers.nanos(); }
    void maybe(std::optional<std::uint64_t>& value) {
        if (m_numbers.varint() != 0) value = m_numbers.varint();
    }
    void maybe(std::optional<bool>& value) {
        const std::uint64_t code = m_numbers.varint();
        if (code != 0) value = code == 2;
    }
    void maybe(std::optional<double>& value) {
        if (m_numbers.varint() != 0) value = std::bit_cast<double>(m_numbers.varint());
    }
    /// A number of things; none where there would be more than `most` of them, or than there are bytes.
    std::size_t count(std::uint64_t most) {
        const std::size_t count = m_numbers.count(1);
        if (count > most) fail();
        return m_isWell ? count : 0;
    }
    void fail() { m_isWell = false; }
    bool isWell() const { return m_isWell && !m_texts.hasFailed() && !m_numbers.hasFailed(); }
    bool isDone() const { return m_isWell && m_texts.isDone() && m_numbers.isDone(); }

  private:
    bool m_isWell = false;
    BlobReader m_texts;
    BlobReader m_numbers;
};

// What follows names each field once, for both ways: `Io` is a Writer or a Reader.

template <typename Io, typename W>
void fields(Io& io, W& workload) {
    io.text(workload.service);
    io.text(workload.name);
    io.text(workload.version);
    io.text(workload.nameSpace);
}

template <typename Io, typename P>
void proxyFields(Io& io, P& status) {
    io.text(status.proxy.node);
    io.text(status.proxy.cluster);
    fields(io, status.proxy.workload);
    io.text(status.proxy.peer);
    io.text(status.proxy.build);
    io.text(status.policyMode);
    io.flag(status.connected);
    io.flag(status.skewed);
    io.number(status.records);
}

template <typename Io, typename C>
void clusterFields(Io& io, C& state) {
    io.text(state.proxy);
    io.text(state.cluster);
    io.maybe(state.activeRequests);
    io.maybe(state.pendingRequests);
    io.maybe(state.activeConnections);
    io.maybe(state.connectionsOpen);
    io.maybe(state.pendingOpen);
    io.maybe(state.requestsOpen);
    io.maybe(state.retriesOpen);
    io.maybe(state.ejectedHosts);
    io.maybe(state.totalHosts);
    io.maybe(state.limits.maxConnections);
    io.maybe(state.limits.maxPendingRequests);
    io.maybe(state.limits.maxRequests);
    io.maybe(state.limits.maxRetries);
}

template <typename Io, typename H>
void hostFields(Io& io, H& host) {
    io.text(host.address);
    io.flag(host.healthy);
    io.flag(host.ejected);
    io.maybe(host.activeRequests);
    io.maybe(host.totalRequests);
    io.maybe(host.errors);
    io.maybe(host.successRate);
}

void write(Writer& to, const DeclaredWorkload& declared) {
    fields(to, declared.workload);
    to.flag(declared.external);
    for (const auto* texts : {&declared.addresses, &declared.clusters}) {
        to.number(texts->size());
        for (const std::string& text : *texts) to.text(text);
    }
}

void write(Writer& to, const ProxyStatus& status) {
    proxyFields(to, status);
    to.flag(status.lastRecordAge.has_value());
    if (status.lastRecordAge) to.nanos(*status.lastRecordAge);
}

void write(Writer& to, const ClusterState& state) {
    clusterFields(to, state);
    to.nanos(state.asOf.time_since_epoch());
    to.number(state.hosts.size());
    for (const HostState& host : state.hosts) hostFields(to, host);
}

template <typename T>
void writeAll(Writer& to, const std::vector<T>& things) {
    to.number(things.size());
    for (const T& thing : things) write(to, thing);
}

/// Reads a standing; stops at the first thing that is wrong. Used once.
class StandingReader {
  public:
    explicit StandingReader(BlobView bytes) : m_from(bytes) {}

    Result<Standing> read() {
        Standing standing;
        Duration at{};
        m_from.nanos(at);
        standing.at = TimePoint(at);
        readAll(standing.declared, kMaxDeclared);
        readAll(standing.proxies, kMaxProxies);
        readAll(standing.clusters, kMaxClusters);
        if (!m_from.isDone()) return failure(ErrorCode::corrupt, "recording", "its standing is damaged");
        return standing;
    }

  private:
    template <typename T>
    void readAll(std::vector<T>& to, std::uint64_t most) {
        for (std::size_t left = m_from.count(most); left > 0 && m_from.isWell(); --left)
            read(to.emplace_back());
    }
    void read(DeclaredWorkload& declared) {
        fields(m_from, declared.workload);
        m_from.flag(declared.external);
        for (auto* texts : {&declared.addresses, &declared.clusters}) {
            // As many as hosts, since a text takes no number of its own.
            std::uint64_t count = 0;
            m_from.number(count);
            for (; count > 0 && m_from.isWell() && takeHost(); --count) m_from.text(texts->emplace_back());
        }
    }
    void read(ProxyStatus& status) {
        proxyFields(m_from, status);
        bool isKnown = false;
        m_from.flag(isKnown);
        if (isKnown) m_from.nanos(status.lastRecordAge.emplace());
    }
    void read(ClusterState& state) {
        clusterFields(m_from, state);
        Duration asOf{};
        m_from.nanos(asOf);
        state.asOf = TimePoint(asOf);
        std::uint64_t count = 0;
        m_from.number(count);
        for (; count > 0 && m_from.isWell() && takeHost(); --count)
            hostFields(m_from, state.hosts.emplace_back());
    }
    bool takeHost() {
        if (m_hosts == kMaxHosts) m_from.fail();
        ++m_hosts;
        return m_from.isWell();
    }

    Reader m_from;
    std::uint64_t m_hosts = 0;
};

}  // namespace

Blob encodeStanding(const Standing& standing) {
    Writer to;
    to.nanos(standing.at.time_since_epoch());
    writeAll(to, standing.declared);
    writeAll(to, standing.proxies);
    writeAll(to, standing.clusters);
    return to.finish();
}

Result<Standing> decodeStanding(BlobView bytes) {
    return StandingReader(bytes).read();
}

}  // namespace binnacle
