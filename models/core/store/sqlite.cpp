// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/sqlite.h"

#include <sqlite3.h>

namespace binnacle {
namespace {

ErrorCode codeOf(int sqliteCode) {
    switch (sqliteCode & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::conflict;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::corrupt;
        default:
            return ErrorCode::unavailable;
    }
}

tl::unexpected<Error> lastError(sqlite3* database) {
    const char* file = sqlite3_db_filename(database, "main");
    return failure(codeOf(sqlite3_extended_errcode(database)), file != nullptr ? file : "database",
                   sqlite3_errmsg(database));
}

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}
void FinalizeStatement::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(std::int64_t value) {
    sqlite3_bind_int64(m_statement.get(), ++m_bound, value);
    return *this;
}

Statement& Statement::bind(std::string_view value) {
    sqlite3_bind_text64(m_statement.get(), ++m_bound, value.data(), value.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(const std::optional<std::string>& value) {
    if (value) return bind(std::string_view(*value));
    sqlite3_bind_null(m_statement.get(), ++m_bound);
    return *this;
}

Statement& Statement::bind(std::span<const std::uint8_t> bytes) {
    sqlite3_bind_blob64(m_statement.get(), ++m_bound, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    return *this;
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(size)};
}

void Statement::reset() {
    sqlite3_reset(m_statement.get());
    m_bound = 0;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return lastError(sqlite3_db_handle(m_statement.get()));
}

Result<void> Statement::finish() {
    return step().map([](bool) {});
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
    return optionalText(column).value_or(std::string());
}

std::optional<std::string> Statement::optionalText(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
    if (sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL) return std::nullopt;
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

Result<Database> Database::open(const std::string& path) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Database database(raw);
    if (code != SQLITE_OK) return failure(codeOf(code), path, sqlite3_errstr(code));
    sqlite3_extended_result_codes(raw, 1);
    return database;
}

Result<Database> Database::openToRead(const std::string& path) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
    Database database(raw);
    if (code != SQLITE_OK) return failure(codeOf(code), path, sqlite3_errstr(code));
    sqlite3_extended_result_codes(raw, 1);
    const auto ready = database.run(
        "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0; PRAGMA trusted_schema=OFF; PRAGMA "
        "busy_timeout=2000");
    if (!ready) return tl::unexpected(ready.error());
    return database;
}

Result<void> Database::run(const std::string& sql) {
    if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return lastError(m_database.get());
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v2(m_database.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (code != SQLITE_OK) return lastError(m_database.get());
    return Statement(raw);
}

std::int64_t Database::lastRowId() const {
    return sqlite3_last_insert_rowid(m_database.get());
}

Transaction::Transaction(Database& database) : m_database(database) {}

Transaction::~Transaction() {
    // A failed rollback has nobody to tell: SQLite rolls the journal back when the file is next opened.
    if (m_open) static_cast<void>(m_database.run("ROLLBACK"));
}

Result<void> Transaction::begin() {
    const auto begun = m_database.run("BEGIN IMMEDIATE");
    m_open = begun.has_value();
    return begun;
}

Result<void> Transaction::commit() {
    const auto committed = m_database.run("COMMIT");
    if (committed) m_open = false;
    return committed;
}

}  // namespace binnacle
