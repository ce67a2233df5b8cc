// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

class QDBusPendingCallWatcher;

namespace binnacle {

/// Notifications on the desktop (org.freedesktop.Notifications) for what begins to fire: at most one a minute
/// for each call, and one for all where many begin at once. Critical only for severity error. What fires
/// already when it is first told is not news. UI thread only.
class DesktopNotifier : public QObject {
    Q_OBJECT
  public:
    static constexpr Duration kBetween = std::chrono::minutes(1);
    static constexpr std::size_t kMostAtOnce = 3;
    static constexpr std::size_t kMostShown = 100;  ///< whose "Open" is still known

    DesktopNotifier(const QDBusConnection& bus, const Clock& clock, QObject* parent = nullptr);

    void tell(const AlertBook& book);

  Q_SIGNALS:
    void openRequested(const binnacle::Alert& alert);  ///< its notification's Open was chosen
    void unavailable(const QString& sentence);         ///< once: nobody shows notifications here

  private Q_SLOTS:
    void onActionInvoked(uint id, const QString& action);
    void onNotificationClosed(uint id, uint reason);

  private:
    using Name = std::pair<std::string, std::string>;  ///< rule, subject

    std::vector<Alert> news(const AlertBook& book);
    void notify(const QString& title, const QString& body, const Alert& alert);
    void noteAnswer(QDBusPendingCallWatcher& call, const Alert& alert);
    void giveUp();

    QDBusConnection m_bus;
    const Clock& m_clock;
    std::optional<std::set<Name>> m_firing;  ///< as last told
    std::map<std::string, TimePoint> m_notifiedAt;
    std::map<uint, Alert> m_shown;
    bool m_isGivenUp = false;
};

}  // namespace binnacle
