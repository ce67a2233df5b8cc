// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob_reader.h"

namespace binnacle {

/// Bytes within a blob, packed where that makes them smaller: a short or random run of bytes costs no frame
/// around it. A plain value that may point into its blob; one thread at a time.
class Section {
  public:
    static void put(Blob& out, BlobView bytes);
    /// Error: corrupt (also when it is larger than `most`).
    static Result<Section> take(BlobReader& from, std::size_t most);

    BlobView bytes() const { return m_isHere ? m_there : BlobView(m_unpacked); }

  private:
    bool m_isHere = false;
    BlobView m_there;
    Blob m_unpacked;
};

}  // namespace binnacle
