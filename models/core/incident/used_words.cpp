// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/used_words.h"

namespace binnacle {

UsedWords::UsedWords() {
    nameOf("");
    nameOf(kOtherName);
}

void UsedWords::enter(const TrafficView& view) {
    m_view = &view;
    m_viewKeys.clear();
}

std::uint32_t UsedWords::nameOf(const std::string& name) {
    const auto [at, isNew] = m_names.try_emplace(name, static_cast<std::uint32_t>(m_words.names.size()));
    if (isNew) m_words.names.push_back(name);
    return at->second;
}

std::uint32_t UsedWords::name(std::uint32_t number) {
    return number == 0 ? 0 : nameOf(m_view->names[number]);
}

// A view's own numbers of workloads are its maker's; the node that stands for one tells all of it.
std::uint32_t UsedWords::workloadOf(std::uint32_t key) {
    const Resolution& resolution = *m_view->resolution;
    const Resolution::Use& use = resolution.use(key);
    const Resolution::Ends& ends = resolution.edges()[use.edge];
    const Node& node = resolution.nodes()[use.reporter == Reporter::source ? ends.source : ends.destination];
    const auto [at, isNew] =
        m_workloads.try_emplace(node.id, static_cast<std::uint32_t>(m_words.workloads.size()));
    if (isNew) m_words.workloads.push_back({node.service, node.workload, node.version, node.nameSpace});
    return at->second;
}

std::uint32_t UsedWords::key(std::uint32_t number) {
    const auto known = m_viewKeys.find(number);
    if (known != m_viewKeys.end()) return known->second;
    RollupKey key = m_view->keys[number];
    key.workload = workloadOf(number);
    for (std::uint32_t* text :
         {&key.address, &key.cluster, &key.peerNode, &key.peerService, &key.peerPrincipal})
        *text = name(*text);
    const auto [first, last] = m_keys.equal_range(key.hash());
    for (auto at = first; at != last; ++at) {
        if (m_words.keys[at->second] == key) return m_viewKeys[number] = at->second;
    }
    const auto fresh = static_cast<std::uint32_t>(m_words.keys.size());
    m_words.keys.push_back(key);
    m_keys.emplace(key.hash(), fresh);
    return m_viewKeys[number] = fresh;
}

}  // namespace binnacle
