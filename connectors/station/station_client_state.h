// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "binnacle/v1/station.grpc.pb.h"
#include "connectors/station/convert_basics.h"
#include "connectors/station/station_client.h"

#include <grpcpp/grpcpp.h>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace binnacle {

/// What the client's services share: the channel, the stubs, and how one plain question is asked. Stays
/// inside this folder. Any thread.
struct StationClient::State {
    static constexpr std::chrono::seconds kDeadline{10};

    std::string path;
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::Telemetry::Stub> telemetry;
    std::unique_ptr<v1::Policy::Stub> policy;
    std::unique_ptr<v1::History::Stub> history;

    Error errorOf(const grpc::Status& status) const;

    template <typename Request, typename Answer, typename Stub>
    std::optional<Error> ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                             const Request& request, Answer& answer,
                             std::chrono::seconds deadline = kDeadline) const {
        grpc::ClientContext context;
        setDeadline(context, deadline);
        const grpc::Status status = (stub.*method)(&context, request, &answer);
        return status.ok() ? std::nullopt : std::optional<Error>(errorOf(status));
    }

    static void setDeadline(grpc::ClientContext& context, std::chrono::seconds length) {
        context.set_deadline(std::chrono::system_clock::now() + length);
    }
    template <typename Query>
    static void setMoment(std::optional<TimePoint> at, Query& query) {
        if (at) query.set_at(toWire(*at));
    }
};

}  // namespace binnacle
