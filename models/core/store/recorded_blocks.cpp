// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/recorded_blocks.h"

#include "models/core/history/request_codec.h"

#include <optional>

namespace binnacle {
namespace {

class FetchedBlock final : public RequestBlock {
  public:
    FetchedBlock(Statement& statement, const RecordedBlocks::Place& place)
        : m_statement(statement), m_place(place) {}

    Result<const TailBlock*> numbers() override {
        if (!m_numbers) {
            auto reader = open();
            if (!reader) return tl::unexpected(reader.error());
            auto block = reader->numbers();
            if (!block) return tl::unexpected(block.error());
            // Room for the 65,535 records that a block may hold.
            block->firstSequence = (static_cast<std::uint64_t>(m_place.id) << 16U) + 1;
            shiftNumbers(*block, m_place.offsets);
            m_numbers = std::move(*block);
        }
        return &*m_numbers;
    }
    Result<const TailBlock*> whole() override {
        if (const auto read = numbers(); !read || m_hasTexts) return read;
        if (auto added = m_reader->addTexts(*m_numbers); !added) return tl::unexpected(added.error());
        m_hasTexts = true;
        return &*m_numbers;
    }

  private:
    Result<RequestBlobReader> open() {
        m_statement.reset();
        m_statement.bind(m_place.id);
        const auto row = m_statement.step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return failure(ErrorCode::corrupt, "history", "a block of requests is not there");
        auto reader = RequestBlobReader::open(m_statement.bytes(0), {m_place.names, m_place.keys});
        if (reader) m_reader = *reader;
        return reader;
    }

    Statement& m_statement;  // holds the bytes
    const RecordedBlocks::Place& m_place;
    std::optional<RequestBlobReader> m_reader;
    std::optional<TailBlock> m_numbers;
    bool m_hasTexts = false;
};

}  // namespace

Result<void> RecordedBlocks::visit(Order order, const Visit& visit) const {
    auto statement = m_lease->database().prepare("SELECT data FROM request_block WHERE id = ?");
    if (!statement) return tl::unexpected(statement.error());
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Place& place = order == Order::oldestFirst ? m_places[i] : m_places[m_places.size() - 1 - i];
        FetchedBlock block(*statement, place);
        const auto goOn = visit(block, place.newestEnd);
        if (!goOn) return tl::unexpected(goOn.error());
        if (!*goOn) break;
    }
    return {};
}

}  // namespace binnacle
