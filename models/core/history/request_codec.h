// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/telemetry/shard_batch.h"

namespace binnacle {

/// Single requests as one columnar blob: each column packed by itself, so that a scan unpacks what it looks
/// at. Names and keys are numbers of a Vocabulary. A pure function; any thread. `block` holds at most
/// kMaxBlockRecords records, in any order, and that is kept. Times are kept to the microsecond: a request
/// ends in the microsecond it ended in, and took as many whole ones. What TailBlock::text() gave comes back
/// (of over kMaxUnpackedBytes of texts, the last ones are left empty).
inline constexpr std::size_t kMaxBlockRecords = 65'535;
Blob encodeRequests(const TailBlock& block);

/// Reads such a blob, column by column. Total on any bytes. Errors: corrupt. One thread at a time; the bytes
/// must outlive it.
class RequestBlobReader {
  public:
    /// Numbers that a record may hold at most: the vocabulary's sizes.
    struct Bounds {
        std::size_t names = 0;
        std::size_t keys = 0;
    };
    static Result<RequestBlobReader> open(BlobView blob, const Bounds& bounds);

    std::size_t records() const { return m_records; }
    /// All but the texts; `firstSequence` is 0.
    Result<TailBlock> numbers() const;
    /// Adds the texts to what numbers() gave.
    Result<void> addTexts(TailBlock& block) const;

  private:
    explicit RequestBlobReader(const Bounds& bounds) : m_bounds(bounds) {}

    Bounds m_bounds;
    std::size_t m_records = 0;
    std::vector<BlobView> m_columns;
};

}  // namespace binnacle
