// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/child_station.h"
#include "app/ctl/formats.h"
#include "app/ctl/table.h"
#include "connectors/station/station_client.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// What the command line said, for all commands.
struct CtlOptions {
    std::string socket;
    std::string snapshot;  ///< ask this file, not a running station
    std::optional<OutputFormat> format;
    std::string window;
    std::string from;
    std::string to;
    std::string against;
    std::string filter;
    std::size_t limit = 1000;
    bool follow = false;
    std::string file;
    std::string reason;
    std::string service;
    std::string change;
    std::string at;
    std::string text;
    std::string subject;
    std::uint64_t note = 0;
    SnapshotRequests requests = SnapshotRequests::all;
    bool withoutConfiguration = false;
    std::string replayTo;
    double speed = 1;
};

struct ExitCode {
    static constexpr int kOk = 0;
    static constexpr int kFailed = 1;
    static constexpr int kUsage = 2;
    static constexpr int kDifferences = 3;
    static constexpr int kPartly = 4;
};

/// One run of one command: its options, the station, and where its words go (data on standard output, talk on
/// standard error). One thread at a time.
class Session {
  public:
    explicit Session(CtlOptions options);

    const CtlOptions& options() const { return m_options; }
    OutputFormat format() const { return m_options.format.value_or(OutputFormat::table); }
    /// The station, or null after saying why not and what to do.
    std::shared_ptr<StationClient> station();
    /// Where a window ends: a live one of a snapshot ends with the snapshot.
    Result<TimePoint> endOf(const TimeWindow& window, StationClient& station) const;

    /// Writes and flushes; false when nobody reads any more.
    bool print(const std::string& text);
    void print(const Table& table);
    /// A document as JSON or YAML, as asked for.
    void printDocument(const Json& document);
    void say(const std::string& line) const;
    /// Says what went wrong; the exit code for it.
    int fail(const Error& error) const;
    int misused(const Error& error) const;

  private:
    std::shared_ptr<StationClient> snapshotStation();

    CtlOptions m_options;
    std::unique_ptr<ChildStation> m_child;
    bool m_inColour;
};

/// "payment: weights 90/10": text of an Error for people.
std::string sentenceOf(const Error& error);

}  // namespace binnacle
