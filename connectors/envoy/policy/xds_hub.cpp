// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/xds_hub.h"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using envoy::service::discovery::v3::DiscoveryRequest;
using envoy::service::discovery::v3::DiscoveryResponse;

/// Nodes that are gone and in no mesh file are remembered up to this many, for what they rejected.
constexpr std::size_t kMostNodes = 10'000;

bool asksForConfiguration(XdsType type) {
    return type == XdsType::cluster || type == XdsType::listener;
}

}  // namespace

XdsHub::XdsHub(SnapshotSource& source, const Clock& clock, OnStream onStream)
    : m_source(source), m_clock(clock), m_onStream(std::move(onStream)) {}

XdsHub::SessionId XdsHub::open(std::weak_ptr<XdsPeer> peer) {
    const std::lock_guard lock(m_mutex);
    if (m_sessions.size() >= kMostStreams) {
        ++m_counters.streamsRefused;
        return 0;
    }
    ++m_counters.streamsOpened;
    m_sessions[++m_lastId].peer = std::move(peer);
    return m_lastId;
}

/// Returns whether this is the node's first stream.
Result<bool> XdsHub::begin(Session& session, SessionId id, const Proxy& proxy) {
    if (proxy.node.empty())
        return failure(ErrorCode::invalid, "node", "the first request of a stream must name its node id");
    const bool isKnown = m_nodes.count(proxy.node) != 0;
    if (!isKnown && m_nodes.size() >= kMostNodes)
        std::erase_if(m_nodes, [this](const auto& item) {
            return item.second.sessions == 0 && m_declared.count(item.first) == 0;
        });
    Node& node = m_nodes[proxy.node];
    session.proxy = proxy;
    // Nonces differ between stations, so that one from before a restart can't be taken for one of ours.
    const auto seed = std::to_string(m_clock.now().time_since_epoch().count()) + "-" + std::to_string(id);
    session.stream = std::make_unique<XdsStream>(seed, node.memory);
    if (m_isLoaded) retarget(proxy.node, node);
    if (node.target) session.stream->setTarget(node.target);
    return ++node.sessions == 1;
}

void XdsHub::noteUnknown(const Session& session, const DiscoveryRequest& request) {
    const auto type = typeFromUrl(request.type_url());
    Node& node = m_nodes[session.proxy.node];
    if (!type || !asksForConfiguration(*type) || !node.target || node.toldUnknown) return;
    if (!node.target->of(XdsType::cluster).empty() || !node.target->of(XdsType::listener).empty()) return;
    node.toldUnknown = true;
    ++m_counters.unknownNodes;
    spdlog::warn("xDS: {} asks for its configuration but no mesh file declares it as full",
                 session.proxy.node);
}

void XdsHub::count(Session& session, const std::vector<XdsEvent>& events) {
    ++m_counters.requests;
    for (const XdsEvent& event : events) {
        ++(event.accepted ? m_counters.accepted : m_counters.rejected);
        if (!event.accepted)
            spdlog::warn("xDS: {} rejects {}: {}", session.proxy.node, shortName(event.type), event.error);
    }
    const XdsStreamCounters& now = session.stream->counters();
    m_counters.staleNonces += now.staleNonces - session.seen.staleNonces;
    m_counters.unknownTypes += now.unknownTypes - session.seen.unknownTypes;
    m_counters.overlongRequests += now.overlongRequests - session.seen.overlongRequests;
    session.seen = now;
}

Result<void> XdsHub::onRequest(SessionId id, const DiscoveryRequest& request, const Proxy& proxy) {
    std::optional<ProxyAnswer> answer;
    ControlPlane::OnAnswer onAnswer;
    bool isFirstStream = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sessions.find(id);
        if (found == m_sessions.end()) return {};
        Session& session = found->second;
        const bool hasBegunNow = !session.stream;
        if (hasBegunNow) {
            const auto begun = begin(session, id, proxy);
            if (!begun) return tl::unexpected(begun.error());
            isFirstStream = *begun;
        }
        // One that comes from another station keeps its values till we can tell what they should be.
        const bool hasValues =
            typeFromUrl(request.type_url()) == XdsType::runtime && !request.version_info().empty();
        if (hasBegunNow) session.isHeld = hasValues && m_source.mayKnowLess(proxy.node);
        const auto events = session.stream->onRequest(request);
        count(session, events);
        noteUnknown(session, request);
        answer = answerOf(session.proxy.node, events);
        onAnswer = m_onAnswer;
    }
    if (isFirstStream && m_onStream) m_onStream(proxy, true);
    if (answer && onAnswer) onAnswer(*answer);
    return {};
}

bool XdsHub::isSettled(const std::string& node, XdsType type) const {
    bool isSettledSomewhere = false;
    for (const auto& [id, session] : m_sessions) {
        if (!session.stream || session.proxy.node != node || !session.stream->isSubscribed(type)) continue;
        if (!session.stream->isSettled(type)) return false;
        isSettledSomewhere = true;
    }
    return isSettledSomewhere;
}

