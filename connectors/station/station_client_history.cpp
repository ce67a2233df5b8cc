// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_history.h"
#include "connectors/station/part_file.h"
#include "connectors/station/station_client.h"
#include "connectors/station/station_client_state.h"

#include <optional>
#include <utility>

namespace binnacle {
namespace {

constexpr std::chrono::seconds kReviewDeadline{60};
constexpr std::chrono::seconds kExportDeadline{1800};

/// Takes an export's pieces as they come: progress is told, data written, the report kept. An Error ends it.
struct PieceReader {
    PartFile& file;
    const HistoryPort::OnProgress& onProgress;
    std::optional<SnapshotReport> report = {};

    Result<void> take(const v1::SnapshotPiece& piece) {
        if (piece.has_data()) return file.append(piece.data());
        if (piece.has_report()) {
            auto told = fromWire(piece.report());
            if (!told) return tl::unexpected(told.error());
            report = std::move(*told);
        }
        if (piece.has_done() && onProgress && !onProgress(piece.done()))
            return failure(ErrorCode::cancelled, file.path(), "the export was cancelled");
        return {};
    }
};

}  // namespace

Result<std::vector<Event>> StationClient::events(const EventQuery& query) {
    v1::EventQuery asked;
    toWire(query, asked);
    v1::EventList answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::GetEvents, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<Event> StationClient::addNote(const NoteDraft& note) {
    v1::NoteDraft asked;
    toWire(note, asked);
    v1::Event answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::AddNote, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<void> StationClient::removeNote(std::uint64_t id) {
    v1::NoteRemoval asked;
    asked.set_id(id);
    v1::NoteRemoved answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::RemoveNote, asked, answer))
        return tl::unexpected(*error);
    return {};
}

Result<AlertBook> StationClient::alerts() {
    v1::AlertBook answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::GetAlerts, v1::AlertQuery(), answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<void> StationClient::setAlertRules(const std::string& yaml) {
    v1::AlertRules asked;
    asked.set_rules(yaml);
    v1::AlertRulesSet answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::SetAlertRules, asked, answer))
        return tl::unexpected(*error);
    return {};
}

Result<SnapshotReport> StationClient::reviewSnapshot(const SnapshotOrder& order) {
    v1::SnapshotOrder asked;
    toWire(order, asked);
    v1::SnapshotReport answer;
    if (auto error = m_state->ask(*m_state->history, &v1::History::Stub::ReviewSnapshot, asked, answer,
                                  kReviewDeadline))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<SnapshotReport> StationClient::exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                                     const HistoryPort::OnProgress& onProgress) {
    v1::SnapshotOrder asked;
    toWire(order, asked);
    // Before the station does any work: what can't be written to is said at once.
    auto file = PartFile::create(path);
    if (!file) return tl::unexpected(file.error());
    grpc::ClientContext context;
    State::setDeadline(context, kExportDeadline);
    const auto stream = m_state->history->ExportSnapshot(&context, asked);
    PieceReader reader{*file, onProgress};
    v1::SnapshotPiece piece;
    while (stream->Read(&piece)) {
        if (auto taken = reader.take(piece); !taken) {
            context.TryCancel();
            stream->Finish();
            return tl::unexpected(taken.error());
        }
    }
    const grpc::Status status = stream->Finish();
    if (!status.ok()) return tl::unexpected(m_state->errorOf(status));
    if (!reader.report)
        return failure(ErrorCode::corrupt, m_state->path, "the station did not finish the snapshot");
    if (auto kept = file->keep(); !kept) return tl::unexpected(kept.error());
    return std::move(*reader.report);
}

}  // namespace binnacle
