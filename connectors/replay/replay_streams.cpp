// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay_streams.h"

#include "connectors/replay/replay_entry.h"

#include <envoy/service/accesslog/v3/als.grpc.pb.h>
#include <grpcpp/grpcpp.h>
#include <map>
#include <tuple>

namespace binnacle {
namespace {

using envoy::service::accesslog::v3::AccessLogService;
using envoy::service::accesslog::v3::StreamAccessLogsMessage;
using envoy::service::accesslog::v3::StreamAccessLogsResponse;

constexpr std::size_t kBatch = 64;

/// One proxy's stream. Requests and connections can't share a message, so each has a stream of its own.
struct Stream {
    grpc::ClientContext context;
    StreamAccessLogsResponse answer;
    std::unique_ptr<grpc::ClientWriter<StreamAccessLogsMessage>> writer;
    StreamAccessLogsMessage next;
    std::size_t waiting = 0;
};

}  // namespace

struct ReplayStreams::State {
    using Key = std::tuple<std::string, Reporter, bool>;  // proxy, side, whether connections

    std::string target;
    std::unique_ptr<AccessLogService::Stub> stub;
    std::map<Key, std::unique_ptr<Stream>> streams;

    Stream& streamOf(const RequestRecord& record, const Node& teller);
    Result<void> send(Stream& stream) const;
    tl::unexpected<Error> gone(const std::string& detail) const {
        return failure(ErrorCode::unavailable, target, detail);
    }
};

Stream& ReplayStreams::State::streamOf(const RequestRecord& record, const Node& teller) {
    auto& stream = streams[{record.proxy, record.reporter, record.protocol == Protocol::tcp}];
    if (stream) return *stream;
    stream = std::make_unique<Stream>();
    stream->writer = stub->StreamAccessLogs(&stream->context, &stream->answer);
    identify(record, teller, stream->next);
    return *stream;
}

Result<void> ReplayStreams::State::send(Stream& stream) const {
    if (stream.waiting == 0) return {};
    if (!stream.writer->Write(stream.next)) return gone("the station took no more records");
    stream.next.Clear();
    stream.waiting = 0;
    return {};
}

ReplayStreams::ReplayStreams(const std::string& target) : m_state(std::make_unique<State>()) {
    m_state->target = target;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    m_state->stub = AccessLogService::NewStub(
        grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments));
}

ReplayStreams::~ReplayStreams() {
    for (auto& [key, stream] : m_state->streams) stream->context.TryCancel();
    for (auto& [key, stream] : m_state->streams) stream->writer->Finish();
}

Result<void> ReplayStreams::add(const RequestRecord& record, TimePoint end, const Node& teller) {
    Stream& stream = m_state->streamOf(record, teller);
    appendEntry(record, end, stream.next);
    return ++stream.waiting < kBatch ? Result<void>() : m_state->send(stream);
}

Result<void> ReplayStreams::flush() {
    for (auto& [key, stream] : m_state->streams)
        if (auto sent = m_state->send(*stream); !sent) return sent;
    return {};
}

Result<void> ReplayStreams::finish() {
    if (auto sent = flush(); !sent) return sent;
    auto streams = std::exchange(m_state->streams, {});
    for (auto& [key, stream] : streams) stream->writer->WritesDone();
    for (auto& [key, stream] : streams) {
        const grpc::Status status = stream->writer->Finish();
        if (!status.ok()) return m_state->gone(status.error_message());
    }
    return {};
}

}  // namespace binnacle
