// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/era_words.h"

#include "models/core/telemetry/name_table.h"
#include "models/core/telemetry/shard.h"

#include <algorithm>

namespace binnacle {
namespace {

std::uint32_t& slotOf(std::vector<std::uint32_t>& numbers, std::uint32_t at) {
    if (at >= numbers.size()) numbers.resize(at + 1, IndexTable::kNotFound);
    return numbers[at];
}

}  // namespace

EraWords::EraWords() {
    internName("");
    internName(kOtherName);
}

void EraWords::follow(const MeshHarvest& harvest) {
    m_harvest = &harvest;
    if (harvest.numbering != m_numbering) {
        m_names.clear();
        m_keys.clear();
        m_numbering = harvest.numbering;
    }
    if (harvest.workloads == m_meshWorkloads) return;
    const std::size_t known = m_meshWorkloads ? m_meshWorkloads->size() : 0;
    const bool isSame = known <= harvest.workloads->size() &&
                        (known == 0 || std::equal(m_meshWorkloads->begin(), m_meshWorkloads->end(),
                                                  harvest.workloads->begin()));
    if (!isSame) {  // one told of itself anew: its keys are other ones from now on
        m_workloads.clear();
        m_keys.clear();
    }
    m_meshWorkloads = harvest.workloads;
}

std::uint32_t EraWords::internName(const std::string& name) {
    const std::uint64_t hash = hashBytes(name);
    const std::uint32_t known =
        m_nameTable.find(hash, [&](std::uint32_t id) { return m_words.names[id] == name; });
    if (known != kUnknown) return known;
    const auto id = static_cast<std::uint32_t>(m_words.names.size());
    m_words.names.push_back(name);
    m_nameTable.insert(hash, id);
    return id;
}

std::uint32_t EraWords::nameOf(std::uint32_t meshName) {
    if (meshName == 0) return 0;
    std::uint32_t& known = slotOf(m_names, meshName);
    if (known == kUnknown) known = internName(m_harvest->names[meshName]);
    return known;
}

std::uint32_t EraWords::internWorkload(const Workload& workload) {
    const auto found = std::find(m_words.workloads.begin(), m_words.workloads.end(), workload);
    if (found != m_words.workloads.end())
        return static_cast<std::uint32_t>(found - m_words.workloads.begin());
    m_words.workloads.push_back(workload);
    return static_cast<std::uint32_t>(m_words.workloads.size() - 1);
}

std::uint32_t EraWords::workloadOf(std::uint32_t meshWorkload) {
    std::uint32_t& known = slotOf(m_workloads, meshWorkload);
    if (known == kUnknown) known = internWorkload((*m_meshWorkloads)[meshWorkload]);
    return known;
}

std::uint32_t EraWords::keyOf(std::uint32_t meshKey) {
    if (meshKey < m_keys.size() && m_keys[meshKey] != kUnknown) return m_keys[meshKey];
    RollupKey key = m_harvest->keys[meshKey];
    key.workload = workloadOf(key.workload);
    for (std::uint32_t* name :
         {&key.address, &key.cluster, &key.peerNode, &key.peerService, &key.peerPrincipal}) {
        *name = nameOf(*name);
    }
    const std::uint64_t hash = key.hash();
    std::uint32_t id = m_keyTable.find(hash, [&](std::uint32_t at) { return m_words.keys[at] == key; });
    if (id == kUnknown) {
        id = static_cast<std::uint32_t>(m_words.keys.size());
        m_words.keys.push_back(key);
        m_keyTable.insert(hash, id);
    }
    slotOf(m_keys, meshKey) = id;
    return id;
}

RollupPart EraWords::translated(const RollupPart& part) {
    RollupPart out = part;
    for (std::uint32_t& key : out.keys) key = keyOf(key);
    return out;
}

TailBlock EraWords::translated(const TailBlock& block) {
    TailBlock out = block;
    for (TailRecord& record : out.records) {
        record.key = keyOf(record.key);
        for (std::uint32_t* name :
             {&record.proxy, &record.cluster, &record.host, &record.route, &record.method}) {
            *name = nameOf(*name);
        }
    }
    return out;
}

}  // namespace binnacle
