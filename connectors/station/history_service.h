// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "binnacle/v1/station.grpc.pb.h"
#include "connectors/station/stop_signal.h"
#include "models/core/ports/history_port.h"

#include <atomic>
#include <string>

namespace binnacle {

/// Serves one HistoryPort to consoles. A snapshot is made as a temporary file of its own and then sent:
/// nothing of it stays here, whatever ends the call. Called on gRPC's threads; an export holds one until its
/// client has all of it, or left.
class HistoryService final : public v1::History::Service {
  public:
    /// Temporary files lie in `scratchFolder`.
    HistoryService(HistoryPort& port, std::string scratchFolder, const StopSignal& stop);

    grpc::Status GetEvents(grpc::ServerContext* context, const v1::EventQuery* query,
                           v1::EventList* answer) override;
    grpc::Status AddNote(grpc::ServerContext* context, const v1::NoteDraft* note, v1::Event* answer) override;
    grpc::Status RemoveNote(grpc::ServerContext* context, const v1::NoteRemoval* removal,
                            v1::NoteRemoved* answer) override;
    grpc::Status GetAlerts(grpc::ServerContext* context, const v1::AlertQuery* query,
                           v1::AlertBook* answer) override;
    grpc::Status SetAlertRules(grpc::ServerContext* context, const v1::AlertRules* rules,
                               v1::AlertRulesSet* answer) override;
    grpc::Status ReviewSnapshot(grpc::ServerContext* context, const v1::SnapshotOrder* order,
                                v1::SnapshotReport* answer) override;
    grpc::Status ExportSnapshot(grpc::ServerContext* context, const v1::SnapshotOrder* order,
                                grpc::ServerWriter<v1::SnapshotPiece>* writer) override;

  private:
    using Writer = grpc::ServerWriter<v1::SnapshotPiece>;
    Result<void> exportTo(const grpc::ServerContext& context, const SnapshotOrder& order, Writer& writer);
    bool isWanted(const grpc::ServerContext& context) const;

    HistoryPort& m_port;
    const std::string m_scratchFolder;
    const StopSignal& m_stop;
    std::atomic<int> m_exports = 0;
};

}  // namespace binnacle
