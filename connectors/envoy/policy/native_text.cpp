// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/native_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <yaml-cpp/yaml.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace binnacle {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const Resource* resource) {
    if (resource == nullptr) return {};
    const std::string& url = resource->any.type_url();
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
        url.substr(url.rfind('/') + 1));
    if (descriptor == nullptr) return {};
    const std::unique_ptr<google::protobuf::Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string text;
    if (!message->ParseFromString(resource->any.value()) ||
        !google::protobuf::util::MessageToJsonString(*message, &text, options).ok())
        return {};
    return Json::parse(text, nullptr, false);
}

void emit(YAML::Emitter& out, const Json& value) {
    if (value.is_object()) {
        out << YAML::BeginMap;
        for (const auto& [key, item] : value.items()) {
            out << YAML::Key << key << YAML::Value;
            emit(out, item);
        }
        out << YAML::EndMap;
    } else if (value.is_array()) {
        out << YAML::BeginSeq;
        for (const Json& item : value) emit(out, item);
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        out << value.get<std::string>();
    } else {
        out << value.dump();
    }
}

std::string toYaml(const Json& value) {
    if (value.is_null() || value.is_discarded()) return {};
    YAML::Emitter out;
    emit(out, value);
    return out.c_str();
}

void cut(Json& before, Json& after);

void cutObjects(Json& before, Json& after) {
    std::vector<std::string> same;
    for (auto& [key, value] : before.items()) {
        const auto other = after.find(key);
        if (other == after.end()) continue;
        if (value == *other) {
            if (key != "name") same.push_back(key);
        } else {
            cut(value, *other);
        }
    }
    for (const std::string& key : same) {
        before.erase(key);
        after.erase(key);
    }
}

void cutArrays(Json& before, Json& after) {
    if (before.size() != after.size()) return;
    Json::array_t changedBefore;
    Json::array_t changedAfter;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == after[i]) continue;
        cut(before[i], after[i]);
        changedBefore.push_back(before[i]);
        changedAfter.push_back(after[i]);
    }
    before = changedBefore;
    after = changedAfter;
}

/// Takes out of both what they share, names excepted.
void cut(Json& before, Json& after) {
    if (before.is_object() && after.is_object()) cutObjects(before, after);
    if (before.is_array() && after.is_array()) cutArrays(before, after);
}

}  // namespace

std::pair<std::string, std::string> changedText(const Resource* before, const Resource* after) {
    Json left = toJson(before);
    Json right = toJson(after);
    cut(left, right);
    return {toYaml(left), toYaml(right)};
}

}  // namespace binnacle
