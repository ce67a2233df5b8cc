// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/desktop_notifier.h"

#include "models/qt/alert_table_model.h"
#include "models/qt/format.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kOpen = QStringLiteral("default");
constexpr int kServersOwnTimeout = -1;

// The byte that the protocol wants.
QVariant urgencyOf(const Alert& alert) {
    const bool isCritical = alert.severity == Severity::error;
    return QVariant::fromValue<uchar>(isCritical ? 2 : 1);
}

QString bodyOf(const Alert& alert) {
    QString body = AlertTableModel::callText(alert) + u"\n"_s + text(alert.value);
    if (!alert.summary.empty()) body = text(alert.summary) + u"\n"_s + body;
    return body;
}

}  // namespace

DesktopNotifier::DesktopNotifier(const QDBusConnection& bus, const Clock& clock, QObject* parent)
    : QObject(parent), m_bus(bus), m_clock(clock) {
    if (!m_bus.isConnected()) return;
    m_bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this,
                  SLOT(onNotificationClosed(uint, uint)));
}

void DesktopNotifier::tell(const AlertBook& book) {
    const std::vector<Alert> fresh = news(book);
    if (fresh.empty() || m_isGivenUp) return;
    if (!m_bus.isConnected()) {
        giveUp();
        return;
    }
    if (fresh.size() <= kMostAtOnce) {
        for (const Alert& alert : fresh) notify(text(alert.rule), bodyOf(alert), alert);
        return;
    }
    const auto gravest = std::max_element(
        fresh.begin(), fresh.end(), [](const Alert& a, const Alert& b) { return a.severity < b.severity; });
    notify(tr("%1 alerts fire").arg(fresh.size()), bodyOf(*gravest), *gravest);
}

std::vector<Alert> DesktopNotifier::news(const AlertBook& book) {
    const TimePoint now = m_clock.now();
    std::erase_if(m_notifiedAt, [&](const auto& entry) { return now - entry.second >= kBetween; });
    std::set<Name> firing;
    std::vector<Alert> fresh;
    for (const Alert& alert : book.alerts) {
        if (alert.state != AlertState::firing) continue;
        const Name name{alert.rule, alert.subject};
        firing.insert(name);
        if (!m_firing || m_firing->contains(name)) continue;
        if (m_notifiedAt.emplace(alert.subject, now).second) fresh.push_back(alert);
    }
    m_firing = std::move(firing);
    return fresh;
}

void DesktopNotifier::notify(const QString& title, const QString& body, const Alert& alert) {
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, u"Notify"_s);
    const QVariantMap hints = {{u"urgency"_s, urgencyOf(alert)}, {u"desktop-entry"_s, u"binnacle"_s}};
    // Servers read markup in the body; what the mesh says must not become any.
    call << u"Binnacle"_s << 0U << u"binnacle"_s << title << body.toHtmlEscaped()
         << QStringList{kOpen, tr("Open")} << hints << kServersOwnTimeout;
    auto* answer = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this,
            [this, alert](QDBusPendingCallWatcher* finished) { noteAnswer(*finished, alert); });
}

void DesktopNotifier::noteAnswer(QDBusPendingCallWatcher& call, const Alert& alert) {
    const QDBusPendingReply<uint> reply = call;
    call.deleteLater();
    if (reply.isError()) {
        giveUp();
        return;
    }
    if (m_shown.size() >= kMostShown) m_shown.erase(m_shown.begin());
    m_shown[reply.value()] = alert;
}

void DesktopNotifier::giveUp() {
    if (std::exchange(m_isGivenUp, true)) return;
    Q_EMIT unavailable(tr("Alerts are not shown on the desktop: no notification service answers."));
}

void DesktopNotifier::onActionInvoked(uint id, const QString& action) {
    const auto found = m_shown.find(id);
    if (action != kOpen || found == m_shown.end()) return;
    const Alert alert = found->second;
    m_shown.erase(found);
    Q_EMIT openRequested(alert);
}

void DesktopNotifier::onNotificationClosed(uint id, uint) {
    m_shown.erase(id);
}

}  // namespace binnacle
