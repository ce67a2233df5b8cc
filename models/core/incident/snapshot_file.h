// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/snapshot_contents.h"
#include "models/core/incident/snapshot_order.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// A snapshot file opened for reading: its list of contents in memory, its parts read when asked for. Trusts
/// nothing in the file. Not for writing (SnapshotWriter). Thread-safe.
class SnapshotFile {
  public:
    /// Errors: notFound, corrupt, invalid (of a later version), unavailable.
    static Result<std::shared_ptr<const SnapshotFile>> open(const std::string& path);
    ~SnapshotFile();
    SnapshotFile(const SnapshotFile&) = delete;
    SnapshotFile& operator=(const SnapshotFile&) = delete;

    const SnapshotReport& report() const { return m_report; }
    const std::vector<SnapshotEntry>& entries() const { return m_entries; }
    bool holds(const std::string& name) const { return m_places.contains(name); }
    /// A part as it was written, its sum checked. Errors: notFound, corrupt, unavailable.
    Result<Blob> part(const std::string& name) const;
    /// The same as it lies in the file.
    Result<Blob> packedPart(const SnapshotEntry& entry) const;

  private:
    explicit SnapshotFile(int descriptor) : m_descriptor(descriptor) {}

    Result<void> readContents();
    Result<void> checkPlaces(std::uint64_t fileBytes) const;
    Result<Blob> readAt(std::uint64_t offset, std::size_t size) const;

    int m_descriptor;
    std::vector<SnapshotEntry> m_entries;
    std::map<std::string, std::size_t> m_places;
    SnapshotReport m_report;
};

/// The parts as a person is told of them: those of one kind that are many ("requests/12") as one.
std::vector<SnapshotPart> partsToShow(const std::vector<SnapshotEntry>& entries);

}  // namespace binnacle
