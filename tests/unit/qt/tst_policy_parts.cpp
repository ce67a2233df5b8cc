// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/effect_record.h"
#include "views/policy/native_diff.h"
#include "views/policy/policy_draft.h"
#include "views/policy/policy_field.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

QString diffText(const std::vector<DiffLine>& lines) {
    QString all;
    for (const DiffLine& line : lines) {
        all += QString::fromStdString(std::string(diffSign(line.kind)) + line.text) + u'\n';
    }
    return all;
}

RequestRecord call(std::uint64_t sequence, int second, Reporter reporter, std::uint16_t status = 200) {
    RequestRecord record;
    record.sequence = sequence;
    record.start = TimePoint(std::chrono::seconds(1'000'000 + second));
    record.duration = std::chrono::milliseconds(20);
    record.source = "checkout";
    record.destination = "payment-v1";
    record.reporter = reporter;
    record.status = status;
    return record;
}

TopologyFrame payments() {
    TopologyFrame frame;
    frame.nodes.push_back({"payment-v1", "payment", "payment-v1", "v1", {}, NodeKind::workload});
    return frame;
}

const PolicyField& field(std::string_view id) {
    for (const PolicyField& each : policyFields()) {
        if (each.id == id) return each;
    }
    qFatal("no such field");
}

PolicyInForce splitInForce(std::uint32_t first) {
    return {{"payment", TrafficSplit{{{"payment-v1", first}, {"payment-v2", 100 - first}}}}, {}, {}};
}

}  // namespace

class PolicyPartsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sameChangesOfProxies_areToldOnce() {
        const std::vector<NativeChange> changes = {{"checkout-2", "runtime split", "90", "50"},
                                                   {"checkout-1", "runtime split", "90", "50"},
                                                   {"frontend-1", "runtime split", "", "50"}};

        QCOMPARE(diffText(nativeDiff(changes)),
                 u"2 proxies: checkout-1, checkout-2\nruntime split\n- 90\n+ 50\n"
                 "frontend-1\nruntime split\n+ 50\n"_s);
    }

    void longResource_showsWhatDiffersAndItsSurroundings() {
        QCOMPARE(diffText(lineDiff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n", 1)),
                 u"  …\n  c\n- d\n+ D\n  e\n  …\n"_s);
    }

    void unsetField_isNotZero() {
        CircuitBreaker breaker;
        QVERIFY(!field("limits.maxRequests").get(breaker).has_value());

        field("limits.maxRequests").set(breaker, 0);

        QCOMPARE(breaker.limits.maxRequests, std::optional<std::uint32_t>(0));
        QCOMPARE(field("limits.maxRequests").get(breaker), std::optional(0.0));
    }

    void everyField_takesAndGivesBackItsValue() {
        for (const PolicyField& each : policyFields()) {
            CircuitBreaker breaker;
            each.set(breaker, 7);
            QCOMPARE(each.get(breaker), std::optional(7.0));
            each.set(breaker, std::nullopt);
            QCOMPARE(breaker, CircuitBreaker{});
        }
    }

    void draft_holdsOnlyWhatDiffers() {
        PolicyDraft draft;
        draft.start("payment", {splitInForce(90)});
        QVERIFY(draft.intents().empty());
        DraftValues values = draft.values();
        values.split->weights[0].second = 50;

        draft.edit(values, u"weight"_s, "weights.payment-v1");

        QCOMPARE(draft.intents().size(), std::size_t{1});
        QCOMPARE(draft.intents().front().kind(), IntentKind::trafficSplit);
    }

    void editsOfOneField_areOneStepOfUndo() {
        PolicyDraft draft;
        draft.start("payment", {splitInForce(90)});
        DraftValues values = draft.values();
        for (const std::uint32_t weight : {80U, 70U, 60U}) {
            values.split->weights[0].second = weight;
            draft.edit(values, u"weight"_s, "weights.payment-v1");
        }

        draft.undoStack().undo();

        QVERIFY(!draft.isChanged());
        draft.undoStack().redo();
        QCOMPARE(draft.values(), values);
    }

    void newerPolicy_keepsTheEdit() {
        PolicyDraft draft;
        draft.start("payment", {splitInForce(90)});
        DraftValues values = draft.values();
        values.split->weights[0].second = 50;
        draft.edit(values, u"weight"_s, "weights.payment-v1");

        draft.rebase({splitInForce(80)});

        QCOMPARE(draft.values(), values);
        QCOMPARE(draft.base().split->weights[0].second, 80U);
    }

    void callToldTwice_countsOnce() {
        EffectRecord record;

        record.add({call(1, 0, Reporter::source), call(2, 0, Reporter::destination)}, payments());

        QCOMPARE(record.seconds("payment", 1'000'000, 1'000'001).at(1'000'000).requests, 1U);
    }

    void backlogToldAgain_countsOnce() {
        EffectRecord record;
        const std::vector<RequestRecord> backlog = {call(1, 0, Reporter::source),
                                                    call(2, 1, Reporter::source, 503)};

        record.add(backlog, payments());
        record.add(backlog, payments());

        const auto seconds = record.seconds("payment", 1'000'000, 1'000'002);
        QCOMPARE(seconds.at(1'000'000).requests, 1U);
        QCOMPARE(seconds.at(1'000'001).errors, 1U);
    }

    void oldSeconds_areForgotten() {
        EffectRecord record;
        record.add({call(1, 0, Reporter::source)}, payments());
        for (int i = 1; i <= 10; ++i) {
            record.add({call(static_cast<std::uint64_t>(i + 1), i * 30, Reporter::source)}, payments());
        }

        QVERIFY(!record.seconds("payment", 0, 2'000'000).contains(1'000'000));
        QCOMPARE(record.newest(), std::optional<std::int64_t>(1'000'300));
    }

    void stampFarAhead_pushesNothingOut() {
        EffectRecord record;
        record.add({call(1, 0, Reporter::source)}, payments());

        record.add({call(2, 900'000, Reporter::source)}, payments());

        QCOMPARE(record.newest(), std::optional<std::int64_t>(1'000'000));
    }
};

QTEST_MAIN(PolicyPartsTest)
#include "tst_policy_parts.moc"
