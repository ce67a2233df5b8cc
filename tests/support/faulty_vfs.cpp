// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faulty_vfs.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cstring>
#include <new>

namespace binnacle {
namespace {

constexpr std::size_t kSector = 512;
constexpr const char* kName = "binnacle-faulty";

/// What SQLite holds of an open file; the real one's own lies behind it.
struct File {
    sqlite3_file base;
    FaultyVfs* vfs;
    std::string* path;  ///< null for a file without a name

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& fileOf(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

FaultyVfs& vfsOf(sqlite3_vfs* vfs) {
    return *static_cast<FaultyVfs*>(vfs->pAppData);
}

void writeAt(int file, std::int64_t offset, const char* bytes, std::size_t size) {
    if (::pwrite(file, bytes, size, offset) != static_cast<ssize_t>(size)) std::abort();
}

void resize(int file, std::int64_t size) {
    if (::ftruncate(file, size) != 0) std::abort();
}

}  // namespace

/// What SQLite calls. Each call first asks the disk whether it may.
struct FaultyCalls {
    using Kind = FaultyVfs::Kind;
    using Fault = FaultyVfs::Fault;

    static int close(sqlite3_file* file) {
        File& own = fileOf(file);
        delete own.path;
        return own.real()->pMethods->xClose(own.real());
    }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
        File& own = fileOf(file);
        const int code = own.vfs->meet(Kind::query, SQLITE_IOERR_READ);
        return code != SQLITE_OK ? code : own.real()->pMethods->xRead(own.real(), to, size, offset);
    }
    static std::int64_t sizeOf(File& own) {
        sqlite3_int64 size = 0;
        own.real()->pMethods->xFileSize(own.real(), &size);
        return size;
    }
    static FaultyVfs::Unsynced replaced(File& own, sqlite3_int64 offset, std::int64_t size) {
        FaultyVfs::Unsynced change;
        change.offset = offset;
        change.sizeBefore = sizeOf(own);
        const std::int64_t there = std::clamp<std::int64_t>(change.sizeBefore - offset, 0, size);
        change.before.resize(static_cast<std::size_t>(there));
        if (there > 0)
            own.real()->pMethods->xRead(own.real(), change.before.data(), static_cast<int>(there), offset);
        return change;
    }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
        File& own = fileOf(file);
        FaultyVfs::Unsynced change = replaced(own, offset, size);
        change.after.assign(static_cast<const char*>(from), static_cast<std::size_t>(size));
        if (own.path != nullptr) own.vfs->note(*own.path, std::move(change));
        const int code = own.vfs->meet(Kind::write, SQLITE_IOERR_WRITE);
        if (code == SQLITE_OK) return own.real()->pMethods->xWrite(own.real(), from, size, offset);
        if (own.vfs->m_fault == Fault::shortWrite)
            own.real()->pMethods->xWrite(own.real(), from, size / 2, offset);
        return code;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        File& own = fileOf(file);
        FaultyVfs::Unsynced change = replaced(own, size, std::max<std::int64_t>(sizeOf(own) - size, 0));
        change.isTruncation = true;
        if (own.path != nullptr) own.vfs->note(*own.path, std::move(change));
        const int code = own.vfs->meet(Kind::change, SQLITE_IOERR_TRUNCATE);
        return code != SQLITE_OK ? code : own.real()->pMethods->xTruncate(own.real(), size);
    }
    static int sync(sqlite3_file* file, int /*flags*/) {
        File& own = fileOf(file);
        const int code = own.vfs->meet(Kind::change, SQLITE_IOERR_FSYNC);
        if (code == SQLITE_OK && own.path != nullptr) own.vfs->noteSynced(*own.path);
        return code;
    }
    static int fileSize(sqlite3_file* file, sqlite3_int64* size) {
        File& own = fileOf(file);
        const int code = own.vfs->meet(Kind::query, SQLITE_IOERR_FSTAT);
        return code != SQLITE_OK ? code : own.real()->pMethods->xFileSize(own.real(), size);
    }
    static int lock(sqlite3_file* file, int level) {
        File& own = fileOf(file);
        const int code = own.vfs->meet(Kind::query, SQLITE_IOERR_LOCK);
        return code != SQLITE_OK ? code : own.real()->pMethods->xLock(own.real(), level);
    }
    static int unlock(sqlite3_file* file, int level) {
        return fileOf(file).real()->pMethods->xUnlock(fileOf(file).real(), level);
    }
    static int checkReservedLock(sqlite3_file* file, int* out) {
        return fileOf(file).real()->pMethods->xCheckReservedLock(fileOf(file).real(), out);
    }
    static int fileControl(sqlite3_file* file, int operation, void* argument) {
        // Growing a file ahead of its writes would go past what is noted here.
        if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
        return fileOf(file).real()->pMethods->xFileControl(fileOf(file).real(), operation, argument);
    }
    static int sectorSize(sqlite3_file* file) {
        return fileOf(file).real()->pMethods->xSectorSize(fileOf(file).real());
    }
    static int deviceCharacteristics(sqlite3_file* file) {
        return fileOf(file).real()->pMethods->xDeviceCharacteristics(fileOf(file).real());
    }
    static int shmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
        File& own = fileOf(file);
        const int code = own.vfs->meet(Kind::query, SQLITE_IOERR_SHMMAP);
        return code != SQLITE_OK ? code
                                 : own.real()->pMethods->xShmMap(own.real(), region, size, extend, out);
    }
    static int shmLock(sqlite3_file* file, int offset, int count, int flags) {
        File& own = fileOf(file);
        const bool isRelease = (flags & SQLITE_SHM_UNLOCK) != 0;
        const int code = isRelease ? SQLITE_OK : own.vfs->meet(Kind::query, SQLITE_IOERR_SHMLOCK);
        return code != SQLITE_OK ? code : own.real()->pMethods->xShmLock(own.real(), offset, count, flags);
    }
    static void shmBarrier(sqlite3_file* file) {
        fileOf(file).real()->pMethods->xShmBarrier(fileOf(file).real());
    }
    static int shmUnmap(sqlite3_file* file, int remove) {
        return fileOf(file).real()->pMethods->xShmUnmap(fileOf(file).real(), remove);
    }

