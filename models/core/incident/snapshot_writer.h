// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/snapshot_file.h"

#include <map>
#include <string>
#include <vector>

namespace binnacle {

/// Writes a snapshot file part by part beside its place, and puts it there once it is whole and on disk. One
/// that is given up leaves nothing behind. Not for what goes into a part. One thread at a time.
class SnapshotWriter {
  public:
    /// Error: unavailable.
    static Result<SnapshotWriter> start(const std::string& path);
    ~SnapshotWriter();
    SnapshotWriter(SnapshotWriter&& other) noexcept;
    SnapshotWriter& operator=(SnapshotWriter&&) = delete;

    /// Errors: invalid (a name that can't be or is there, too much), unavailable (no space).
    Result<void> add(const std::string& name, BlobView bytes);
    /// A part of another snapshot, as it lies there.
    Result<void> addPacked(SnapshotEntry entry, BlobView packed);
    /// Returns what is now in the file.
    Result<std::vector<SnapshotEntry>> finish();

  private:
    SnapshotWriter(std::string path, int descriptor);

    Result<void> write(BlobView bytes, std::uint64_t offset);

    std::string m_path;
    int m_descriptor;
    std::uint64_t m_end = kSnapshotHeaderBytes;
    std::vector<SnapshotEntry> m_entries;
};

/// Adds parts to a snapshot, which is replaced only when all is written; those of the same name give way.
/// Errors: as open() and add().
Result<void> addParts(const std::string& path, const std::map<std::string, Blob>& parts);

}  // namespace binnacle
