// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_memory.h"

#include "models/core/base/text.h"
#include "models/core/history/blob_reader.h"
#include "models/core/policy/intent_yaml.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace binnacle {
namespace {

constexpr std::size_t kTextBytes = 64U << 10U;

constexpr std::size_t kMostChanges = 100'000;
constexpr std::size_t kEditBytes = 2;

Result<Blob> partOf(const SnapshotFile& file, const std::string& name) {
    return file.holds(name) ? file.part(name) : Result<Blob>(Blob());
}

std::string_view textOf(const Blob& blob) {
    return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

tl::unexpected<Error> corrupt(const std::string& name) {
    return failure(ErrorCode::corrupt, name, "this part of the snapshot is damaged");
}

Result<std::vector<PolicyInForce>> policiesOf(const SnapshotFile& file, const std::string& name) {
    const auto blob = partOf(file, name);
    if (!blob) return tl::unexpected(blob.error());
    std::vector<PolicyInForce> out;
    if (blob->empty()) return out;
    auto intents = parseIntents(textOf(*blob));
    if (!intents) return corrupt(name);
    for (Intent& intent : *intents) {
        PolicyInForce policy{std::move(intent), {}, {}};
        for (auto& [field, value] : intentFields(policy.intent))
            policy.values.push_back({std::move(field), std::move(value), "snapshot"});
        out.push_back(std::move(policy));
    }
    return out;
}

std::string safe(std::string_view text) {
    return safeText(text, kTextBytes);
}

// One that redaction touched may be no intent any more; the rest of the change is still worth telling.
std::optional<Intent> intentOf(std::string_view yaml) {
    if (yaml.empty()) return std::nullopt;
    auto intents = parseIntents(yaml);
    return intents && intents->size() == 1 ? std::optional(std::move(intents->front())) : std::nullopt;
}

Change changeOf(BlobReader& reader) {
    Change out;
    out.at = reader.time();
    const std::uint64_t state = reader.varint();
    out.state = state <= static_cast<std::uint64_t>(ChangeState::reverted) ? static_cast<ChangeState>(state)
                                                                           : ChangeState::unknown;
    for (auto* text : {&out.id, &out.who, &out.reason, &out.reverts}) *text = safe(reader.text());
    const std::size_t edits = reader.count(kEditBytes);
    for (std::size_t i = 0; i < edits && !reader.hasFailed(); ++i) {
        IntentEdit edit;
        edit.before = intentOf(reader.text());
        edit.after = intentOf(reader.text());
        const auto& known = edit.after ? edit.after : edit.before;
        if (!known) continue;
        edit.service = known->service;
        edit.kind = known->kind();
        out.edits.push_back(std::move(edit));
    }
    return out;
}

Result<std::vector<Change>> changesOf(const SnapshotFile& file) {
    const auto blob = partOf(file, "changes");
    if (!blob) return tl::unexpected(blob.error());
    BlobReader reader(*blob);
    std::vector<Change> out;
    while (reader.left() > 0 && !reader.hasFailed() && out.size() < kMostChanges)
        out.push_back(changeOf(reader));
    if (!reader.isDone()) return corrupt("changes");
    std::stable_sort(out.begin(), out.end(),
                     [](const Change& left, const Change& right) { return left.at > right.at; });
    return out;
}

}  // namespace

Result<SnapshotMemory> readSnapshotMemory(const SnapshotFile& file) {
    auto start = policiesOf(file, "policies/start");
    if (!start) return tl::unexpected(start.error());
    auto end = policiesOf(file, "policies/end");
    if (!end) return tl::unexpected(end.error());
    auto changes = changesOf(file);
    if (!changes) return tl::unexpected(changes.error());
    const auto rules = partOf(file, "alerts");
    if (!rules) return tl::unexpected(rules.error());
    if (rules->size() > kTextBytes) return corrupt("alerts");
    SnapshotMemory out{std::move(*start), std::move(*end), std::move(*changes), {}};
    out.alerts.rulesYaml = textOf(*rules);
    return out;
}

}  // namespace binnacle
