// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/snapshot.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace binnacle {
namespace {

struct TypeNames {
    std::string_view url;
    std::string_view shortName;
};

constexpr std::array<TypeNames, kXdsTypes> kNames = {
    TypeNames{"type.googleapis.com/envoy.service.runtime.v3.Runtime", "runtime"},
    TypeNames{"type.googleapis.com/envoy.config.cluster.v3.Cluster", "cluster"},
    TypeNames{"type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", "endpoint"},
    TypeNames{"type.googleapis.com/envoy.config.listener.v3.Listener", "listener"},
    TypeNames{"type.googleapis.com/envoy.config.route.v3.RouteConfiguration", "route"}};

/// FNV-1a, 128 bit as two 64-bit halves with different offsets: versions only tell our own contents apart.
class Hash {
  public:
    void add(std::string_view text) {
        for (const char c : text) addByte(static_cast<unsigned char>(c));
        addByte(0xFF);  // never part of UTF-8: keeps "ab","c" and "a","bc" apart
    }
    std::string hex() const {
        static constexpr char kDigits[] = "0123456789abcdef";
        std::string out;
        for (const std::uint64_t half : {m_a, m_b})
            for (int shift = 60; shift >= 0; shift -= 4)
                out += kDigits[(half >> static_cast<unsigned>(shift)) & 0xFU];
        return out;
    }

  private:
    void addByte(unsigned char byte) {
        m_a = (m_a ^ byte) * 1099511628211ULL;
        m_b = (m_b ^ byte) * 0x9E3779B97F4A7C15ULL + 1;
    }
    std::uint64_t m_a = 14695981039346656037ULL;
    std::uint64_t m_b = 0x2545F4914F6CDD1DULL;
};

/// Maps inside a message (a runtime layer) have no order on the wire unless it is asked for.
std::string deterministicBytes(const google::protobuf::Message& message) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream out(&bytes);
        google::protobuf::io::CodedOutputStream coded(&out);
        coded.SetSerializationDeterministic(true);
        message.SerializeToCodedStream(&coded);
    }
    return bytes;
}

}  // namespace

std::string_view typeUrl(XdsType type) {
    return kNames[static_cast<std::size_t>(type)].url;
}

std::string_view shortName(XdsType type) {
    return kNames[static_cast<std::size_t>(type)].shortName;
}

std::optional<XdsType> typeFromUrl(std::string_view url) {
    for (const XdsType type : kXdsOrder)
        if (typeUrl(type) == url) return type;
    return std::nullopt;
}

std::shared_ptr<const Resource> makeResource(const std::string& name,
                                             const google::protobuf::Message& message) {
    auto resource = std::make_shared<Resource>();
    resource->name = name;
    resource->any.set_type_url("type.googleapis.com/" + message.GetDescriptor()->full_name());
    resource->any.set_value(deterministicBytes(message));
    Hash hash;
    hash.add(resource->any.type_url());
    hash.add(resource->any.value());
    resource->version = hash.hex();
    return resource;
}

std::string versionOf(const ResourceSet& set) {
    Hash hash;
    for (const auto& [name, resource] : set) {
        hash.add(name);
        hash.add(resource->version);
    }
    return hash.hex();
}

}  // namespace binnacle
