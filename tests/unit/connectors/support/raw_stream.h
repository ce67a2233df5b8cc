// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace binnacle::test {

inline const std::string kAccessLogs = "/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs";
inline const std::string kMetrics = "/envoy.service.metrics.v3.MetricsService/StreamMetrics";

/// A client stream of ready-made bytes, as a proxy (or an attacker) would send them. Blocks; one thread.
class RawStream {
  public:
    RawStream(const std::string& address, const std::string& method, grpc::ChannelArguments arguments = {});
    ~RawStream();
    RawStream(const RawStream&) = delete;
    RawStream& operator=(const RawStream&) = delete;

    /// False once the server has ended the stream.
    bool write(const std::string& bytes);
    /// Ends the stream (unless the server did) and tells how it ended.
    grpc::Status finish();

  private:
    bool waitForTag();

    std::unique_ptr<grpc::GenericStub> m_stub;
    grpc::ClientContext m_context;
    grpc::CompletionQueue m_queue;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> m_call;
};

}  // namespace binnacle::test
