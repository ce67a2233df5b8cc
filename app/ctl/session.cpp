// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/session.h"

#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace binnacle {

std::string sentenceOf(const Error& error) {
    const std::string subject = terminalText(error.subject);
    const std::string detail = terminalLines(error.detail);
    if (subject.empty()) return detail;
    return detail.empty() ? subject + ": failed" : subject + ": " + detail;
}

Session::Session(CtlOptions options) : m_options(std::move(options)) {
    const char* noColour = std::getenv("NO_COLOR");
    m_inColour = isatty(STDOUT_FILENO) == 1 && (noColour == nullptr || *noColour == '\0');
}

std::shared_ptr<StationClient> Session::snapshotStation() {
    auto child = ChildStation::start(m_options.snapshot);
    if (!child) {
        say(sentenceOf(child.error()));
        return nullptr;
    }
    m_child = std::move(*child);
    auto connected = connectStation(m_child->socketPath());
    if (connected) return *connected;
    say(sentenceOf(connected.error()));
    return nullptr;
}

Result<TimePoint> Session::endOf(const TimeWindow& window, StationClient& station) const {
    if (window.to) return *window.to;
    if (m_options.snapshot.empty()) return SystemClock().now();
    const auto status = station.status();
    if (!status) return tl::unexpected(status.error());
    if (!status->history.span)
        return failure(ErrorCode::notFound, m_options.snapshot, "nothing is recorded in it");
    return status->history.span->newest;
}

std::shared_ptr<StationClient> Session::station() {
    if (!m_options.snapshot.empty()) return snapshotStation();
    auto connected = connectStation(m_options.socket);
    if (connected) return *connected;
    say(sentenceOf(connected.error()));
    if (connected.error().code == ErrorCode::unavailable)
        say("start one with: binnacled --socket " + terminalText(m_options.socket) +
            "   or name another with --socket");
    return nullptr;
}

bool Session::print(const std::string& text) {
    const bool isWhole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return std::fflush(stdout) == 0 && isWhole;
}

void Session::print(const Table& table) {
    print(table.text(m_inColour));
}

void Session::printDocument(const Json& document) {
    print(format() == OutputFormat::yaml ? yamlText(document) : jsonText(document, 2) + "\n");
}

void Session::say(const std::string& line) const {
    std::fprintf(stderr, "binnaclectl: %s\n", line.c_str());
}

int Session::fail(const Error& error) const {
    say(sentenceOf(error));
    return ExitCode::kFailed;
}

int Session::misused(const Error& error) const {
    say(sentenceOf(error));
    return ExitCode::kUsage;
}

}  // namespace binnacle
