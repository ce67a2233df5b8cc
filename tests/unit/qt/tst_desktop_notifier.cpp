// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_alerts.h"
#include "tests/support/manual_clock.h"
#include "views/alerts/desktop_notifier.h"

#include <QDBusConnection>
#include <QSignalSpy>
#include <QTest>
#include <QVariantMap>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;

}  // namespace

/// The desktop's notification service as the specification has it.
class FakeNotifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
  public:
    struct Shown {
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    std::vector<Shown> shown;

  public Q_SLOTS:
    // NOLINTNEXTLINE(readability-identifier-naming): the protocol's name and order
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& body,
                const QStringList& actions, const QVariantMap& hints, int) {
        shown.push_back({title, body, actions, hints});
        return static_cast<uint>(shown.size());
    }

  Q_SIGNALS:
    // NOLINTBEGIN(readability-identifier-naming)
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
    // NOLINTEND(readability-identifier-naming)
};

class DesktopNotifierTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() {
        m_service = std::make_unique<FakeNotifications>();
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"service"_s);
        QVERIFY(m_bus.registerObject(kPath, m_service.get(), QDBusConnection::ExportAllContents));
        QVERIFY(m_bus.registerService(kService));
        m_notifier = std::make_unique<DesktopNotifier>(QDBusConnection::sessionBus(), m_clock);
        m_notifier->tell({});
    }
    void cleanup() {
        m_notifier.reset();
        m_bus.unregisterService(kService);
        m_bus.unregisterObject(kPath);
        m_service.reset();
    }

    void whatBeginsToFire_isShownOnce() {
        tell({alert("payment-errors", Severity::error)});
        tell({alert("payment-errors", Severity::error)});

        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        const auto& shown = m_service->shown[0];
        QCOMPARE(shown.title, u"payment-errors"_s);
        QCOMPARE(shown.body, u"Payment fails\ncheckout → payment\nerror_ratio 20.0 %"_s);
        QCOMPARE(shown.actions, (QStringList{u"default"_s, u"Open"_s}));
        QCOMPARE(shown.hints.value(u"urgency"_s).value<uchar>(), uchar{2});
    }

    void onlyErrors_areCritical() {
        tell({alert("slow-calls", Severity::warning)});
        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        QCOMPARE(m_service->shown[0].hints.value(u"urgency"_s).value<uchar>(), uchar{1});
    }

    void oneCall_isShownOnceAMinute() {
        tell({alert("a", Severity::error)});
        tell({alert("a", Severity::error), alert("b", Severity::error)});
        m_clock.advance(std::chrono::seconds(61));
        tell({alert("a", Severity::error), alert("c", Severity::error)});

        QTRY_COMPARE(m_service->shown.size(), std::size_t{2});
        QCOMPARE(m_service->shown[1].title, u"c"_s);
    }

    void whatFiredBefore_isNoNews() {
        DesktopNotifier late(QDBusConnection::sessionBus(), m_clock);
        AlertBook book;
        book.alerts = {alert("old", Severity::error)};
        late.tell(book);
        book.alerts.push_back(alert("new", Severity::error));
        late.tell(book);

        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        QCOMPARE(m_service->shown[0].title, u"new"_s);
    }

    void manyAtOnce_areOneNotification() {
        std::vector<Alert> many;
        for (const char* subject : {"a -> b", "c -> d", "e -> f", "g -> h"}) {
            many.push_back(alert("r", Severity::warning));
            many.back().subject = subject;
        }
        tell(many);

        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        QCOMPARE(m_service->shown[0].title, u"4 alerts fire"_s);
    }

    void textOfTheMesh_isNoMarkup() {
        Alert hostile = alert("r", Severity::warning);
        hostile.subject = "<img src='x'> -> b";
        tell({hostile});

        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        QVERIFY(m_service->shown[0].body.contains(u"&lt;img src="_s));
    }

    void open_givesTheAlertBack() {
        QSignalSpy opened(m_notifier.get(), &DesktopNotifier::openRequested);
        tell({alert("payment-errors", Severity::error)});
        QTRY_COMPARE(m_service->shown.size(), std::size_t{1});
        // The answer to Notify is on its way before this signal.
        Q_EMIT m_service->ActionInvoked(7, u"default"_s);
        Q_EMIT m_service->ActionInvoked(1, u"default"_s);

        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<Alert>().rule, "payment-errors");
    }

    void noService_isSaidOnce() {
        m_bus.unregisterService(kService);
        QSignalSpy unavailable(m_notifier.get(), &DesktopNotifier::unavailable);
        tell({alert("a", Severity::error)});
        QTRY_COMPARE(unavailable.size(), 1);
        m_clock.advance(std::chrono::minutes(2));
        tell({alert("b", Severity::error)});
        QCOMPARE(unavailable.size(), 1);
    }

    void noBus_isSaidOnce() {
        DesktopNotifier alone(QDBusConnection(u"none"_s), m_clock);
        QSignalSpy unavailable(&alone, &DesktopNotifier::unavailable);
        alone.tell({});
        QCOMPARE(unavailable.size(), 0);
        AlertBook book;
        book.alerts = {alert("a", Severity::error)};
        alone.tell(book);
        QCOMPARE(unavailable.size(), 1);
    }

  private:
    static Alert alert(const std::string& rule, Severity severity) {
        return demoAlert(rule, AlertState::firing, severity);
    }
    void tell(const std::vector<Alert>& alerts) {
        AlertBook book;
        book.alerts = alerts;
        m_notifier->tell(book);
    }

    ManualClock m_clock;
    QDBusConnection m_bus{u"none"_s};
    std::unique_ptr<FakeNotifications> m_service;
    std::unique_ptr<DesktopNotifier> m_notifier;
};

QTEST_GUILESS_MAIN(DesktopNotifierTest)
#include "tst_desktop_notifier.moc"
