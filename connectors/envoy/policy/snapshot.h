// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <google/protobuf/any.pb.h>
#include <google/protobuf/message.h>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

/// The resource types we serve, in the order in which a change is made before the old is broken.
enum class XdsType : std::uint8_t { runtime, cluster, endpoint, listener, route };
constexpr std::size_t kXdsTypes = 5;
constexpr std::array<XdsType, kXdsTypes> kXdsOrder = {XdsType::runtime, XdsType::cluster, XdsType::endpoint,
                                                      XdsType::listener, XdsType::route};

std::string_view typeUrl(XdsType type);
std::string_view shortName(XdsType type);  ///< "cluster"
std::optional<XdsType> typeFromUrl(std::string_view url);

/// One resource, serialized once and shared by every proxy that gets it. `version` is a hash of the content.
struct Resource {
    std::string name;
    google::protobuf::Any any;
    std::string version;
};
using ResourceSet = std::map<std::string, std::shared_ptr<const Resource>>;

std::shared_ptr<const Resource> makeResource(const std::string& name,
                                             const google::protobuf::Message& message);
/// A hash of names and contents: equal sets have equal versions, whatever station made them.
std::string versionOf(const ResourceSet& set);

/// The runtime layer's name in our own bootstraps; a proxy may call its layer anything.
inline constexpr const char* kRuntimeLayer = "binnacle";

/// Everything one proxy should have. Immutable once built, and shared as such; any thread.
struct Snapshot {
    std::array<ResourceSet, kXdsTypes> sets;

    const ResourceSet& of(XdsType type) const { return sets[static_cast<std::size_t>(type)]; }
    ResourceSet& of(XdsType type) { return sets[static_cast<std::size_t>(type)]; }
    void add(XdsType type, const std::string& name, const google::protobuf::Message& message) {
        of(type)[name] = makeResource(name, message);
    }
};

}  // namespace binnacle
