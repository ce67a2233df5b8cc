// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/policy_desk.h"

#include "models/core/policy/intent_yaml.h"
#include "models/core/policy/rewind.h"
#include "models/core/policy/validate.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>

namespace binnacle {
namespace {

using Key = std::pair<std::string, IntentKind>;

Key keyOf(const Intent& intent) {
    return {intent.service, intent.kind()};
}
Key keyOf(const IntentEdit& edit) {
    return {edit.service, edit.kind};
}

std::vector<Intent> plain(const std::vector<StoredIntent>& stored) {
    std::vector<Intent> intents;
    intents.reserve(stored.size());
    for (const StoredIntent& one : stored) intents.push_back(one.intent);
    return intents;
}

std::optional<Intent> find(const std::vector<StoredIntent>& stored, const Key& key) {
    for (const StoredIntent& one : stored)
        if (keyOf(one.intent) == key) return one.intent;
    return std::nullopt;
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo): enough to tell one version of a policy from the next.
std::string hashOf(const std::string& text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
        out += kDigits[(hash >> static_cast<unsigned>(shift)) & 0xFU];
    return out;
}

ChangeState stateOf(const std::vector<ProxyAnswer>& answers) {
    const auto count = [&answers](AnswerState state) {
        return std::count_if(answers.begin(), answers.end(),
                             [state](const ProxyAnswer& answer) { return answer.state == state; });
    };
    const auto total = static_cast<std::ptrdiff_t>(answers.size());
    if (count(AnswerState::acknowledged) == total) return ChangeState::live;
    if (count(AnswerState::silent) == total) return ChangeState::unknown;
    if (count(AnswerState::rejected) == total) return ChangeState::rejected;
    return ChangeState::partlyLive;
}

std::vector<std::string> servicesOf(const Change& change) {
    std::set<std::string> services;
    for (const IntentEdit& edit : change.edits) services.insert(edit.service);
    return {services.begin(), services.end()};
}

std::string firstError(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems)
        if (problem.severity == Severity::error)
            return problem.place + ": " + problem.reason + "; " + problem.fix;
    return {};
}

}  // namespace

struct PolicyDesk::State : std::enable_shared_from_this<State> {
    State(ControlPlane& controlPlane, AuditStore& auditStore, const Clock& source, Duration wait)
        : plane(controlPlane), store(auditStore), clock(source), answerWait(wait) {}

    std::vector<IntentEdit> editsFor(const std::vector<Intent>& intents) const;
    std::vector<Intent> after(const std::vector<IntentEdit>& edits) const;
    std::string versionOf(const std::vector<IntentEdit>& edits) const;
    Result<void> journal(Change& change);
    void expect(const std::vector<std::string>& nodes);
    void record(const std::string& id, const ProxyAnswer& answer);
    ControlPlane::OnAnswer recorder(const std::string& id);
    Result<Change> carryOut(Change change, const OnProgress& onProgress);
    void awaitAnswers(const OnProgress& onProgress);
    void readBack(const OnProgress& onProgress);
    Result<Change> settle(ChangeState result);
    ChangeState outcome() const;

    ControlPlane& plane;
    AuditStore& store;
    const Clock& clock;
    const Duration answerWait;
    std::mutex oneChange;      // held for a whole apply or revert
    mutable std::mutex mutex;  // guards everything below, and the store
    std::condition_variable answered;
    std::vector<StoredIntent> stored;
    Change current;       // the newest change: whose answers are still taken
    bool settled = true;  // current has been returned to its caller
    bool readOnly = false;
    std::string adoptionText;
};

std::vector<IntentEdit> PolicyDesk::State::editsFor(const std::vector<Intent>& intents) const {
    std::vector<IntentEdit> edits;
    for (const Intent& intent : intents) {
        const std::optional<Intent> before = find(stored, keyOf(intent));
        if (before == intent) continue;
        edits.push_back(
            {.service = intent.service, .kind = intent.kind(), .before = before, .after = intent});
    }
    return edits;
}