std::optional<ProxyAnswer> XdsHub::answerOf(const std::string& name, const std::vector<XdsEvent>& events) {
    Node& node = m_nodes[name];
    if (node.awaited.empty()) return std::nullopt;
    ProxyAnswer answer{.node = name,
                       .state = AnswerState::acknowledged,
                       .error = {},
                       .after = m_clock.monotonic() - m_writtenAt,
                       .live = {}};
    for (const XdsEvent& event : events) {
        // What it rejects may be of the write before, when this one came while that was on its way.
        if (event.accepted || !event.isOfTarget) continue;
        answer.state = AnswerState::rejected;
        answer.error = std::string(shortName(event.type)) + ": " + event.error;
    }
    if (answer.state == AnswerState::acknowledged) {
        std::erase_if(node.awaited, [&](XdsType type) { return isSettled(name, type); });
        if (!node.awaited.empty()) return std::nullopt;
    }
    node.awaited.clear();
    return answer;
}

std::optional<DiscoveryResponse> XdsHub::next(SessionId id) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(id);
    if (found == m_sessions.end() || !found->second.stream || found->second.isHeld) return std::nullopt;
    return found->second.stream->next();
}

void XdsHub::close(SessionId id) {
    Proxy proxy;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sessions.find(id);
        if (found == m_sessions.end()) return;
        const bool hasBegun = found->second.stream != nullptr;
        proxy = std::move(found->second.proxy);
        m_sessions.erase(found);
        if (!hasBegun || --m_nodes[proxy.node].sessions != 0) return;
    }
    if (m_onStream) m_onStream(proxy, false);
}

/// Returns whether the node's target changed; what changed is awaited.
bool XdsHub::retarget(const std::string& name, Node& node) {
    auto target = m_source.snapshotFor(name);
    bool hasChanged = false;
    for (const XdsType type : kXdsOrder) {
        const bool same = node.target && versionOf(node.target->of(type)) == versionOf(target->of(type));
        hasChanged = hasChanged || !same;
    }
    if (!hasChanged) return false;
    node.target = std::move(target);
    for (auto& [id, session] : m_sessions)
        if (session.stream && session.proxy.node == name) session.stream->setTarget(node.target);
    return true;
}

std::set<std::string> XdsHub::nodesInUse() const {
    std::set<std::string> nodes = m_declared;
    for (const auto& [name, node] : m_nodes)
        if (node.sessions > 0) nodes.insert(name);
    return nodes;
}

std::vector<std::string> XdsHub::write(const std::vector<std::string>& declared,
                                       ControlPlane::OnAnswer onAnswer) {
    std::set<std::string> changed;
    {
        const std::lock_guard lock(m_mutex);
        m_isLoaded = true;
        m_declared = {declared.begin(), declared.end()};
        for (auto& [id, session] : m_sessions) session.isHeld = false;
        m_onAnswer = std::move(onAnswer);
        m_writtenAt = m_clock.monotonic();
        for (const std::string& name : nodesInUse()) {
            Node& node = m_nodes[name];
            node.awaited.clear();
            const auto before = node.target;
            if (!retarget(name, node)) continue;
            changed.insert(name);
            for (const XdsType type : kXdsOrder)
                if (versionOf((before ? *before : Snapshot{}).of(type)) != versionOf(node.target->of(type)))
                    node.awaited.insert(type);
        }
    }
    pumpAll(changed);
    return {changed.begin(), changed.end()};
}

void XdsHub::refresh() {
    std::set<std::string> changed;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isLoaded) return;
        for (const std::string& name : nodesInUse())
            if (retarget(name, m_nodes[name])) changed.insert(name);
        for (auto& [id, session] : m_sessions) {
            if (!session.isHeld || m_source.mayKnowLess(session.proxy.node)) continue;
            session.isHeld = false;
            changed.insert(session.proxy.node);
        }
    }
    pumpAll(changed);
}

void XdsHub::pumpAll(const std::set<std::string>& nodes) {
    std::vector<std::shared_ptr<XdsPeer>> due;
    std::vector<std::shared_ptr<XdsPeer>> all;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [id, session] : m_sessions) {
            auto peer = session.peer.lock();
            if (!peer) continue;
            if (nodes.count(session.proxy.node) != 0) due.push_back(peer);
            all.push_back(std::move(peer));
        }
    }
    for (const auto& peer : due) peer->pump();
    for (const auto& peer : all) peer->cancelIfStuck();
}

std::set<std::string> XdsHub::connectedNodes() const {
    const std::lock_guard lock(m_mutex);
    std::set<std::string> nodes;
    for (const auto& [name, node] : m_nodes)
        if (node.sessions > 0) nodes.insert(name);
    return nodes;
}

XdsCounters XdsHub::counters() const {
    const std::lock_guard lock(m_mutex);
    return m_counters;
}

}  // namespace binnacle
