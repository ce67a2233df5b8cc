// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/store/disk_reserve.h"
#include "models/core/store/sqlite.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// An intent of ours that is in force, and the change that put it there.
struct StoredIntent {
    Intent intent;
    std::string change;
};

/// The audit trail and the intents in force, in one SQLite file: every commit is on disk before it returns
/// (synchronous=FULL), and a second station can't open the same file. Keeps room on the disk beside it, so
/// that a change can still be journaled when others have filled it. Not for telemetry. One thread at a time:
/// PolicyDesk guards it.
class AuditStore {
  public:
    /// Opens or makes DIRECTORY/audit.db (0600). Errors: conflict (another station has it), corrupt (not
    /// ours, or made by a newer version), unavailable (can't be written).
    static Result<std::unique_ptr<AuditStore>> open(const std::string& directory);

    /// Journals a change before it is sent, and makes its edits the intents in force, in one transaction.
    /// Returns its id.
    Result<std::string> begin(const Change& change);
    /// Writes a known change's state and answers.
    Result<void> update(const Change& change);
    /// Newest first, at most `most`.
    Result<std::vector<Change>> changes(std::size_t most = 1000);
    Result<std::vector<StoredIntent>> intents();

  private:
    AuditStore(Database database, DiskReserve reserve)
        : m_database(std::move(database)), m_reserve(std::move(reserve)) {}
    Result<void> prepareSchema();
    template <typename Write>
    auto withReserve(const Write& write);
    Result<std::string> tryBegin(const Change& change);
    Result<void> tryUpdate(const Change& change);
    Result<void> writeEdit(std::int64_t change, const IntentEdit& edit);
    Result<void> readEdits(std::int64_t change, std::vector<IntentEdit>& edits);
    Result<void> readAnswers(std::int64_t change, std::vector<ProxyAnswer>& answers);

    Database m_database;
    DiskReserve m_reserve;
};

}  // namespace binnacle
