// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_store.h"

#include "models/core/store/history_recovery.h"
#include "models/core/store/history_retention.h"
#include "models/core/store/history_schema.h"
#include "models/core/store/history_writer.h"

#include <sys/stat.h>
#include <filesystem>

namespace binnacle {
namespace {

// Pages of 16 KiB: most rows are blobs of some kilobytes. What was freed goes back to the file system bit by
// bit.
constexpr std::chrono::milliseconds kForgetting{250};

// An application's number in the file's header: "BNCL".
constexpr std::int64_t kApplication = 0x424E434C;

constexpr const char* kShape = "PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL;";
constexpr const char* kWays =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA trusted_schema=OFF;"
    "PRAGMA wal_autocheckpoint=400; PRAGMA journal_size_limit=16777216; PRAGMA busy_timeout=2000;";

std::uint64_t sizeOf(const std::string& path) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    return missing ? 0 : size;
}

Result<std::int64_t> numberOf(Database& database, const char* sql) {
    auto statement = database.prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    if (auto row = statement->step(); !row) return tl::unexpected(row.error());
    return statement->integer(0);
}

/// Makes an empty file ours; one that holds something of another program's is corrupt to us.
Result<void> claim(Database& database) {
    const auto application = numberOf(database, "PRAGMA application_id");
    if (!application) return tl::unexpected(application.error());
    if (*application == kApplication) return {};
    const auto tables = numberOf(database, "SELECT count(*) FROM sqlite_schema");
    if (!tables) return tl::unexpected(tables.error());
    if (*application != 0 || *tables != 0)
        return failure(ErrorCode::corrupt, "history.db", "is a file of another program");
    return database.run("PRAGMA application_id = " + std::to_string(kApplication));
}

Result<Database> openFile(const std::string& path) {
    const mode_t before = ::umask(0077);
    auto database = Database::open(path);
    const auto ready = database ? database->run(std::string(kShape) + kWays)
                                : Result<void>(tl::unexpected(database.error()));
    ::umask(before);
    if (!ready) return tl::unexpected(ready.error());
    if (auto ours = claim(*database); !ours) return tl::unexpected(ours.error());
    if (auto good = migrateHistory(*database); !good) return tl::unexpected(good.error());
    if (auto whole = recoverRollups(*database); !whole) return tl::unexpected(whole.error());
    return database;
}

/// The first name of its kind that is free.
Result<std::string> moveAside(const std::string& path) {
    std::error_code error;
    std::string aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside, error); ++number)
        aside = path + ".broken-" + std::to_string(number);
    for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(path + beside, error);
    std::filesystem::rename(path, aside, error);
    if (error) return failure(ErrorCode::unavailable, path, "can't be moved aside: " + error.message());
    return aside;
}

}  // namespace

struct HistoryStore::State {
    State(std::string filePath, Database opened, const HistoryLimits& historyLimits, const Clock& source)
        : path(std::move(filePath)),
          database(std::move(opened)),
          limits(historyLimits),
          clock(source),
          retention(database, limits, path) {}

    Result<void> beginRun();
    template <typename Work>
    Result<void> commit(const Work& work);

    std::string path;
    std::string aside;
    Database database;
    HistoryLimits limits;
    const Clock& clock;
    HistoryRetention retention;
    mutable std::mutex mutex;  // guards everything here; held for a whole commit
    std::unique_ptr<HistoryWriter> writer;
    std::int64_t run = 0;
    std::int64_t commits = 0;
};

Result<void> HistoryStore::State::beginRun() {
    const auto last = numberOf(database, "SELECT coalesce(max(run), 0) FROM era");
    if (!last) return tl::unexpected(last.error());
    run = *last + 1;
    writer = std::make_unique<HistoryWriter>(database, run);
    return {};
}

template <typename Work>
Result<void> HistoryStore::State::commit(const Work& work) {
    Transaction transaction(database);
    const auto done = transaction.begin().and_then(work).and_then([&] { return transaction.commit(); });
    // What the writer believes to be on disk is not.
    if (!done) writer = std::make_unique<HistoryWriter>(database, run);
    return done;
}

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const std::string& directory,
                                                         const HistoryLimits& limits, const Clock& clock) {
    const std::string path = directory + "/history.db";
    auto database = openFile(path);
    std::string aside;
    const bool isNewer = !database && database.error().subject == "history";
    if (!database && database.error().code == ErrorCode::corrupt && !isNewer) {
        auto moved = moveAside(path);
        if (!moved) return tl::unexpected(moved.error());
        aside = std::move(*moved);
        database = openFile(path);
    }
    if (!database) return tl::unexpected(database.error());
    auto state = std::make_unique<State>(path, std::move(*database), limits, clock);
    state->aside = std::move(aside);
    if (auto begun = state->beginRun(); !begun) return tl::unexpected(begun.error());
    return std::unique_ptr<HistoryStore>(new HistoryStore(std::move(state)));
}

HistoryStore::HistoryStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}

HistoryStore::~HistoryStore() = default;

const std::string& HistoryStore::path() const {
    return m_state->path;
}

const std::string& HistoryStore::movedAside() const {
    return m_state->aside;
}

Result<void> HistoryStore::append(const MeshHarvest& harvest, const std::optional<Standing>& standing) {
    const std::lock_guard lock(m_state->mutex);
    return m_state->commit([&]() -> Result<void> {
        const auto written = m_state->writer->write(harvest, m_state->commits + 1, m_state->clock.now());
        if (!written) return written;
        ++m_state->commits;
        return standing ? m_state->writer->write(*standing) : Result<void>();
    });
}

Result<void> HistoryStore::maintain() {
    const std::lock_guard lock(m_state->mutex);
    return m_state->retention.work(m_state->clock.now(), kForgetting);
}

Result<Event> HistoryStore::addEvent(Event event) {
    const std::lock_guard lock(m_state->mutex);
    return insertEvent(m_state->database, std::move(event));
}

Result<void> HistoryStore::removeEvent(std::uint64_t id, EventKind kind) {
    const std::lock_guard lock(m_state->mutex);
    auto remove = m_state->database.prepare("DELETE FROM event WHERE id = ? AND kind = ? RETURNING id");
    if (!remove) return tl::unexpected(remove.error());
    remove->bind(static_cast<std::int64_t>(id)).bind(static_cast<std::int64_t>(kind));
    const auto row = remove->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return failure(ErrorCode::notFound, std::to_string(id), "there is none of that number");
    return remove->finish();
}

Result<std::string> HistoryStore::setting(const std::string& name) {
    const std::lock_guard lock(m_state->mutex);
    auto row = m_state->database.prepare("SELECT value FROM setting WHERE name = ?");
    if (!row) return tl::unexpected(row.error());
    row->bind(std::string_view(name));
    const auto found = row->step();
    if (!found) return tl::unexpected(found.error());
    return *found ? row->text(0) : std::string();
}

Result<void> HistoryStore::keepSetting(const std::string& name, const std::string& value) {
    const std::lock_guard lock(m_state->mutex);
    auto row = m_state->database.prepare("INSERT OR REPLACE INTO setting(name, value) VALUES (?,?)");
    if (!row) return tl::unexpected(row.error());
    row->bind(std::string_view(name)).bind(std::string_view(value));
    return row->finish();
}

std::uint64_t HistoryStore::bytes() const {
    return sizeOf(m_state->path) + sizeOf(m_state->path + "-wal");
}

}  // namespace binnacle