std::vector<Intent> PolicyDesk::State::after(const std::vector<IntentEdit>& edits) const {
    std::vector<Intent> intents = plain(stored);
    for (const IntentEdit& edit : edits) {
        std::erase_if(intents, [&edit](const Intent& intent) { return keyOf(intent) == keyOf(edit); });
        if (edit.after) intents.push_back(*edit.after);
    }
    return intents;
}

std::string PolicyDesk::State::versionOf(const std::vector<IntentEdit>& edits) const {
    std::string content;
    for (const IntentEdit& edit : edits) {
        const auto intent = find(stored, keyOf(edit));
        content += edit.service + '\n' + (intent ? toYaml(*intent) : "none\n");
    }
    return hashOf(content);
}

Result<void> PolicyDesk::State::journal(Change& change) {
    const std::lock_guard lock(mutex);
    const auto id = store.begin(change);
    if (!id) return tl::unexpected(id.error());
    change.id = *id;
    auto intents = store.intents();
    if (!intents) return tl::unexpected(intents.error());
    stored = std::move(*intents);
    current = change;
    settled = false;
    return {};
}

/// Marks who must answer; those that did already, between write() and here, keep their answer.
void PolicyDesk::State::expect(const std::vector<std::string>& nodes) {
    const std::lock_guard lock(mutex);
    for (const std::string& node : nodes) {
        const bool known = std::any_of(current.answers.begin(), current.answers.end(),
                                       [&node](const ProxyAnswer& answer) { return answer.node == node; });
        if (!known)
            current.answers.push_back({.node = node, .state = {}, .error = {}, .after = {}, .live = {}});
    }
}

void PolicyDesk::State::record(const std::string& id, const ProxyAnswer& answer) {
    const std::lock_guard lock(mutex);
    if (current.id != id) return;
    const auto known = std::find_if(current.answers.begin(), current.answers.end(),
                                    [&answer](const ProxyAnswer& one) { return one.node == answer.node; });
    // After a restart of ours, or of its own, a proxy says again what it said: the trail keeps the first
    // time.
    const bool isRepeat = settled && known != current.answers.end() &&
                          known->state == AnswerState::acknowledged && answer.state == known->state;
    if (isRepeat) return;
    if (known == current.answers.end())
        current.answers.push_back(answer);
    else
        *known = answer;
    answered.notify_all();
    if (!settled) return;
    current.state = stateOf(current.answers);
    // The proxy holds the change whether or not the disk took this late answer; the next update() writes it
    // again.
    static_cast<void>(store.update(current));
}

ControlPlane::OnAnswer PolicyDesk::State::recorder(const std::string& id) {
    return [weak = weak_from_this(), id](const ProxyAnswer& answer) {
        if (const auto state = weak.lock()) state->record(id, answer);
    };
}

void PolicyDesk::State::awaitAnswers(const OnProgress& onProgress) {
    const auto deadline = std::chrono::steady_clock::now() + answerWait;
    std::ptrdiff_t told = -1;
    for (;;) {
        std::unique_lock lock(mutex);
        const auto open = [this] {
            return std::count_if(
                current.answers.begin(), current.answers.end(),
                [](const ProxyAnswer& answer) { return answer.state == AnswerState::silent; });
        };
        const bool moved = answered.wait_until(lock, deadline, [&] { return open() != told || open() == 0; });
        told = open();
        const Change seen = current;
        lock.unlock();
        if (onProgress) onProgress(seen);
        if (!moved || told == 0) return;
    }
}

void PolicyDesk::State::readBack(const OnProgress& onProgress) {
    const Change seen = [this] {
        const std::lock_guard lock(mutex);
        return current;
    }();
    for (const ProxyAnswer& answer : seen.answers) {
        std::string live;
        for (const std::string& service : servicesOf(seen)) {
            const auto read = plane.readBack(answer.node, service);
            if (read) live += (live.empty() ? "" : "; ") + *read;
        }
        if (live.empty()) continue;
        const std::lock_guard lock(mutex);
        for (ProxyAnswer& one : current.answers)
            if (one.node == answer.node) one.live = live;
    }
    if (!onProgress) return;
    const Change now = [this] {
        const std::lock_guard lock(mutex);
        return current;
    }();
    onProgress(now);
}

