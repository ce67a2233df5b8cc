// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/async_stream.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace binnacle {

/// Joins the pieces a received message may lie in; a message in one piece is not copied. The view holds until
/// the next call.
class MessageBytes {
  public:
    std::string_view join(const grpc::ByteBuffer& buffer);

  private:
    grpc::Slice m_single;
    std::string m_joined;
};

/// One client-streaming call on a completion queue: at any time one operation is under way, whose tag is this
/// object. Fair by construction: each message read goes behind what the other streams have ready. Confined to
/// its receive thread.
class IncomingStream {
  public:
    using Reader = grpc::ServerAsyncReader<grpc::ByteBuffer, grpc::ByteBuffer>;
    enum class Progress : std::uint8_t {
        accepted,  ///< a client opened it: offer the next one
        running,
        ended,  ///< nothing is under way any more: destroy it
    };

    IncomingStream() : m_reader(&m_context) {}
    virtual ~IncomingStream() = default;
    IncomingStream(const IncomingStream&) = delete;
    IncomingStream& operator=(const IncomingStream&) = delete;

    /// Asks for the next call of its kind on `queue`.
    virtual void offer(grpc::ServerCompletionQueue* queue) = 0;
    /// A fresh stream of the same kind, to be offered once this one was accepted.
    virtual std::unique_ptr<IncomingStream> successor() const = 0;
    /// Takes the outcome of the operation under way and starts the next.
    Progress proceed(bool ok);

  protected:
    grpc::ServerContext m_context;
    Reader m_reader;

  private:
    /// Called for each message; anything but OK ends the stream.
    virtual grpc::Status onMessage(const grpc::ByteBuffer& message) = 0;
    virtual grpc::Status onOpened() = 0;
    virtual void onEnded() = 0;

    enum class Step : std::uint8_t { offering, reading, finishing };
    void finish(const grpc::Status& status);

    Step m_step = Step::offering;
    grpc::ByteBuffer m_message;
};

}  // namespace binnacle
