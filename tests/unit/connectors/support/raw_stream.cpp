// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/connectors/support/raw_stream.h"

namespace binnacle::test {

RawStream::RawStream(const std::string& address, const std::string& method,
                     grpc::ChannelArguments arguments) {
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own, as each proxy has
    m_stub = std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    m_call = m_stub->PrepareCall(&m_context, method, &m_queue);
    m_call->StartCall(this);
    waitForTag();
}

RawStream::~RawStream() {
    m_context.TryCancel();
    m_queue.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (m_queue.Next(&tag, &ok)) {
    }
}

bool RawStream::write(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    m_call->Write(grpc::ByteBuffer(&slice, 1), this);
    return waitForTag();
}

grpc::Status RawStream::finish() {
    m_call->WritesDone(this);
    waitForTag();
    grpc::ByteBuffer answer;
    m_call->Read(&answer, this);
    waitForTag();
    grpc::Status status;
    m_call->Finish(&status, this);
    waitForTag();
    return status;
}

bool RawStream::waitForTag() {
    void* tag = nullptr;
    bool ok = false;
    return m_queue.Next(&tag, &ok) && ok;
}

}  // namespace binnacle::test
