// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/incident/snapshot_file.h"
#include "models/core/incident/snapshot_memory.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// A snapshot's policy and memory, for looking at only: whatever would change something is refused.
/// Thread-safe as the recording is, which must outlive it.
class SnapshotDesk final : public PolicyPort, public HistoryPort {
  public:
    SnapshotDesk(std::shared_ptr<const SnapshotFile> file, const Recording& recording, SnapshotMemory memory)
        : m_file(std::move(file)), m_recording(recording), m_memory(std::move(memory)) {}

    /// Before the first change those of the snapshot's start; else those of its end.
    Result<std::vector<PolicyInForce>> policies(std::optional<TimePoint> at) override;
    Result<Plan> plan(const std::vector<Intent>& intents) override;
    Result<Change> apply(const ApplyRequest& request, PolicyPort::OnProgress onProgress) override;
    Result<Change> revert(const RevertRequest& request, PolicyPort::OnProgress onProgress) override;
    Result<std::vector<Change>> history() override { return m_memory.changes; }
    Result<std::string> adoption() override;

    Result<std::vector<Event>> events(const EventQuery& query) override;
    Result<Event> addNote(const NoteDraft& note) override;
    Result<void> removeNote(std::uint64_t id) override;
    Result<AlertBook> alerts() override { return m_memory.alerts; }
    Result<void> setAlertRules(const std::string& yaml) override;
    /// What is in the file, whatever is ordered; every part is read and its sum checked. Error: corrupt.
    Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order) override;
    Result<SnapshotReport> exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                          const HistoryPort::OnProgress& onProgress) override;

  private:
    std::shared_ptr<const SnapshotFile> m_file;
    const Recording& m_recording;
    const SnapshotMemory m_memory;
};

}  // namespace binnacle