    static int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags);
    static int remove(sqlite3_vfs* vfs, const char* name, int syncDirectory) {
        FaultyVfs& own = vfsOf(vfs);
        const int code = own.meet(Kind::change, SQLITE_IOERR_DELETE);
        if (code != SQLITE_OK) return code;
        own.noteSynced(name);
        return own.m_real->xDelete(own.m_real, name, syncDirectory);
    }
    static int access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
        FaultyVfs& own = vfsOf(vfs);
        const int code = own.meet(Kind::query, SQLITE_IOERR_ACCESS);
        return code != SQLITE_OK ? code : own.m_real->xAccess(own.m_real, name, flags, out);
    }
    static int fullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
        return vfsOf(vfs).m_real->xFullPathname(vfsOf(vfs).m_real, name, size, out);
    }
    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        return vfsOf(vfs).m_real->xRandomness(vfsOf(vfs).m_real, size, out);
    }
    static int sleep(sqlite3_vfs* vfs, int microseconds) {
        return vfsOf(vfs).m_real->xSleep(vfsOf(vfs).m_real, microseconds);
    }
    static int currentTime(sqlite3_vfs* vfs, sqlite3_int64* out) {
        return vfsOf(vfs).m_real->xCurrentTimeInt64(vfsOf(vfs).m_real, out);
    }
    static int lastError(sqlite3_vfs* vfs, int size, char* out) {
        return vfsOf(vfs).m_real->xGetLastError(vfsOf(vfs).m_real, size, out);
    }
};

namespace {

const sqlite3_io_methods kMethods = {.iVersion = 2,
                                     .xClose = FaultyCalls::close,
                                     .xRead = FaultyCalls::read,
                                     .xWrite = FaultyCalls::write,
                                     .xTruncate = FaultyCalls::truncate,
                                     .xSync = FaultyCalls::sync,
                                     .xFileSize = FaultyCalls::fileSize,
                                     .xLock = FaultyCalls::lock,
                                     .xUnlock = FaultyCalls::unlock,
                                     .xCheckReservedLock = FaultyCalls::checkReservedLock,
                                     .xFileControl = FaultyCalls::fileControl,
                                     .xSectorSize = FaultyCalls::sectorSize,
                                     .xDeviceCharacteristics = FaultyCalls::deviceCharacteristics,
                                     .xShmMap = FaultyCalls::shmMap,
                                     .xShmLock = FaultyCalls::shmLock,
                                     .xShmBarrier = FaultyCalls::shmBarrier,
                                     .xShmUnmap = FaultyCalls::shmUnmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

}  // namespace

int FaultyCalls::open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags) {
    FaultyVfs& own = vfsOf(vfs);
    File& opened = *new (file) File{{nullptr}, &own, nullptr};
    const int code = own.meet(Kind::query, SQLITE_CANTOPEN);
    if (code != SQLITE_OK) return code;
    const int real = own.m_real->xOpen(own.m_real, name, opened.real(), flags, outFlags);
    if (real != SQLITE_OK) return real;
    if (name != nullptr) opened.path = new std::string(name);
    opened.base.pMethods = &kMethods;
    return SQLITE_OK;
}

