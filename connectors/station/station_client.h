// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"
#include "models/core/ports/telemetry_port.h"

#include <memory>
#include <string>

namespace binnacle {

/// A station on the other end of a Unix socket, as the three ports. Calls block, with deadlines (10 s; a
/// change or a snapshot's review 60 s; an export half an hour); each watch has a thread of its own and finds
/// the station again after it was away. Any thread; watches may outlive the client.
class StationClient final : public TelemetryPort, public PolicyPort, public HistoryPort {
  public:
    explicit StationClient(const std::string& socketPath);
    ~StationClient() override;

    std::unique_ptr<Subscription> watchTopology(const TopologyQuery& query, OnFrame onFrame) override;
    std::unique_ptr<Subscription> watchRequests(const RequestQuery& query, OnRequests onRequests) override;
    std::unique_ptr<Subscription> watchSeries(const SeriesQuery& query, OnSeries onSeries) override;
    std::unique_ptr<Subscription> watchStatus(std::optional<TimePoint> at, OnStatus onStatus) override;
    std::unique_ptr<Subscription> watchClusters(std::optional<TimePoint> at, OnClusters onClusters) override;
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) override;
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) override;
    /// Of a moment; unset: now.
    Result<StationStatus> status(std::optional<TimePoint> at = {});

    Result<std::vector<PolicyInForce>> policies(std::optional<TimePoint> at) override;
    Result<Plan> plan(const std::vector<Intent>& intents) override;
    Result<Change> apply(const ApplyRequest& request, PolicyPort::OnProgress onProgress) override;
    Result<Change> revert(const RevertRequest& request, PolicyPort::OnProgress onProgress) override;
    Result<std::vector<Change>> history() override;
    Result<std::string> adoption() override;

    Result<std::vector<Event>> events(const EventQuery& query) override;
    Result<Event> addNote(const NoteDraft& note) override;
    Result<void> removeNote(std::uint64_t id) override;
    Result<AlertBook> alerts() override;
    Result<void> setAlertRules(const std::string& yaml) override;
    Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order) override;
    Result<SnapshotReport> exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                          const HistoryPort::OnProgress& onProgress) override;

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// A client of the station at `socketPath`. Errors: invalid (no path for a socket, or somebody else's
/// socket), unavailable (nobody answers there now).
Result<std::shared_ptr<StationClient>> connectStation(const std::string& socketPath);

/// Where a station listens unless told otherwise: $XDG_RUNTIME_DIR/binnacle/station.sock; a folder of this
/// user's own under the system's temporary one where that variable is not set.
std::string defaultStationSocket();

}  // namespace binnacle
