// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/station_client.h"

#include "connectors/station/station_client_state.h"
#include "connectors/station/unix_path.h"

#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>

namespace binnacle {
namespace {

std::shared_ptr<grpc::Channel> openChannel(const std::string& socketPath) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetMaxReceiveMessageSize(WireLimits::kMessageBytes);
    return grpc::CreateCustomChannel("unix:" + socketPath, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Error StationClient::State::errorOf(const grpc::Status& status) const {
    if (status.error_details().empty() && status.error_code() == grpc::StatusCode::UNAVAILABLE)
        return {ErrorCode::unavailable, path, "no station answers here"};
    // The server ended the stream in good order, which only a stopping station does.
    if (status.ok()) return {ErrorCode::unavailable, path, "the station ended the watch"};
    return fromStatus(status, path);
}

StationClient::StationClient(const std::string& socketPath) : m_state(std::make_shared<State>()) {
    m_state->path = socketPath;
    m_state->channel = openChannel(socketPath);
    m_state->telemetry = v1::Telemetry::NewStub(m_state->channel);
    m_state->policy = v1::Policy::NewStub(m_state->channel);
    m_state->history = v1::History::NewStub(m_state->channel);
}

StationClient::~StationClient() = default;

Result<std::shared_ptr<StationClient>> connectStation(const std::string& socketPath) {
    if (auto address = unixAddress(socketPath); !address) return tl::unexpected(address.error());
    struct stat status{};
    if (lstat(socketPath.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode))
        return failure(ErrorCode::unavailable, socketPath, "no station answers here");
    if (status.st_uid != geteuid())
        return failure(ErrorCode::invalid, socketPath, "this socket belongs to another user");
    if (!answersAt(socketPath)) return failure(ErrorCode::unavailable, socketPath, "no station answers here");
    return std::make_shared<StationClient>(socketPath);
}

std::string defaultStationSocket() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && *runtime == '/') return std::string(runtime) + "/binnacle/station.sock";
    const auto own = "binnacle-" + std::to_string(getuid());
    return (std::filesystem::temp_directory_path() / own / "station.sock").string();
}

}  // namespace binnacle
