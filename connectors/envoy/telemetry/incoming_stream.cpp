// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/incoming_stream.h"

#include <vector>

namespace binnacle {

std::string_view MessageBytes::join(const grpc::ByteBuffer& buffer) {
    if (buffer.TrySingleSlice(&m_single).ok()) {
        return {reinterpret_cast<const char*>(m_single.begin()), m_single.size()};
    }
    std::vector<grpc::Slice> slices;
    if (!buffer.Dump(&slices).ok()) return {};
    m_joined.clear();
    m_joined.reserve(buffer.Length());
    for (const grpc::Slice& slice : slices) {
        m_joined.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return m_joined;
}

IncomingStream::Progress IncomingStream::proceed(bool ok) {
    switch (m_step) {
        case Step::offering: {
            if (!ok) return Progress::ended;  // the server stops
            const grpc::Status status = onOpened();
            if (!status.ok()) {
                finish(status);
            } else {
                m_step = Step::reading;
                m_reader.Read(&m_message, this);
            }
            return Progress::accepted;
        }
        case Step::reading: {
            const grpc::Status status = ok ? onMessage(m_message) : grpc::Status::OK;
            if (!ok || !status.ok()) {
                onEnded();
                finish(status);
            } else {
                m_message.Clear();
                m_reader.Read(&m_message, this);
            }
            return Progress::running;
        }
        case Step::finishing:
            return Progress::ended;
    }
    return Progress::ended;
}

void IncomingStream::finish(const grpc::Status& status) {
    m_step = Step::finishing;
    m_message.Clear();
    if (!status.ok()) {
        m_reader.FinishWithError(status, this);
        return;
    }
    const grpc::Slice empty;  // both services answer with a message that has no fields
    m_reader.Finish(grpc::ByteBuffer(&empty, 1), status, this);
}

}  // namespace binnacle
