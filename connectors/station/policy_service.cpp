// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/policy_service.h"

#include "connectors/station/convert_policy.h"

#include <memory>
#include <mutex>

namespace binnacle {
namespace {

/// Writes a change's progress to one call. Answers come on any thread, perhaps late: after close() they are
/// left out.
class ProgressWriter {
  public:
    explicit ProgressWriter(grpc::ServerWriter<v1::Change>& writer) : m_writer(&writer) {}

    void write(const Change& change) {
        const std::scoped_lock lock(m_mutex);
        if (m_writer == nullptr) return;
        v1::Change wire;
        toWire(change, wire);
        // A client that left does not stop the change: it is in the history.
        m_writer->Write(wire);
    }

    void close() {
        const std::scoped_lock lock(m_mutex);
        m_writer = nullptr;
    }

  private:
    std::mutex m_mutex;
    grpc::ServerWriter<v1::Change>* m_writer;
};

template <typename Run>
grpc::Status streamChange(grpc::ServerWriter<v1::Change>& writer, const Run& run) {
    const auto progress = std::make_shared<ProgressWriter>(writer);
    const Result<Change> outcome = run([progress](const Change& change) { progress->write(change); });
    if (outcome) progress->write(*outcome);
    progress->close();
    return outcome ? grpc::Status::OK : toStatus(outcome.error());
}

}  // namespace

grpc::Status PolicyService::GetPolicies(grpc::ServerContext* /*context*/, const v1::PoliciesQuery* query,
                                        v1::PolicyList* answer) {
    const auto policies = m_port.policies(momentFromWire(*query));
    if (!policies) return toStatus(policies.error());
    for (const PolicyInForce& policy : *policies) toWire(policy, *answer->add_policies());
    return grpc::Status::OK;
}

grpc::Status PolicyService::MakePlan(grpc::ServerContext* /*context*/, const v1::PlanRequest* request,
                                     v1::Plan* answer) {
    const auto intents = intentsFromWire(request->intents());
    if (!intents) return toStatus(intents.error());
    const auto plan = m_port.plan(*intents);
    if (!plan) return toStatus(plan.error());
    toWire(*plan, *answer);
    return grpc::Status::OK;
}

grpc::Status PolicyService::Apply(grpc::ServerContext* /*context*/, const v1::ApplyRequest* request,
                                  grpc::ServerWriter<v1::Change>* writer) {
    const auto asked = fromWire(*request);
    if (!asked) return toStatus(asked.error());
    return streamChange(*writer,
                        [&](auto onProgress) { return m_port.apply(*asked, std::move(onProgress)); });
}

grpc::Status PolicyService::Revert(grpc::ServerContext* /*context*/, const v1::RevertRequest* request,
                                   grpc::ServerWriter<v1::Change>* writer) {
    const RevertRequest asked = fromWire(*request);
    return streamChange(*writer,
                        [&](auto onProgress) { return m_port.revert(asked, std::move(onProgress)); });
}

grpc::Status PolicyService::GetHistory(grpc::ServerContext* /*context*/, const v1::HistoryQuery* /*query*/,
                                       v1::ChangeList* answer) {
    const auto history = m_port.history();
    if (!history) return toStatus(history.error());
    for (const Change& change : *history) toWire(change, *answer->add_changes());
    return grpc::Status::OK;
}

grpc::Status PolicyService::GetAdoption(grpc::ServerContext* /*context*/, const v1::AdoptionQuery* /*query*/,
                                        v1::Adoption* answer) {
    const auto text = m_port.adoption();
    if (!text) return toStatus(text.error());
    answer->set_text(wireText(*text));
    return grpc::Status::OK;
}

}  // namespace binnacle