FaultyVfs::FaultyVfs() : m_real(sqlite3_vfs_find(nullptr)), m_own(std::make_unique<sqlite3_vfs>()) {
    m_own->iVersion = 2;
    m_own->szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
    m_own->mxPathname = m_real->mxPathname;
    m_own->zName = kName;
    m_own->pAppData = this;
    m_own->xOpen = FaultyCalls::open;
    m_own->xDelete = FaultyCalls::remove;
    m_own->xAccess = FaultyCalls::access;
    m_own->xFullPathname = FaultyCalls::fullPathname;
    m_own->xRandomness = FaultyCalls::randomness;
    m_own->xSleep = FaultyCalls::sleep;
    m_own->xGetLastError = FaultyCalls::lastError;
    m_own->xCurrentTimeInt64 = FaultyCalls::currentTime;
    sqlite3_vfs_register(m_own.get(), 1);
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(m_own.get());
    sqlite3_vfs_register(m_real, 1);
}

void FaultyVfs::arm(Fault fault, std::uint64_t at, Times times) {
    const std::lock_guard lock(m_mutex);
    m_isArmed = true;
    m_fault = fault;
    m_times = times;
    m_at = at;
    m_calls = m_writes = m_changes = 0;
    m_hasStruck = false;
}

void FaultyVfs::disarm() {
    const std::lock_guard lock(m_mutex);
    m_isArmed = false;
}

void FaultyVfs::fullWhile(std::function<bool()> isFull) {
    const std::lock_guard lock(m_mutex);
    m_isFull = std::move(isFull);
}

void FaultyVfs::seed(std::uint64_t seed) {
    const std::lock_guard lock(m_mutex);
    m_random.seed(seed);
    m_losesAll = seed == 0;
}

bool FaultyVfs::hasStruck() const {
    const std::lock_guard lock(m_mutex);
    return m_hasStruck;
}

std::uint64_t FaultyVfs::counted(Fault fault) const {
    const std::lock_guard lock(m_mutex);
    return countedBy(fault);
}

std::uint64_t FaultyVfs::countedBy(Fault fault) const {
    switch (fault) {
        case Fault::ioError:
            return m_calls;
        case Fault::shortWrite:
        case Fault::diskFull:
            return m_writes;
        case Fault::death:
        case Fault::powerCut:
            return m_changes;
    }
    return 0;
}

bool FaultyVfs::isStruck(Kind kind) {
    const bool isOfWrites = m_fault == Fault::diskFull || m_fault == Fault::shortWrite;
    const bool isOfChanges = m_fault == Fault::powerCut || m_fault == Fault::death;
    if ((isOfWrites && kind != Kind::write) || (isOfChanges && kind == Kind::query)) return false;
    if (!m_isArmed || countedBy(m_fault) < m_at) return false;
    if (m_times == Times::once && m_hasStruck) return false;
    m_hasStruck = true;
    return true;
}

int FaultyVfs::meet(Kind kind, int errorCode) {
    const std::lock_guard lock(m_mutex);
    if (m_isDead) return errorCode;
    ++m_calls;
    m_writes += kind == Kind::write ? 1 : 0;
    m_changes += kind == Kind::query ? 0 : 1;
    if (kind == Kind::write && m_isFull && m_isFull()) return SQLITE_FULL;
    if (!isStruck(kind)) return SQLITE_OK;
    m_isDead = m_fault == Fault::powerCut || m_fault == Fault::death;
    if (m_fault == Fault::powerCut) cutPower();
    return m_fault == Fault::diskFull ? SQLITE_FULL : errorCode;
}

void FaultyVfs::note(const std::string& path, Unsynced change) {
    const std::lock_guard lock(m_mutex);
    if (!m_isDead) m_unsynced[path].push_back(std::move(change));
}

void FaultyVfs::noteSynced(const std::string& path) {
    const std::lock_guard lock(m_mutex);
    m_unsynced.erase(path);
}

void FaultyVfs::cutPower() {
    for (const auto& [path, changes] : m_unsynced) {
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (file < 0) continue;
        for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
            resize(file, change->sizeBefore);
            writeAt(file, change->offset, change->before.data(), change->before.size());
        }
        for (const Unsynced& change : changes) {
            if (m_losesAll || m_random() % 2 == 0) continue;
            if (change.isTruncation) {
                resize(file, change.offset);
                continue;
            }
            for (std::size_t at = 0; at < change.after.size(); at += kSector) {
                if (m_random() % 8 == 0) continue;
                const std::size_t size = std::min(kSector, change.after.size() - at);
                writeAt(file, change.offset + static_cast<std::int64_t>(at), change.after.data() + at, size);
            }
        }
        ::close(file);
    }
    m_unsynced.clear();
}

}  // namespace binnacle
