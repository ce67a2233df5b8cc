// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/policy_session.h"

#include "models/qt/current_user.h"
#include "models/qt/format.h"
#include "models/qt/worker.h"

#include <QMetaObject>
#include <atomic>
#include <functional>
#include <utility>

namespace binnacle {
struct PolicySession::Private {
    std::shared_ptr<PolicyPort> port;
    std::vector<PolicyInForce> policies;
    std::vector<Change> history;
    std::optional<TimePoint> moment;
    bool isApplying = false;
    bool isRefreshing = false;
    bool isStale = false;  // a refresh was asked for while one ran
    std::atomic<std::uint64_t> draft = 0;
    // Apart, so that a change that waits for slow proxies never holds back the plan of the next draft.
    Worker reader;
    Worker writer;
};

PolicySession::PolicySession(std::shared_ptr<PolicyPort> port, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>()) {
    d->port = std::move(port);
}

PolicySession::~PolicySession() {
    // While this is still whole; what they queued to it dies with it.
    d->reader.stop();
    d->writer.stop();
}

const std::vector<PolicyInForce>& PolicySession::policies() const {
    return d->policies;
}
const std::vector<Change>& PolicySession::history() const {
    return d->history;
}
bool PolicySession::isApplying() const {
    return d->isApplying;
}

std::optional<TimePoint> PolicySession::moment() const {
    return d->moment;
}

void PolicySession::setMoment(std::optional<TimePoint> moment) {
    if (moment == d->moment) return;
    d->moment = moment;
    refresh();
    Q_EMIT momentChanged();
}

void PolicySession::answer(std::function<void()> onUiThread) {
    QMetaObject::invokeMethod(this, std::move(onUiThread), Qt::QueuedConnection);
}

void PolicySession::refresh() {
    if (d->isRefreshing) {
        d->isStale = true;
        return;
    }
    d->isRefreshing = true;
    d->reader.post([this, moment = d->moment, port = d->port] {
        answer([this, policies = port->policies(moment), history = port->history()] {
            show(policies, history);
        });
    });
}

void PolicySession::show(const Result<std::vector<PolicyInForce>>& policies,
                         const Result<std::vector<Change>>& history) {
    d->isRefreshing = false;
    if (policies) {
        d->policies = *policies;
        Q_EMIT policiesChanged();
    }
    if (history) {
        d->history = *history;
        Q_EMIT historyChanged();
    }
    if (std::exchange(d->isStale, false)) refresh();
}

void PolicySession::planDraft(const std::vector<Intent>& intents) {
    const std::uint64_t draft = ++d->draft;
    d->reader.post([this, draft, intents, port = d->port] {
        if (draft != d->draft) return;  // a newer draft is waiting already
        answer([this, draft, plan = port->plan(intents)] {
            if (draft != d->draft) return;
            if (plan) {
                Q_EMIT planReady(*plan);
            } else {
                Q_EMIT planFailed(sentence(plan.error()));
            }
        });
    });
}

void PolicySession::apply(const std::vector<Intent>& intents, const QString& basedOn, const QString& reason) {
    const ApplyRequest request{intents, utf8(basedOn), currentUser(), utf8(reason)};
    change([request, port = d->port](const PolicyPort::OnProgress& onProgress) {
        return port->apply(request, onProgress);
    });
}

void PolicySession::revert(const QString& changeId, const QString& reason) {
    const RevertRequest request{utf8(changeId), currentUser(), utf8(reason)};
    change([request, port = d->port](const PolicyPort::OnProgress& onProgress) {
        return port->revert(request, onProgress);
    });
}

void PolicySession::change(std::function<Result<Change>(const PolicyPort::OnProgress&)> call) {
    if (d->moment) {
        Q_EMIT changeFailed(tr("You look at the past: go back to live to change policy."));
        return;
    }
    if (d->isApplying) {
        Q_EMIT changeFailed(
            tr("Another change is still on its way to the proxies. Wait for it, then apply again."));
        return;
    }
    d->isApplying = true;
    Q_EMIT applyingChanged();
    d->writer.post([this, call = std::move(call)] {
        const auto onProgress = [this](const Change& change) {
            answer([this, change] { Q_EMIT changeProgressed(change); });
        };
        answer([this, outcome = call(onProgress)] { finish(outcome); });
    });
}

void PolicySession::finish(const Result<Change>& outcome) {
    d->isApplying = false;
    Q_EMIT applyingChanged();
    if (outcome) {
        Q_EMIT changeFinished(*outcome);
    } else {
        Q_EMIT changeFailed(sentence(outcome.error()));
    }
    refresh();
}

void PolicySession::requestAdoption() {
    d->reader.post([this, port = d->port] {
        answer([this, lines = port->adoption()] {
            if (lines) {
                Q_EMIT adoptionReady(text(*lines));
            } else {
                Q_EMIT adoptionFailed(sentence(lines.error()));
            }
        });
    });
}

}  // namespace binnacle
