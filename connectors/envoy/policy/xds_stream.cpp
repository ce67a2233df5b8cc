// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/xds_stream.h"

#include "models/core/base/text.h"

#include <algorithm>
#include <utility>

#include "envoy/service/runtime/v3/rtds.pb.h"

namespace binnacle {
namespace {

using envoy::service::discovery::v3::DiscoveryRequest;
using envoy::service::discovery::v3::DiscoveryResponse;

constexpr std::size_t kMostRejected = 32;
constexpr int kMostNames = 10'000;
constexpr std::size_t kMostLayers = 16;
constexpr std::size_t kLongestName = 512;
constexpr std::size_t kLongestError = 2000;

/// Types whose first request with no names means: everything.
bool canBeWildcard(XdsType type) {
    return type == XdsType::cluster || type == XdsType::listener;
}

/// A reconnecting proxy that has the version already needs no answer, except where one of its own parts may
/// be warming and wait for exactly that answer.
bool mayStaySilent(XdsType type) {
    return type != XdsType::endpoint && type != XdsType::route;
}

bool namesFit(const DiscoveryRequest& request) {
    return request.resource_names_size() <= kMostNames &&
           std::all_of(request.resource_names().begin(), request.resource_names().end(),
                       [](const std::string& name) { return name.size() <= kLongestName; });
}

void keepRemoved(ResourceSet& set, const ResourceSet& before) {
    for (const auto& [name, resource] : before) set.emplace(name, resource);
}

}  // namespace

bool NodeMemory::isRejected(XdsType type, const std::string& version) const {
    const auto& rejected = types[static_cast<std::size_t>(type)].rejected;
    return std::find(rejected.begin(), rejected.end(), version) != rejected.end();
}

void NodeMemory::reject(XdsType type, const std::string& version) {
    auto& rejected = types[static_cast<std::size_t>(type)].rejected;
    if (isRejected(type, version)) return;
    rejected.push_back(version);
    if (rejected.size() > kMostRejected) rejected.pop_front();
}

XdsStream::XdsStream(std::string nonceSeed, std::shared_ptr<NodeMemory> memory)
    : m_nonceSeed(std::move(nonceSeed)), m_memory(std::move(memory)) {}

void XdsStream::setTarget(std::shared_ptr<const Snapshot> target) {
    m_target = std::move(target);
}

std::vector<XdsEvent> XdsStream::onRequest(const DiscoveryRequest& request) {
    const auto type = typeFromUrl(request.type_url());
    if (!type) {
        ++m_counters.unknownTypes;
        return {};
    }
    if (!namesFit(request)) {
        ++m_counters.overlongRequests;
        return {};
    }
    TypeState& is = state(*type);
    const bool isFirst = !is.isSubscribed;
    // An empty nonce is a new subscription that crossed our response; any other that isn't the last is stale.
    const bool isStale = !request.response_nonce().empty() && request.response_nonce() != is.lastNonce;
    if (isStale && !isFirst) {
        ++m_counters.staleNonces;
        return {};
    }
    std::vector<XdsEvent> events;
    if (auto event = takeAnswer(*type, request)) events.push_back(std::move(*event));
    const bool asksMore = takeNames(*type, request);
    if (isFirst)
        takeFirst(*type, request.version_info());
    else if (asksMore)
        is.mustAnswer = true;
    return events;
}

/// Returns whether the request asks for something that it did not ask for before.
bool XdsStream::takeNames(XdsType type, const DiscoveryRequest& request) {
    TypeState& is = state(type);
    const std::set<std::string> before = std::exchange(is.names, {});
    const bool wasWildcard = std::exchange(is.isWildcard, false);
    for (const std::string& name : request.resource_names()) {
        if (name == "*" && canBeWildcard(type))
            is.isWildcard = true;
        else
            is.names.insert(name);
    }
    const bool isLegacyWildcard =
        request.resource_names().empty() && canBeWildcard(type) && (!is.isSubscribed || wasWildcard);
    if (isLegacyWildcard && before.empty()) is.isWildcard = true;
    return (is.isWildcard && !wasWildcard) ||
           !std::includes(before.begin(), before.end(), is.names.begin(), is.names.end());
}

std::optional<XdsEvent> XdsStream::takeAnswer(XdsType type, const DiscoveryRequest& request) {
    TypeState& is = state(type);
    if (!is.isUnanswered || request.response_nonce() != is.lastNonce) return std::nullopt;
    is.isUnanswered = false;
    if (request.has_error_detail()) {
        m_memory->reject(type, is.sentVersion);
        return XdsEvent{type, false, isBlocked(type),
                        safeText(request.error_detail().message(), kLongestError)};
    }
    is.acceptedVersion = is.sentVersion;
    auto& memory = m_memory->types[static_cast<std::size_t>(type)];
    memory.lastGood = is.sent;
    memory.hasLastGood = true;
    return XdsEvent{type, true, true, {}};
}

void XdsStream::takeFirst(XdsType type, const std::string& version) {
    TypeState& is = state(type);
    is.isSubscribed = true;
    is.mustAnswer = true;
    if (m_target == nullptr || version.empty()) return;
    const ResourceSet set = wanted(type);
    const std::string ours = versionOf(set);
    // What it has already is not news, and neither is what it fell back to after rejecting what we have.
    auto& memory = m_memory->types[static_cast<std::size_t>(type)];
    const bool hasLastGood = memory.hasLastGood && version == versionOf(memory.lastGood);
    const bool holdsIt = version == ours || (hasLastGood && isBlocked(type));
    if (!holdsIt || !mayStaySilent(type)) return;
    is.mustAnswer = false;
    is.sentVersion = is.acceptedVersion = version;
    is.sent = version == ours ? set : memory.lastGood;
    memory.lastGood = is.sent;
    memory.hasLastGood = true;
}

/// Of a set, what the proxy asked for.
ResourceSet XdsStream::asked(XdsType type, const ResourceSet& from) const {
    const TypeState& is = state(type);
    if (is.isWildcard) return from;
    ResourceSet set;
    for (const std::string& name : is.names)
        if (const auto found = from.find(name); found != from.end()) set.insert(*found);
    return set;
}

/// A proxy may call its layer anything, and it waits at its start until the layer is there.
ResourceSet XdsStream::askedRuntime() const {
    const ResourceSet& from = m_target->of(XdsType::runtime);
    const auto ours = from.find(kRuntimeLayer);
    envoy::service::runtime::v3::Runtime layer;
    if (ours != from.end()) ours->second->any.UnpackTo(&layer);
    layer.mutable_layer();
    ResourceSet set;
    for (const std::string& name : state(XdsType::runtime).names) {
        if (set.size() == kMostLayers) break;
        layer.set_name(name);
        set[name] = makeResource(name, layer);
    }
    return set;
}

/// What the proxy should have next of a type, rejected or not. Clusters and endpoints that the target has no
/// more stay as long as listeners or routes may still lead to them.
ResourceSet XdsStream::wanted(XdsType type) const {
    if (m_target == nullptr) return {};
    if (type == XdsType::runtime) return askedRuntime();
    ResourceSet set = asked(type, m_target->of(type));
    const TypeState& is = state(type);
    if (type == XdsType::endpoint || type == XdsType::route) keepRemoved(set, asked(type, is.sent));
    if (type != XdsType::cluster) return set;
    const auto hasMoved = [this](XdsType user) { return !state(user).isSubscribed || isSettled(user); };
    if (!hasMoved(XdsType::listener) || !hasMoved(XdsType::route)) keepRemoved(set, is.sent);
    return set;
}

/// The proxy has rejected what it should have next.
bool XdsStream::isBlocked(XdsType type) const {
    return m_memory->isRejected(type, versionOf(wanted(type)));
}

/// Nothing of this type is on its way or due.
bool XdsStream::isAtRest(XdsType type) const {
    const TypeState& is = state(type);
    if (!is.isSubscribed) return true;
    return !is.isUnanswered && !due(type);
}

bool XdsStream::mustWait(XdsType type) const {
    if (type == XdsType::runtime || type == XdsType::cluster) return false;
    // Envoy answers clusters only once those that changed are warm, and they are warm once their endpoints
    // came.
    if (type == XdsType::endpoint) return due(XdsType::cluster).has_value();
    if (!isAtRest(XdsType::cluster)) return true;
    if (!isAtRest(XdsType::endpoint)) return true;
    return type == XdsType::route && !isAtRest(XdsType::listener);
}

bool XdsStream::isSettled(XdsType type) const {
    const TypeState& is = state(type);
    if (!is.isSubscribed || is.isUnanswered || m_target == nullptr) return false;
    const ResourceSet final = type == XdsType::cluster ? asked(type, m_target->of(type)) : wanted(type);
    return is.acceptedVersion == versionOf(final);
}

/// What to send of a type, if anything: what the target wants, or, if the proxy rejected that (or the
/// clusters that it relies on), what the proxy last accepted, in case it has lost it.
std::optional<ResourceSet> XdsStream::due(XdsType type) const {
    const TypeState& is = state(type);
    if (!is.isSubscribed || is.isUnanswered || m_target == nullptr) return std::nullopt;
    const bool needsClusters = type == XdsType::listener || type == XdsType::route;
    const bool holdsBack = isBlocked(type) || (needsClusters && state(XdsType::cluster).isSubscribed &&
                                               isBlocked(XdsType::cluster));
    if (holdsBack) {
        const auto& memory = m_memory->types[static_cast<std::size_t>(type)];
        if (!memory.hasLastGood) return std::nullopt;
        ResourceSet good = asked(type, memory.lastGood);
        const std::string version = versionOf(good);
        const bool hasIt = is.acceptedVersion == version && !(is.mustAnswer && is.sentVersion == version);
        if (good.empty() || hasIt || m_memory->isRejected(type, version)) return std::nullopt;
        return good;
    }
    ResourceSet set = wanted(type);
    // Nothing at all is an answer only for a proxy that had something from us.
    if (set.empty() && is.sent.empty()) return std::nullopt;
    if (set.empty() && !is.isWildcard) return std::nullopt;
    if (!is.mustAnswer && versionOf(set) == is.sentVersion) return std::nullopt;
    return set;
}

std::optional<DiscoveryResponse> XdsStream::next() {
    for (const XdsType type : kXdsOrder) {
        if (mustWait(type)) continue;
        if (auto set = due(type)) return send(type, std::move(*set));
    }
    return std::nullopt;
}

DiscoveryResponse XdsStream::send(XdsType type, ResourceSet set) {
    TypeState& is = state(type);
    DiscoveryResponse response;
    response.set_type_url(std::string(typeUrl(type)));
    response.set_version_info(versionOf(set));
    response.set_nonce(m_nonceSeed + "-" + std::to_string(++m_sentCount));
    for (const auto& [name, resource] : set) *response.add_resources() = resource->any;
    // A cluster that changed warms anew and waits for its endpoints, even if those are the same.
    if (type == XdsType::cluster && versionOf(set) != is.sentVersion)
        state(XdsType::endpoint).mustAnswer = true;
    is.mustAnswer = false;
    is.isUnanswered = true;
    is.lastNonce = response.nonce();
    is.sentVersion = response.version_info();
    is.sent = std::move(set);
    return response;
}

}  // namespace binnacle
