// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_widget.h"
#include "tests/support/timeline_bench.h"
#include "views/timeline/events_view.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class EventsViewTest : public QObject {
    Q_OBJECT

    struct Bench : TimelineBench {
        EventsView view{history};
        ShownWidget shown{view, {900, 240}};

        Bench() {
            Event note = eventAt(-1min, EventKind::note, "checkout");
            note.detail = "=rollback";
            remember({eventAt(-3min, EventKind::change, "payment"),
                      eventAt(-2min, EventKind::hostEjected, "payment-v2"), note});
        }
        template <typename T>
        T& find(const QString& name) {
            T* found = view.findChild<T*>(name);
            if (found == nullptr) qFatal("no %s", qPrintable(name));
            return *found;
        }
        QTableView& table() { return find<QTableView>(u"eventTable"_s); }
        QString cell(int row, int column) { return table().model()->index(row, column).data().toString(); }
    };

  private Q_SLOTS:
    void newest_isFirst() {
        Bench bench;

        QTRY_COMPARE(bench.table().model()->rowCount(), 3);
        QCOMPARE(bench.cell(0, 1), u"note"_s);
        QCOMPARE(bench.cell(2, 1), u"change"_s);
        QCOMPARE(bench.find<QLabel>(u"eventCount"_s).text(), u"3 events"_s);
    }

    void oneGroup_canBeShownAlone() {
        Bench bench;
        auto& group = bench.find<QComboBox>(u"eventGroup"_s);

        group.setCurrentText(u"Breakers and hosts"_s);
        QCOMPARE(bench.table().model()->rowCount(), 1);
        QCOMPARE(bench.cell(0, 2), u"payment-v2"_s);
        group.setCurrentIndex(0);
        QCOMPARE(bench.table().model()->rowCount(), 3);
    }

    void aNewEvent_keepsTheChosenRow() {
        Bench bench;
        bench.table().selectRow(1);
        auto events = bench.history.events();
        events.push_back(eventAt(-10s, EventKind::alertFired, "checkout fails"));

        bench.remember(events);

        QTRY_COMPARE(bench.table().model()->rowCount(), 4);
        QCOMPARE(bench.table().currentIndex().row(), 2);
    }

    void goThere_namesTheEvent() {
        Bench bench;
        QSignalSpy chosen(&bench.view, &EventsView::eventChosen);
        auto& go = bench.find<QToolButton>(u"goToEvent"_s);
        QVERIFY(!go.isEnabled());

        bench.table().selectRow(1);
        QTest::mouseClick(&go, Qt::LeftButton);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<Event>().kind, EventKind::hostEjected);
    }

    void csv_isSafeToOpen() {
        Bench bench;

        QTest::mouseClick(&bench.find<QToolButton>(u"copyEvents"_s), Qt::LeftButton);

        const QString csv = QApplication::clipboard()->text();
        QVERIFY(csv.startsWith(u"Time,Kind,Subject,Detail,Who"_s));
        QVERIFY2(csv.contains(u"'=rollback"_s), qPrintable(csv));
    }

    void removedNote_isPutBack() {
        Bench bench;
        auto& remove = bench.find<QToolButton>(u"removeNote"_s);
        bench.table().selectRow(1);
        QVERIFY(!remove.isEnabled());
        bench.table().selectRow(0);
        QVERIFY(remove.isEnabled());

        QTest::mouseClick(&remove, Qt::LeftButton);
        auto& undo = bench.find<QToolButton>(u"undoRemoval"_s);
        QTRY_VERIFY(undo.isVisible());
        QCOMPARE(bench.find<QLabel>(u"noteUndoText"_s).text(), u"Note removed."_s);
        QTRY_COMPARE(bench.table().model()->rowCount(), 2);
        QTest::mouseClick(&undo, Qt::LeftButton);

        QTRY_COMPARE(bench.table().model()->rowCount(), 3);
        QCOMPARE(bench.cell(0, 3), u"=rollback"_s);
        QVERIFY(!undo.isVisible());
    }
};

QTEST_MAIN(EventsViewTest)
#include "tst_events_view.moc"