ChangeState PolicyDesk::State::outcome() const {
    const std::lock_guard lock(mutex);
    return stateOf(current.answers);
}

Result<Change> PolicyDesk::State::settle(ChangeState result) {
    const std::lock_guard lock(mutex);
    current.state = result;
    settled = true;
    if (auto written = store.update(current); !written) return tl::unexpected(written.error());
    if (current.reverts.empty() || current.state == ChangeState::rejected) return current;
    const auto changes = store.changes();
    if (!changes) return tl::unexpected(changes.error());
    for (Change change : *changes) {
        if (change.id != current.reverts) continue;
        change.state = ChangeState::reverted;
        if (auto written = store.update(change); !written) return tl::unexpected(written.error());
    }
    return current;
}

/// Journal first, then send: a change that can't be written down is not made.
Result<Change> PolicyDesk::State::carryOut(Change change, const OnProgress& onProgress) {
    change.at = clock.now();
    change.state = ChangeState::sending;
    if (auto journaled = journal(change); !journaled) return tl::unexpected(journaled.error());
    const std::vector<Intent> intents = [this] {
        const std::lock_guard lock(mutex);
        return plain(stored);
    }();
    const auto nodes = plane.write(intents, recorder(change.id));
    if (!nodes) {
        const auto settledChange = settle(ChangeState::unknown);
        return settledChange ? tl::unexpected(nodes.error()) : tl::unexpected(settledChange.error());
    }
    expect(*nodes);
    awaitAnswers(onProgress);
    readBack(onProgress);
    return settle(outcome());
}

PolicyDesk::PolicyDesk(ControlPlane& plane, AuditStore& store, const Clock& clock, Duration answerWait)
    : m_state(std::make_shared<State>(plane, store, clock, answerWait)) {}

PolicyDesk::~PolicyDesk() = default;

Result<void> PolicyDesk::restore() {
    const std::lock_guard one(m_state->oneChange);
    {
        const std::lock_guard lock(m_state->mutex);
        auto intents = m_state->store.intents();
        if (!intents) return tl::unexpected(intents.error());
        auto changes = m_state->store.changes(1);
        if (!changes) return tl::unexpected(changes.error());
        m_state->stored = std::move(*intents);
        if (!changes->empty()) m_state->current = std::move(changes->front());
        // Killed between journal and answers: nobody knows yet; the proxies tell when they connect again.
        if (m_state->current.state == ChangeState::sending && !m_state->current.id.empty()) {
            m_state->current.state = ChangeState::unknown;
            if (auto done = m_state->store.update(m_state->current); !done) return done;
        }
    }
    const auto written = m_state->plane.write(plain(m_state->stored), m_state->recorder(m_state->current.id));
    if (!written) return tl::unexpected(written.error());
    return {};
}

void PolicyDesk::setReadOnly(bool readOnly) {
    const std::lock_guard lock(m_state->mutex);
    m_state->readOnly = readOnly;
}

bool PolicyDesk::isReadOnly() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->readOnly;
}

Result<std::vector<PolicyInForce>> PolicyDesk::policies(std::optional<TimePoint> at) {
    std::vector<PolicyInForce> inForce = m_state->plane.baseline();
    const std::lock_guard lock(m_state->mutex);
    std::vector<StoredIntent> stored = m_state->stored;
    if (at) {
        const auto changes = m_state->store.changes();
        if (!changes) return tl::unexpected(changes.error());
        stored = rewind(std::move(stored), *changes, *at);
    }
    for (const StoredIntent& one : stored) {
        PolicyInForce ours{.intent = one.intent, .values = {}, .proxies = {}};
        for (const auto& [field, value] : intentFields(one.intent))
            ours.values.push_back({field, value, "change " + one.change});
        const auto base = std::find_if(inForce.begin(), inForce.end(), [&one](const PolicyInForce& policy) {
            return keyOf(policy.intent) == keyOf(one.intent);
        });
        if (base != inForce.end()) {
            ours.proxies = std::move(base->proxies);
            *base = std::move(ours);
        } else {
            inForce.push_back(std::move(ours));
        }
    }
    std::sort(inForce.begin(), inForce.end(), [](const PolicyInForce& a, const PolicyInForce& b) {
        return keyOf(a.intent) < keyOf(b.intent);
    });
    return inForce;
}

