// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_file.h"

#include "models/core/incident/report_codec.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace binnacle {
namespace {

// What pack() adds to bytes that it can't make smaller stays far below this.
constexpr std::uint64_t kMaxPackedBytes = kMaxUnpackedBytes + (1U << 20U);

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "snapshot", detail);
}

}  // namespace

SnapshotFile::~SnapshotFile() {
    ::close(m_descriptor);
}

Result<std::shared_ptr<const SnapshotFile>> SnapshotFile::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        const ErrorCode code = errno == ENOENT ? ErrorCode::notFound : ErrorCode::unavailable;
        return failure(code, path, std::strerror(errno));
    }
    const std::shared_ptr<SnapshotFile> file(new SnapshotFile(descriptor));
    if (auto read = file->readContents(); !read) {
        read.error().subject = path;
        return tl::unexpected(read.error());
    }
    return file;
}

Result<Blob> SnapshotFile::readAt(std::uint64_t offset, std::size_t size) const {
    Blob out(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got =
            ::pread(m_descriptor, out.data() + done, size - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failure(ErrorCode::unavailable, "snapshot", std::strerror(errno));
        if (got == 0) return corrupt("it is cut short");
        done += static_cast<std::size_t>(got);
    }
    return out;
}

Result<void> SnapshotFile::readContents() {
    struct stat about{};
    if (::fstat(m_descriptor, &about) != 0)
        return failure(ErrorCode::unavailable, "snapshot", std::strerror(errno));
    if (!S_ISREG(about.st_mode)) return corrupt("it is not a file");
    const auto bytes = static_cast<std::uint64_t>(about.st_size);
    if (bytes < kSnapshotHeaderBytes) return corrupt("it is not a snapshot of Binnacle");
    const auto head = readAt(0, kSnapshotHeaderBytes);
    if (!head) return tl::unexpected(head.error());
    const auto header = decodeSnapshotHeader(*head);
    if (!header) return tl::unexpected(header.error());
    if (header->listSize > kMaxSnapshotList || header->listOffset > bytes ||
        header->listSize > bytes - header->listOffset)
        return corrupt("it is cut short");
    const auto list = readAt(header->listOffset, header->listSize);
    if (!list) return tl::unexpected(list.error());
    if (!isSumRight(*head, *list)) return corrupt("its list of contents is damaged");
    auto entries = decodeSnapshotList(*list);
    if (!entries) return tl::unexpected(entries.error());
    m_entries = std::move(*entries);
    if (auto good = checkPlaces(bytes); !good) return good;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (!m_places.emplace(m_entries[i].name, i).second) return corrupt("a part is there twice");
    auto report = part("report").and_then([](const Blob& blob) { return decodeReport(blob); });
    if (!report) return tl::unexpected(report.error());
    m_report = std::move(*report);
    m_report.bytes = bytes;
    m_report.parts = partsToShow(m_entries);
    return {};
}

Result<void> SnapshotFile::checkPlaces(std::uint64_t fileBytes) const {
    std::vector<const SnapshotEntry*> ordered;
    for (const SnapshotEntry& entry : m_entries) {
        const bool isWithin = entry.offset >= kSnapshotHeaderBytes && entry.offset <= fileBytes &&
                              entry.size <= fileBytes - entry.offset;
        if (!isWithin) return corrupt("a part lies beyond its end");
        if (entry.size > kMaxPackedBytes || entry.unpacked > kMaxUnpackedBytes)
            return corrupt("a part is too large");
        ordered.push_back(&entry);
    }
    std::sort(ordered.begin(), ordered.end(),
              [](const auto* a, const auto* b) { return a->offset < b->offset; });
    for (std::size_t i = 1; i < ordered.size(); ++i)
        if (ordered[i]->offset < ordered[i - 1]->offset + ordered[i - 1]->size)
            return corrupt("two of its parts overlap");
    return {};
}

Result<Blob> SnapshotFile::packedPart(const SnapshotEntry& entry) const {
    auto packed = readAt(entry.offset, static_cast<std::size_t>(entry.size));
    if (packed && sha256(*packed) != entry.sum)
        return failure(ErrorCode::corrupt, "snapshot", "its part \"" + entry.name + "\" is damaged");
    return packed;
}

Result<Blob> SnapshotFile::part(const std::string& name) const {
    const auto found = m_places.find(name);
    if (found == m_places.end())
        return failure(ErrorCode::notFound, "snapshot", "it has no part \"" + name + "\"");
    const SnapshotEntry& entry = m_entries[found->second];
    const auto packed = packedPart(entry);
    if (!packed) return packed;
    auto plain = unpack(*packed, static_cast<std::size_t>(entry.unpacked));
    if (!plain || plain->size() != entry.unpacked)
        return failure(ErrorCode::corrupt, "snapshot", "its part \"" + name + "\" is damaged");
    return plain;
}

std::vector<SnapshotPart> partsToShow(const std::vector<SnapshotEntry>& entries) {
    static constexpr std::array<std::string_view, 3> kMany = {"rollups", "requests", "standing"};
    std::vector<SnapshotPart> parts;
    for (const SnapshotEntry& entry : entries) {
        const std::string kind = entry.name.substr(0, entry.name.find('/'));
        const bool isMany = std::find(kMany.begin(), kMany.end(), kind) != kMany.end();
        const std::string& name = isMany ? kind : entry.name;
        const auto there =
            std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
        if (there == parts.end()) {
            parts.push_back({name, entry.size});
        } else {
            there->bytes += entry.size;
        }
    }
    return parts;
}

}  // namespace binnacle
