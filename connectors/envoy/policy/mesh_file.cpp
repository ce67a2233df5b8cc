// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/mesh_file.h"

#include "connectors/envoy/policy/mesh_check.h"
#include "models/core/policy/intent_yaml.h"

#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <sstream>

namespace binnacle {
namespace {

constexpr std::size_t kLargestFile = 4U << 20U;
constexpr int kDeepest = 32;
constexpr int kMostNodes = 500'000;
constexpr std::size_t kLongestName = 253;  // what fits a DNS name

/// Thrown and caught inside this file only, beside yaml-cpp's own exceptions.
struct Misfit {
    Error error;
};

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
    throw Misfit{{ErrorCode::invalid, place, why}};
}

/// Aliases make a small text a huge tree, so what is counted is the tree.
void requireBounded(const YAML::Node& node, int depth, int& budget) {
    if (depth > kDeepest) refuse("mesh file", "is nested deeper than " + std::to_string(kDeepest));
    if (--budget < 0) refuse("mesh file", "has more than " + std::to_string(kMostNodes) + " values");
    if (node.IsSequence())
        for (const auto& item : node) requireBounded(item, depth + 1, budget);
    if (!node.IsMap()) return;
    for (const auto& item : node) {
        if (!item.first.IsScalar()) refuse("mesh file", "has a key that is not a text");
        requireBounded(item.second, depth + 1, budget);
    }
}

void requireMap(const YAML::Node& node, const std::string& place,
                std::initializer_list<std::string_view> known) {
    if (!node.IsMap()) refuse(place, "must be a mapping");
    std::vector<std::string> seen;
    for (const auto& item : node) {
        const std::string key = item.first.Scalar();
        if (std::find(known.begin(), known.end(), key) == known.end())
            refuse(place + "." + key, "is not a known field");
        if (std::find(seen.begin(), seen.end(), key) != seen.end())
            refuse(place + "." + key, "is there twice");
        seen.push_back(key);
    }
}

std::string text(const YAML::Node& parent, const std::string& key, const std::string& place) {
    const YAML::Node node = parent[key];
    if (!node) return {};
    if (!node.IsScalar() || node.Scalar().empty()) refuse(place + "." + key, "must be a non-empty text");
    return node.Scalar();
}

std::string name(const YAML::Node& parent, const std::string& key, const std::string& place) {
    std::string value = text(parent, key, place);
    if (value.empty()) refuse(place + "." + key, "is missing");
    if (value.size() > kLongestName) refuse(place + "." + key, "is longer than 253 bytes");
    const bool plain = std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '/' || c == '~';
    });
    if (!plain) refuse(place + "." + key, "may hold letters, digits and - _ . / ~ only");
    return value;
}

std::string address(const YAML::Node& node, const std::string& place) {
    if (!node.IsScalar()) refuse(place, "must be an address, ip:port");
    if (auto parsed = parseHostPort(node.Scalar()); !parsed) refuse(place, parsed.error().detail);
    return node.Scalar();
}

std::string optionalAddress(const YAML::Node& parent, const std::string& key, const std::string& place) {
    const YAML::Node node = parent[key];
    return node ? address(node, place + "." + key) : std::string();
}

std::string at(const std::string& place, std::size_t index) {
    return place + "[" + std::to_string(index) + "]";
}

/// Calls `read(item, place)` for each item of an optional sequence.
template <typename Read>
void eachOf(const YAML::Node& parent, const std::string& key, const std::string& place, Read read) {
    const YAML::Node items = parent[key];
    if (!items) return;
    const std::string where = place.empty() ? key : place + "." + key;
    if (!items.IsSequence()) refuse(where, "must be a list");
    for (std::size_t i = 0; i < items.size(); ++i) read(items[i], at(where, i));
}

MeshProxy readProxy(const YAML::Node& node, const std::string& place) {
    requireMap(node, place, {"node", "mode", "inbound", "application", "outbound", "outboundTcp", "admin"});
    MeshProxy proxy;
    proxy.node = name(node, "node", place);
    const std::string mode = text(node, "mode", place);
    if (mode != "full" && mode != "overlay") refuse(place + ".mode", "must be full or overlay");
    proxy.mode = mode == "full" ? ProxyMode::full : ProxyMode::overlay;
    proxy.inbound = optionalAddress(node, "inbound", place);
    proxy.application = optionalAddress(node, "application", place);
    proxy.outbound = optionalAddress(node, "outbound", place);
    proxy.admin = optionalAddress(node, "admin", place);
    const YAML::Node tcp = node["outboundTcp"];
    if (!tcp) return proxy;
    if (!tcp.IsMap()) refuse(place + ".outboundTcp", "must map TCP services to addresses");
    for (const auto& item : tcp) {
        const std::string service = item.first.Scalar();
        if (!proxy.outboundTcp.emplace(service, address(item.second, place + ".outboundTcp." + service))
                 .second)
            refuse(place + ".outboundTcp." + service, "is there twice");
    }
    return proxy;
}

