// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace binnacle {

struct CloseDatabase {
    void operator()(sqlite3* database) const;
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const;
};

/// One prepared statement: bind in order, step, read columns. Errors are kept and told by the step() that
/// meets them. One thread at a time.
class Statement {
  public:
    Statement& bind(std::int64_t value);
    Statement& bind(std::string_view value);
    Statement& bind(const std::optional<std::string>& value);
    Statement& bind(std::span<const std::uint8_t> bytes);
    /// True: a row is there to read. False: done.
    Result<bool> step();
    /// The one step of a statement that gives no rows.
    Result<void> finish();
    std::int64_t integer(int column) const;
    bool isNull(int column) const;
    std::string text(int column) const;
    std::optional<std::string> optionalText(int column) const;
    /// Valid until the next step().
    std::span<const std::uint8_t> bytes(int column) const;
    /// Ready to be bound and run anew.
    void reset();

  private:
    friend class Database;
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> m_statement;
    int m_bound = 0;
};

/// A SQLite file opened for one writer, or for reading only. One thread at a time.
class Database {
  public:
    static Result<Database> open(const std::string& path);
    /// Never writes, and never checkpoints: that is the writer's.
    static Result<Database> openToRead(const std::string& path);
    Result<void> run(const std::string& sql);
    Result<Statement> prepare(std::string_view sql);
    std::int64_t lastRowId() const;

  private:
    explicit Database(sqlite3* database) : m_database(database) {}
    std::unique_ptr<sqlite3, CloseDatabase> m_database;
};

/// Rolls back unless committed.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Result<void> begin();
    Result<void> commit();

  private:
    Database& m_database;
    bool m_open = false;
};

}  // namespace binnacle
