// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/xds_service.h"

#include "connectors/envoy/telemetry/proxy_identity.h"

#include <grpcpp/grpcpp.h>
#include <chrono>
#include <mutex>
#include <utility>

namespace binnacle {
namespace {

using envoy::service::discovery::v3::DiscoveryRequest;
using envoy::service::discovery::v3::DiscoveryResponse;
using Reactor = grpc::ServerBidiReactor<DiscoveryRequest, DiscoveryResponse>;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kStuckAfter = std::chrono::seconds(30);

/// One stream. It keeps itself alive until gRPC is done with it; others hold it weakly.
class XdsReactor final : public Reactor, public XdsPeer {
  public:
    XdsReactor(XdsHub& hub, grpc::CallbackServerContext& context) : m_hub(hub), m_context(context) {}

    static Reactor* start(XdsHub& hub, grpc::CallbackServerContext& context) {
        auto reactor = std::make_shared<XdsReactor>(hub, context);
        reactor->m_self = reactor;
        reactor->m_session = hub.open(reactor);
        if (reactor->m_session == 0)
            reactor->finish({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many streams"});
        else
            reactor->StartRead(&reactor->m_request);
        return reactor.get();
    }

    void OnReadDone(bool ok) override {
        if (!ok) return finish(grpc::Status::OK);
        const Proxy proxy = m_hasNode ? Proxy{} : proxyOf(m_request.node(), m_context.peer());
        const auto taken = m_hub.onRequest(m_session, m_request, proxy);
        if (!taken) return finish({grpc::StatusCode::INVALID_ARGUMENT, taken.error().detail});
        m_hasNode = true;
        m_request.Clear();
        StartRead(&m_request);
        pump();
    }

    void OnWriteDone(bool ok) override {
        std::optional<grpc::Status> last;
        {
            const std::lock_guard lock(m_mutex);
            m_isWriting = false;
            // A write that failed means the stream is gone: the read that is out says so next.
            m_isBroken = m_isBroken || !ok;
            last = std::exchange(m_finishAfterWrite, std::nullopt);
        }
        if (last) return Finish(*last);
        pump();
    }

    void OnDone() override {
        m_hub.close(m_session);
        const auto last =
            std::exchange(m_self, nullptr);  // may be what frees this object, at the brace below
    }

    void pump() override {
        {
            const std::lock_guard lock(m_mutex);
            if (m_isWriting || m_isFinishing || m_isBroken) return;
            auto response = m_hub.next(m_session);
            if (!response) return;
            m_response = std::move(*response);
            m_isWriting = true;
            m_writingSince = SteadyClock::now();
        }
        StartWrite(&m_response);
    }

    void cancelIfStuck() override {
        const std::lock_guard lock(m_mutex);
        // The context lives until Finish has been called, which waits for the write that is out.
        if (m_isWriting && SteadyClock::now() - m_writingSince > kStuckAfter) m_context.TryCancel();
    }

  private:
    /// Finish() and a write must not meet: a write that is out comes first.
    void finish(const grpc::Status& status) {
        {
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_isFinishing, true)) return;
            if (m_isWriting) {
                m_finishAfterWrite = status;
                return;
            }
        }
        Finish(status);
    }

    XdsHub& m_hub;
    grpc::CallbackServerContext& m_context;
    std::shared_ptr<XdsReactor> m_self;
    XdsHub::SessionId m_session = 0;
    DiscoveryRequest m_request;
    bool m_hasNode = false;
    std::mutex m_mutex;  // guards what follows
    DiscoveryResponse m_response;
    bool m_isWriting = false;
    bool m_isFinishing = false;
    bool m_isBroken = false;
    SteadyClock::time_point m_writingSince{};
    std::optional<grpc::Status> m_finishAfterWrite;
};

}  // namespace

Reactor* AggregatedXdsService::StreamAggregatedResources(grpc::CallbackServerContext* context) {
    return XdsReactor::start(m_hub, *context);
}

Reactor* RuntimeXdsService::StreamRuntime(grpc::CallbackServerContext* context) {
    return XdsReactor::start(m_hub, *context);
}

}  // namespace binnacle
