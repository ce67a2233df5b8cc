// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_writer.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace binnacle {
namespace {

constexpr int kClosed = -1;

std::string besideOf(const std::string& path) {
    return path + ".part";
}

tl::unexpected<Error> unavailable(const std::string& path) {
    return failure(ErrorCode::unavailable, path, std::strerror(errno));
}

// A file is in its folder for good only when the folder is on disk as well.
void syncFolderOf(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

SnapshotWriter::SnapshotWriter(std::string path, int descriptor)
    : m_path(std::move(path)), m_descriptor(descriptor) {}

SnapshotWriter::SnapshotWriter(SnapshotWriter&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, kClosed)),
      m_end(other.m_end),
      m_entries(std::move(other.m_entries)) {}

SnapshotWriter::~SnapshotWriter() {
    if (m_descriptor == kClosed) return;
    ::close(m_descriptor);
    ::unlink(besideOf(m_path).c_str());
}

Result<SnapshotWriter> SnapshotWriter::start(const std::string& path) {
    constexpr mode_t kOwnerOnly = 0600;
    const std::string beside = besideOf(path);
    // What an earlier writer left is not written into: it may be a link to somewhere else.
    ::unlink(beside.c_str());
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly);
    if (descriptor < 0) return unavailable(path);
    return SnapshotWriter(path, descriptor);
}

Result<void> SnapshotWriter::write(BlobView bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return unavailable(m_path);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        offset += static_cast<std::uint64_t>(put);
    }
    return {};
}

Result<void> SnapshotWriter::add(const std::string& name, BlobView bytes) {
    if (bytes.size() > kMaxUnpackedBytes)
        return failure(ErrorCode::invalid, name, "a part of a snapshot is at most 64 MiB");
    const Blob packed = pack(bytes);
    SnapshotEntry entry;
    entry.name = name;
    entry.size = packed.size();
    entry.unpacked = bytes.size();
    entry.sum = sha256(packed);
    return addPacked(std::move(entry), packed);
}

Result<void> SnapshotWriter::addPacked(SnapshotEntry entry, BlobView packed) {
    if (!isSnapshotName(entry.name))
        return failure(ErrorCode::invalid, entry.name, "is no name for a part of a snapshot");
    const auto isSame = [&](const SnapshotEntry& other) { return other.name == entry.name; };
    if (m_entries.size() >= kMaxSnapshotParts || std::any_of(m_entries.begin(), m_entries.end(), isSame))
        return failure(ErrorCode::invalid, entry.name, "there is no room for this part");
    entry.offset = m_end;
    if (auto written = write(packed, m_end); !written) return written;
    m_end += packed.size();
    m_entries.push_back(std::move(entry));
    return {};
}

Result<std::vector<SnapshotEntry>> SnapshotWriter::finish() {
    const Blob list = encodeSnapshotList(m_entries);
    SnapshotHeader header;
    header.version = kSnapshotVersion;
    header.listSize = static_cast<std::uint32_t>(list.size());
    header.listOffset = m_end;
    if (auto written = write(list, m_end); !written) return tl::unexpected(written.error());
    if (auto written = write(encodeSnapshotHeader(header, list), 0); !written)
        return tl::unexpected(written.error());
    if (::fsync(m_descriptor) != 0) return unavailable(m_path);
    if (std::rename(besideOf(m_path).c_str(), m_path.c_str()) != 0) return unavailable(m_path);
    ::close(std::exchange(m_descriptor, kClosed));
    syncFolderOf(m_path);
    return std::move(m_entries);
}

Result<void> addParts(const std::string& path, const std::map<std::string, Blob>& parts) {
    const auto file = SnapshotFile::open(path);
    if (!file) return tl::unexpected(file.error());
    auto writer = SnapshotWriter::start(path);
    if (!writer) return tl::unexpected(writer.error());
    for (const SnapshotEntry& entry : (*file)->entries()) {
        if (parts.contains(entry.name)) continue;
        const auto packed = (*file)->packedPart(entry);
        if (!packed) return tl::unexpected(packed.error());
        if (auto added = writer->addPacked(entry, *packed); !added) return added;
    }
    for (const auto& [name, bytes] : parts)
        if (auto added = writer->add(name, bytes); !added) return added;
    const auto finished = writer->finish();
    if (!finished) return tl::unexpected(finished.error());
    return {};
}

}  // namespace binnacle
