// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/chunked_table.h"
#include "models/core/topology/directory.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle {

using NameSnapshot = ChunkedTable<std::string>::Snapshot;
using KeySnapshot = ChunkedTable<RollupKey>::Snapshot;

/// Which edge of the picture each rollup key counts for, as far as is known now. Made anew when the directory
/// or the keys change, so that an identity learned late holds for what came before. Immutable; any thread.
class Resolution {
  public:
    struct Ends {
        std::uint32_t source = 0;
        std::uint32_t destination = 0;
        Protocol protocol = Protocol::unknown;
    };
    struct Use {
        std::uint32_t edge = 0;
        Reporter reporter = Reporter::source;
        bool mutualTls = false;
        bool reached = false;  ///< an upstream host was chosen
    };

    Resolution(const Directory& directory, const KeySnapshot& keys, const NameSnapshot& names,
               std::uint64_t version);

    std::uint64_t version() const { return m_version; }
    const std::vector<Node>& nodes() const { return m_nodes; }
    /// Place of a node when all are ordered by id.
    std::uint32_t rank(std::uint32_t node) const { return m_ranks[node]; }
    const std::vector<Ends>& edges() const { return m_edges; }
    const Use& use(std::uint32_t key) const { return m_uses[key]; }
    std::size_t keys() const { return m_uses.size(); }
    std::optional<std::uint32_t> find(const std::string& nodeId) const;
    /// Workloads that are there whether or not they are called: declared, or with a proxy connected.
    const std::vector<Node>& standing() const { return m_standing; }

  private:
    struct Sender {
        std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>
            reached;  ///< (workload, cluster) -> nodes
    };
    void rankNodes();
    std::uint32_t internNode(Node node);
    std::uint32_t internEdge(const Ends& ends);
    std::uint32_t calleeOf(const Directory& directory, const RollupKey& key, const NameSnapshot& names,
                           const Sender& sender);

    std::uint64_t m_version = 0;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_ranks;
    std::vector<Ends> m_edges;
    std::vector<Use> m_uses;
    std::vector<Node> m_standing;
    std::unordered_map<std::string, std::uint32_t> m_nodeNumbers;
    std::unordered_map<std::uint64_t, std::uint32_t> m_edgeNumbers;
};

}  // namespace binnacle
