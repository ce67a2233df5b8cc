// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/recorded_view.h"

#include <algorithm>

namespace binnacle {
namespace {

/// Who is who at the time of a view, as the mesh knew it then; keys get the numbers of its workloads.
class Identities {
  public:
    Identities(const Standing& learned, const Standing& standing) {
        for (const Standing* each : {&learned, &standing}) {
            for (const DeclaredWorkload& declared : each->declared) m_directory.declare(declared);
            for (const ProxyStatus& proxy : each->proxies) {
                const std::uint32_t workload = m_directory.intern(proxy.proxy.workload);
                m_directory.noteProxy(proxy.proxy.node, workload);
                if (each == &standing && proxy.connected) m_directory.noteConnected(workload, true);
            }
        }
    }

    void addKeys(const Vocabulary& words, std::uint32_t firstName, ChunkedTable<RollupKey>& out) {
        std::vector<std::uint32_t> workloads;
        workloads.reserve(words.workloads.size());
        for (const Workload& workload : words.workloads) workloads.push_back(m_directory.intern(workload));
        for (RollupKey key : words.keys) {
            key.workload = workloads[key.workload];
            for (std::uint32_t* name :
                 {&key.address, &key.cluster, &key.peerNode, &key.peerService, &key.peerPrincipal}) {
                *name += *name == 0 ? 0 : firstName;
            }
            out.add(key);
        }
    }
    // Addresses go from hand to hand: whoever answered at one in the view itself has the last word.
    void learn(const RollupKey& key, const NameSnapshot& names) {
        if (key.reporter == Reporter::destination) m_directory.learnAddress(names[key.address], key.workload);
    }
    const Directory& directory() const { return m_directory; }

  private:
    Directory m_directory;
};

NameSnapshot tableOf(const std::vector<std::string>& names) {
    ChunkedTable<std::string> table;
    for (const std::string& name : names) table.add(name);
    return table.snapshot();
}

}  // namespace

LoadedVocabulary::LoadedVocabulary(Vocabulary from) : words(std::move(from)), names(tableOf(words.names)) {}

RecordedView::Offsets RecordedView::addVocabulary(std::shared_ptr<const LoadedVocabulary> vocabulary) {
    const Offsets at = m_end;
    m_end.names += static_cast<std::uint32_t>(vocabulary->words.names.size());
    m_end.keys += static_cast<std::uint32_t>(vocabulary->words.keys.size());
    m_vocabularies.push_back(std::move(vocabulary));
    return at;
}

void RecordedView::addPart(std::int64_t start, std::int64_t width, RollupPart part, const Offsets& offsets) {
    for (std::uint32_t& key : part.keys) key += offsets.keys;
    auto shared = std::make_shared<const RollupPart>(std::move(part));
    if (start + width <= m_request.from) {
        m_before.push_back(std::move(shared));
    } else {
        m_parts.push_back({start, std::move(shared)});
    }
}

NameSnapshot RecordedView::joinedNames() const {
    if (m_vocabularies.size() == 1) return m_vocabularies.front()->names;
    std::vector<std::string> names;
    for (const auto& vocabulary : m_vocabularies)
        names.insert(names.end(), vocabulary->words.names.begin(), vocabulary->words.names.end());
    if (names.empty()) names.emplace_back();
    return tableOf(names);
}

void RecordedView::fillSteps(TrafficView& view) const {
    if (view.step <= 0) return;
    view.steps.resize(static_cast<std::size_t>((view.to - view.from + view.step - 1) / view.step));
    for (const Placed& placed : m_parts) {
        const std::int64_t into = std::max<std::int64_t>(placed.start - view.from, 0) / view.step;
        const auto place = static_cast<std::size_t>(into);
        if (place < view.steps.size()) view.steps[place].push_back(placed.part);
    }
}

TrafficView RecordedView::build(std::shared_ptr<const RequestBlocks> requests) {
    TrafficView view;
    view.from = m_request.from;
    view.to = m_request.to;
    view.step = m_request.step;
    view.names = joinedNames();
    Identities identities(m_learned, m_standing);
    ChunkedTable<RollupKey> keys;
    std::uint32_t firstName = 0;
    for (const auto& vocabulary : m_vocabularies) {
        identities.addKeys(vocabulary->words, firstName, keys);
        firstName += static_cast<std::uint32_t>(vocabulary->words.names.size());
    }
    view.keys = keys.snapshot();
    for (const Placed& placed : m_parts) view.parts.push_back(placed.part);
    view.before = m_before;
    for (std::uint32_t key = 0; key < view.keys.size(); ++key) identities.learn(view.keys[key], view.names);
    for (const auto* parts : {&view.before, &view.parts})
        for (const PartPtr& part : *parts)
            for (const std::uint32_t key : part->keys) identities.learn(view.keys[key], view.names);
    view.resolution = std::make_shared<const Resolution>(identities.directory(), view.keys, view.names, 1);
    view.requests = std::move(requests);
    fillSteps(view);
    return view;
}

void shiftNumbers(TailBlock& block, const RecordedView::Offsets& offsets) {
    if (offsets.names == 0 && offsets.keys == 0) return;
    for (TailRecord& record : block.records) {
        record.key += offsets.keys;
        for (std::uint32_t* name :
             {&record.proxy, &record.cluster, &record.host, &record.route, &record.method}) {
            *name += *name == 0 ? 0 : offsets.names;
        }
    }
}

}  // namespace binnacle
