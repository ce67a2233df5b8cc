// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/audit_store.h"

#include "models/core/policy/intent_yaml.h"

#include <sys/stat.h>
#include <charconv>

namespace binnacle {
namespace {

constexpr std::int64_t kSchemaVersion = 1;

constexpr const char* kSchema = R"sql(
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  reverts TEXT NOT NULL,
  state INTEGER NOT NULL
);
CREATE TABLE edit (
  change INTEGER NOT NULL REFERENCES change(id),
  service TEXT NOT NULL,
  kind INTEGER NOT NULL,
  before_yaml TEXT,
  after_yaml TEXT
);
CREATE INDEX edit_by_change ON edit(change);
CREATE TABLE answer (
  change INTEGER NOT NULL REFERENCES change(id),
  node TEXT NOT NULL,
  state INTEGER NOT NULL,
  error TEXT NOT NULL,
  after_ns INTEGER NOT NULL,
  live TEXT NOT NULL,
  PRIMARY KEY (change, node)
) WITHOUT ROWID;
CREATE TABLE intent (
  service TEXT NOT NULL,
  kind INTEGER NOT NULL,
  yaml TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change(id),
  PRIMARY KEY (service, kind)
) WITHOUT ROWID;
PRAGMA user_version = 1;
)sql";

std::string idText(std::int64_t id) {
    return "c-" + std::to_string(id);
}

Result<std::int64_t> idNumber(const std::string& id) {
    std::int64_t number = 0;
    const char* end = id.data() + id.size();
    const bool shaped = id.starts_with("c-");
    const auto parsed = std::from_chars(id.data() + (shaped ? 2 : 0), end, number);
    if (!shaped || parsed.ec != std::errc() || parsed.ptr != end)
        return failure(ErrorCode::notFound, id, "is not the id of a change; they look like c-12");
    return number;
}

std::optional<std::string> yamlOf(const std::optional<Intent>& intent) {
    return intent ? std::optional(toYaml(*intent)) : std::nullopt;
}

Result<std::optional<Intent>> intentOf(const std::optional<std::string>& yaml) {
    if (!yaml) return std::optional<Intent>();
    auto parsed = parseIntents(*yaml);
    if (!parsed) return tl::unexpected(parsed.error());
    if (parsed->size() != 1) return failure(ErrorCode::corrupt, "audit trail", "an edit holds no intent");
    return std::optional<Intent>(std::move(parsed->front()));
}

}  // namespace