Result<Plan> PolicyDesk::plan(const std::vector<Intent>& intents) {
    std::vector<Problem> problems = validate(intents);
    std::vector<Intent> before;
    std::vector<Intent> after;
    std::vector<IntentEdit> edits;
    std::string version;
    {
        const std::lock_guard lock(m_state->mutex);
        edits = m_state->editsFor(intents);
        before = plain(m_state->stored);
        after = m_state->after(edits);
        version = m_state->versionOf(edits);
    }
    Plan plan;
    if (!hasError(problems)) plan = m_state->plane.plan(before, after);
    plan.problems.insert(plan.problems.begin(), problems.begin(), problems.end());
    plan.edits = std::move(edits);
    plan.basedOn = std::move(version);
    return plan;
}

Result<Change> PolicyDesk::apply(const ApplyRequest& request, OnProgress onProgress) {
    if (isReadOnly())
        return failure(ErrorCode::unavailable, "station", "is read-only: it was started with --read-only");
    if (request.reason.empty())
        return failure(ErrorCode::invalid, "reason", "say why: the audit trail keeps it");
    const std::lock_guard one(m_state->oneChange);
    const auto planned = plan(request.intents);
    if (!planned) return tl::unexpected(planned.error());
    if (hasError(planned->problems))
        return failure(ErrorCode::invalid, "change", firstError(planned->problems));
    if (!request.basedOn.empty() && request.basedOn != planned->basedOn)
        return failure(ErrorCode::conflict, "policy",
                       "somebody changed it since it was read: look at the difference again");
    if (planned->edits.empty()) return failure(ErrorCode::invalid, "change", "nothing would change");
    Change change;
    change.who = request.who;
    change.reason = request.reason;
    change.edits = planned->edits;
    return m_state->carryOut(std::move(change), onProgress);
}

Result<Change> PolicyDesk::revert(const RevertRequest& request, OnProgress onProgress) {
    if (isReadOnly())
        return failure(ErrorCode::unavailable, "station", "is read-only: it was started with --read-only");
    const std::lock_guard one(m_state->oneChange);
    const auto changes = history();
    if (!changes) return tl::unexpected(changes.error());
    const auto found = std::find_if(changes->begin(), changes->end(),
                                    [&request](const Change& change) { return change.id == request.change; });
    if (found == changes->end())
        return failure(ErrorCode::notFound, request.change, "there is no such change");
    Change change;
    change.who = request.who;
    change.reason = request.reason.empty() ? "Revert " + request.change : request.reason;
    change.reverts = request.change;
    {
        const std::lock_guard lock(m_state->mutex);
        for (const IntentEdit& edit : found->edits) {
            if (find(m_state->stored, keyOf(edit)) != edit.after)
                return failure(
                    ErrorCode::conflict, edit.service,
                    "was changed again after " + request.change + ": revert the newer change first");
            change.edits.push_back({edit.service, edit.kind, edit.after, edit.before});
        }
    }
    return m_state->carryOut(std::move(change), onProgress);
}

Result<std::vector<Change>> PolicyDesk::history() {
    const std::lock_guard lock(m_state->mutex);
    auto changes = m_state->store.changes();
    // The newest one may be under way: its answers are newer here than on the disk.
    if (changes && !changes->empty() && changes->front().id == m_state->current.id)
        changes->front() = m_state->current;
    return changes;
}

Result<std::string> PolicyDesk::adoption() {
    const std::lock_guard lock(m_state->mutex);
    return m_state->adoptionText;
}

void PolicyDesk::setAdoption(std::string text) {
    const std::lock_guard lock(m_state->mutex);
    m_state->adoptionText = std::move(text);
}

}  // namespace binnacle
