// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/snapshot_opener.h"

#include "app/desktop/own_station.h"
#include "connectors/station/station_client.h"
#include "models/qt/format.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <memory>
#include <utility>

namespace binnacle {
namespace {

/// A client, and what it is a client of.
struct ServedSnapshot {
    std::shared_ptr<OwnStation> station;
    std::shared_ptr<StationClient> client;
};

/// Whoever lets go of it last, it ends on the UI thread, to which its process was handed.
std::shared_ptr<OwnStation> sharedStation(std::unique_ptr<OwnStation> station) {
    QCoreApplication* application = QCoreApplication::instance();
    station->handTo(*application->thread());
    return {station.release(), [application](OwnStation* ended) {
                QMetaObject::invokeMethod(application, [ended] { delete ended; });
            }};
}

}  // namespace

Result<ComparisonSession::Recording> openRecording(const std::string& path) {
    auto opened = OwnStation::open(text(path));
    if (!opened) return tl::unexpected<Error>(opened.error());
    const std::string socket = (*opened)->socketPath();
    const auto served = std::make_shared<ServedSnapshot>();
    served->station = sharedStation(*std::move(opened));
    served->client = std::make_shared<StationClient>(socket);
    const auto report = served->client->reviewSnapshot({});
    if (!report) return tl::unexpected<Error>(report.error());
    return ComparisonSession::Recording{std::shared_ptr<TelemetryPort>(served, served->client.get()),
                                        {report->to - report->from, report->to}};
}

}  // namespace binnacle