MeshWorkload readWorkload(const YAML::Node& node, const std::string& place) {
    requireMap(node, place, {"name", "version", "proxies"});
    MeshWorkload workload{
        .name = name(node, "name", place), .version = text(node, "version", place), .proxies = {}};
    eachOf(node, "proxies", place, [&](const YAML::Node& item, const std::string& where) {
        workload.proxies.push_back(readProxy(item, where));
    });
    return workload;
}

MeshService readService(const YAML::Node& node, const std::string& place) {
    requireMap(node, place, {"name", "protocol", "calls", "workloads", "external"});
    MeshService service;
    service.name = name(node, "name", place);
    const std::string protocol = text(node, "protocol", place);
    if (!protocol.empty() && protocol != "http" && protocol != "tcp")
        refuse(place + ".protocol", "must be http or tcp");
    service.protocol = protocol == "tcp" ? MeshProtocol::tcp : MeshProtocol::http;
    eachOf(node, "calls", place, [&](const YAML::Node& item, const std::string& where) {
        if (!item.IsScalar()) refuse(where, "must be the name of a service");
        service.calls.push_back(item.Scalar());
    });
    eachOf(node, "workloads", place, [&](const YAML::Node& item, const std::string& where) {
        service.workloads.push_back(readWorkload(item, where));
    });
    eachOf(node, "external", place, [&](const YAML::Node& item, const std::string& where) {
        service.external.push_back(address(item, where));
    });
    return service;
}

std::chrono::milliseconds readFlushInterval(const YAML::Node& metadata) {
    const std::string place = "metadata.flushInterval";
    const std::string value = text(metadata, "flushInterval", "metadata");
    if (value.empty()) return MeshFile{}.flushInterval;
    const auto interval = parseDuration(value);
    if (!interval) refuse(place, interval.error().detail);
    if (*interval < std::chrono::milliseconds(10) || *interval > std::chrono::minutes(1))
        refuse(place, "must be from 10ms to 1m");
    return *interval;
}

std::vector<Intent> readPolicies(const YAML::Node& root) {
    std::string documents;
    eachOf(root, "policies", "", [&documents](const YAML::Node& item, const std::string&) {
        documents += "---\n" + YAML::Dump(item) + "\n";
    });
    if (documents.empty()) return {};
    auto intents = parseIntents(documents);
    if (!intents) refuse("policies: " + intents.error().subject, intents.error().detail);
    return std::move(*intents);
}

MeshFile readMesh(const YAML::Node& root) {
    int budget = kMostNodes;
    requireBounded(root, 0, budget);
    requireMap(root, "mesh file", {"apiVersion", "kind", "metadata", "services", "policies"});
    if (text(root, "apiVersion", "mesh file") != "binnacle/v1") refuse("apiVersion", "must be binnacle/v1");
    if (text(root, "kind", "mesh file") != "Mesh") refuse("kind", "must be Mesh");
    const YAML::Node metadata = root["metadata"];
    if (!metadata) refuse("metadata", "is missing");
    requireMap(metadata, "metadata", {"name", "flushInterval"});
    MeshFile mesh;
    mesh.name = name(metadata, "name", "metadata");
    mesh.flushInterval = readFlushInterval(metadata);
    eachOf(root, "services", "", [&mesh](const YAML::Node& item, const std::string& where) {
        mesh.services.push_back(readService(item, where));
    });
    mesh.policies = readPolicies(root);
    return mesh;
}

}  // namespace

Result<MeshFile> parseMeshFile(std::string_view yaml) {
    if (yaml.size() > kLargestFile) return failure(ErrorCode::invalid, "mesh file", "is larger than 4 MiB");
    try {
        MeshFile mesh = readMesh(YAML::Load(std::string(yaml)));
        if (auto sound = checkMesh(mesh); !sound) return tl::unexpected(sound.error());
        return mesh;
    } catch (const Misfit& misfit) {
        return tl::unexpected(misfit.error);
    } catch (const YAML::Exception& problem) {
        const std::string place =
            problem.mark.is_null() ? "mesh file" : "line " + std::to_string(problem.mark.line + 1);
        return failure(ErrorCode::invalid, place, problem.msg);
    }
}

Result<MeshFile> readMeshFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return failure(ErrorCode::notFound, path, "cannot be opened");
    std::string content(kLargestFile + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) return failure(ErrorCode::unavailable, path, "cannot be read");
    content.resize(static_cast<std::size_t>(in.gcount()));
    auto mesh = parseMeshFile(content);
    if (!mesh) return failure(mesh.error().code, path + ": " + mesh.error().subject, mesh.error().detail);
    return mesh;
}

}  // namespace binnacle