Result<std::unique_ptr<AuditStore>> AuditStore::open(const std::string& directory) {
    const mode_t before = ::umask(0077);
    auto database = Database::open(directory + "/audit.db");
    ::umask(before);
    if (!database) return tl::unexpected(database.error());
    // An exclusive lock keeps a second station out; FULL puts every commit on the disk before it counts.
    const auto ready = database->run(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; BEGIN IMMEDIATE; COMMIT");
    if (!ready && ready.error().code == ErrorCode::conflict)
        return failure(ErrorCode::conflict, directory, "another station keeps its audit trail here");
    if (!ready) return tl::unexpected(ready.error());
    std::unique_ptr<AuditStore> store(
        new AuditStore(std::move(*database), DiskReserve(directory + "/audit.reserve")));
    if (auto schema = store->prepareSchema(); !schema) return tl::unexpected(schema.error());
    store->m_reserve.make();
    return store;
}

// A write that fails for want of room (which not every file system tells as such) is tried once more with the
// reserve's; the next write takes the reserve back, if it can.
template <typename Write>
auto AuditStore::withReserve(const Write& write) {
    m_reserve.make();
    auto written = write();
    if (written || written.error().code != ErrorCode::unavailable || !m_reserve.giveUp()) return written;
    return write();
}

Result<void> AuditStore::prepareSchema() {
    auto version = m_database.prepare("PRAGMA user_version");
    if (!version) return tl::unexpected(version.error());
    if (auto row = version->step(); !row) return tl::unexpected(row.error());
    const std::int64_t found = version->integer(0);
    if (found == kSchemaVersion) return {};
    if (found > kSchemaVersion)
        return failure(ErrorCode::corrupt, "audit trail", "was made by a newer version of Binnacle");
    Transaction transaction(m_database);
    return transaction.begin().and_then([this] { return m_database.run(kSchema); }).and_then([&transaction] {
        return transaction.commit();
    });
}

Result<std::string> AuditStore::begin(const Change& change) {
    return withReserve([&] { return tryBegin(change); });
}

Result<std::string> AuditStore::tryBegin(const Change& change) {
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun) return tl::unexpected(begun.error());
    auto insert =
        m_database.prepare("INSERT INTO change(at_ns, who, reason, reverts, state) VALUES (?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind(change.at.time_since_epoch().count())
        .bind(std::string_view(change.who))
        .bind(std::string_view(change.reason))
        .bind(std::string_view(change.reverts))
        .bind(static_cast<std::int64_t>(change.state));
    if (auto done = insert->finish(); !done) return tl::unexpected(done.error());
    const std::int64_t id = m_database.lastRowId();
    for (const IntentEdit& edit : change.edits)
        if (auto written = writeEdit(id, edit); !written) return tl::unexpected(written.error());
    if (auto committed = transaction.commit(); !committed) return tl::unexpected(committed.error());
    return idText(id);
}

Result<void> AuditStore::writeEdit(std::int64_t change, const IntentEdit& edit) {
    auto insert = m_database.prepare(
        "INSERT INTO edit(change, service, kind, before_yaml, after_yaml) VALUES (?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    const auto kind = static_cast<std::int64_t>(edit.kind);
    insert->bind(change).bind(std::string_view(edit.service)).bind(kind);
    insert->bind(yamlOf(edit.before)).bind(yamlOf(edit.after));
    if (auto done = insert->finish(); !done) return done;
    const char* sql = edit.after
                          ? "INSERT OR REPLACE INTO intent(service, kind, yaml, change) VALUES (?,?,?,?)"
                          : "DELETE FROM intent WHERE service = ? AND kind = ?";
    auto current = m_database.prepare(sql);
    if (!current) return tl::unexpected(current.error());
    current->bind(std::string_view(edit.service)).bind(kind);
    if (edit.after) current->bind(std::string_view(toYaml(*edit.after))).bind(change);
    return current->finish();
}

Result<void> AuditStore::update(const Change& change) {
    return withReserve([&] { return tryUpdate(change); });
}

Result<void> AuditStore::tryUpdate(const Change& change) {
    const auto id = idNumber(change.id);
    if (!id) return tl::unexpected(id.error());
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun) return begun;
    auto state = m_database.prepare("UPDATE change SET state = ? WHERE id = ?");
    if (!state) return tl::unexpected(state.error());
    state->bind(static_cast<std::int64_t>(change.state)).bind(*id);
    if (auto done = state->finish(); !done) return done;
    for (const ProxyAnswer& answer : change.answers) {
        auto insert = m_database.prepare(
            "INSERT OR REPLACE INTO answer(change, node, state, error, after_ns, live) VALUES (?,?,?,?,?,?)");
        if (!insert) return tl::unexpected(insert.error());
        insert->bind(*id).bind(std::string_view(answer.node)).bind(static_cast<std::int64_t>(answer.state));
        insert->bind(std::string_view(answer.error))
            .bind(answer.after.count())
            .bind(std::string_view(answer.live));
        if (auto done = insert->finish(); !done) return done;
    }
    return transaction.commit();
}

Result<std::vector<Change>> AuditStore::changes(std::size_t most) {
    auto rows = m_database.prepare(
        "SELECT id, at_ns, who, reason, reverts, state FROM change ORDER BY id DESC LIMIT ?");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(static_cast<std::int64_t>(most));
    std::vector<Change> changes;
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return changes;
        const std::int64_t id = rows->integer(0);
        Change change{.id = idText(id),
                      .at = TimePoint(Duration(rows->integer(1))),
                      .who = rows->text(2),
                      .reason = rows->text(3),
                      .reverts = rows->text(4),
                      .state = static_cast<ChangeState>(rows->integer(5)),
                      .edits = {},
                      .answers = {}};
        const auto read =
            readEdits(id, change.edits).and_then([&] { return readAnswers(id, change.answers); });
        if (!read) return tl::unexpected(read.error());
        changes.push_back(std::move(change));
    }
}

Result<void> AuditStore::readEdits(std::int64_t change, std::vector<IntentEdit>& edits) {
    auto rows = m_database.prepare(
        "SELECT service, kind, before_yaml, after_yaml FROM edit WHERE change = ? ORDER BY rowid");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(change);
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
        auto before = intentOf(rows->optionalText(2));
        auto after = intentOf(rows->optionalText(3));
        if (!before) return tl::unexpected(before.error());
        if (!after) return tl::unexpected(after.error());
        edits.push_back({.service = rows->text(0),
                         .kind = static_cast<IntentKind>(rows->integer(1)),
                         .before = std::move(*before),
                         .after = std::move(*after)});
    }
}

Result<void> AuditStore::readAnswers(std::int64_t change, std::vector<ProxyAnswer>& answers) {
    auto rows = m_database.prepare(
        "SELECT node, state, error, after_ns, live FROM answer WHERE change = ? ORDER BY node");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(change);
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
        answers.push_back({.node = rows->text(0),
                           .state = static_cast<AnswerState>(rows->integer(1)),
                           .error = rows->text(2),
                           .after = Duration(rows->integer(3)),
                           .live = rows->text(4)});
    }
}

Result<std::vector<StoredIntent>> AuditStore::intents() {
    auto rows = m_database.prepare("SELECT yaml, change FROM intent ORDER BY service, kind");
    if (!rows) return tl::unexpected(rows.error());
    std::vector<StoredIntent> intents;
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return intents;
        auto intent = intentOf(rows->text(0));
        if (!intent) return tl::unexpected(intent.error());
        intents.push_back({std::move(**intent), idText(rows->integer(1))});
    }
}

}  // namespace binnacle
