// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/history_service.h"

#include "connectors/station/convert_history.h"
#include "connectors/station/scratch_file.h"

#include <chrono>
#include <fstream>
#include <utility>

namespace binnacle {
namespace {

constexpr std::size_t kPieceBytes = 1024 * 1024;
// Each takes a thread, a core and the disk.
constexpr int kExports = 2;
constexpr std::chrono::milliseconds kProgressPace{100};

/// Counts an export while it runs.
class ExportSlot {
  public:
    explicit ExportSlot(std::atomic<int>& running) : m_running(running), m_taken(++running <= kExports) {}
    ~ExportSlot() { --m_running; }
    ExportSlot(const ExportSlot&) = delete;
    ExportSlot& operator=(const ExportSlot&) = delete;
    bool isTaken() const { return m_taken; }

  private:
    std::atomic<int>& m_running;
    const bool m_taken;
};

const Error kCancelled{ErrorCode::cancelled, "snapshot", "the export was cancelled"};
const Error kBusy{ErrorCode::unavailable, "snapshot",
                  "the station makes two already; try again when one is done"};

}  // namespace

HistoryService::HistoryService(HistoryPort& port, std::string scratchFolder, const StopSignal& stop)
    : m_port(port), m_scratchFolder(std::move(scratchFolder)), m_stop(stop) {}

grpc::Status HistoryService::GetEvents(grpc::ServerContext* /*context*/, const v1::EventQuery* query,
                                       v1::EventList* answer) {
    const auto asked = fromWire(*query);
    if (!asked) return toStatus(asked.error());
    const auto events = m_port.events(*asked);
    if (!events) return toStatus(events.error());
    toWire(*events, *answer);
    return grpc::Status::OK;
}

grpc::Status HistoryService::AddNote(grpc::ServerContext* /*context*/, const v1::NoteDraft* note,
                                     v1::Event* answer) {
    const auto event = m_port.addNote(fromWire(*note));
    if (!event) return toStatus(event.error());
    toWire(*event, *answer);
    return grpc::Status::OK;
}

grpc::Status HistoryService::RemoveNote(grpc::ServerContext* /*context*/, const v1::NoteRemoval* removal,
                                        v1::NoteRemoved* /*answer*/) {
    const auto removed = m_port.removeNote(removal->id());
    return removed ? grpc::Status::OK : toStatus(removed.error());
}

grpc::Status HistoryService::GetAlerts(grpc::ServerContext* /*context*/, const v1::AlertQuery* /*query*/,
                                       v1::AlertBook* answer) {
    const auto book = m_port.alerts();
    if (!book) return toStatus(book.error());
    toWire(*book, *answer);
    return grpc::Status::OK;
}

grpc::Status HistoryService::SetAlertRules(grpc::ServerContext* /*context*/, const v1::AlertRules* rules,
                                           v1::AlertRulesSet* /*answer*/) {
    if (rules->rules().size() > WireLimits::kTextBytes)
        return toStatus({ErrorCode::invalid, "alert rules", "they are longer than 64 KiB"});
    const auto set = m_port.setAlertRules(rules->rules());
    return set ? grpc::Status::OK : toStatus(set.error());
}

grpc::Status HistoryService::ReviewSnapshot(grpc::ServerContext* /*context*/, const v1::SnapshotOrder* order,
                                            v1::SnapshotReport* answer) {
    const auto asked = fromWire(*order);
    if (!asked) return toStatus(asked.error());
    const auto report = m_port.reviewSnapshot(*asked);
    if (!report) return toStatus(report.error());
    toWire(*report, *answer);
    return grpc::Status::OK;
}

bool HistoryService::isWanted(const grpc::ServerContext& context) const {
    return !context.IsCancelled() && !m_stop.isRaised();
}

Result<void> HistoryService::exportTo(const grpc::ServerContext& context, const SnapshotOrder& order,
                                      Writer& writer) {
    const auto scratch = ScratchFile::make(m_scratchFolder);
    if (!scratch) return tl::unexpected(scratch.error());
    auto told = std::chrono::steady_clock::now() - kProgressPace;
    v1::SnapshotPiece piece;
    const auto report = m_port.exportSnapshot(order, scratch->path(), [&](double done) {
        const auto now = std::chrono::steady_clock::now();
        if (now < told + kProgressPace) return isWanted(context);
        told = now;
        piece.set_done(done);
        return isWanted(context) && writer.Write(piece);
    });
    if (!report) return tl::unexpected(report.error());
    std::ifstream file(scratch->path(), std::ios::binary);
    while (file) {
        std::string& data = *piece.mutable_data();
        data.resize(kPieceBytes);
        file.read(data.data(), static_cast<std::streamsize>(data.size()));
        data.resize(static_cast<std::size_t>(file.gcount()));
        if (!data.empty() && (!isWanted(context) || !writer.Write(piece))) return tl::unexpected(kCancelled);
    }
    if (!file.eof()) return failure(ErrorCode::unavailable, scratch->path(), "cannot be read back");
    toWire(*report, *piece.mutable_report());
    writer.Write(piece);
    return {};
}

grpc::Status HistoryService::ExportSnapshot(grpc::ServerContext* context, const v1::SnapshotOrder* order,
                                            Writer* writer) {
    const auto asked = fromWire(*order);
    if (!asked) return toStatus(asked.error());
    const ExportSlot slot(m_exports);
    if (!slot.isTaken()) return toStatus(kBusy);
    const auto sent = exportTo(*context, *asked, *writer);
    if (sent) return grpc::Status::OK;
    return toStatus(m_stop.isRaised() ? Error{ErrorCode::unavailable, "station", "it is stopping"}
                                      : sent.error());
}

}  // namespace binnacle
