// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/latency/inspector_context.h"

#include <QWidget>

class QPushButton;

namespace binnacle {

class FactTable;
class Section;
class ToneLabel;

/// Breakers and hosts as the proxies see them now, and the policies in force with where each value comes
/// from. UI thread only.
class PolicyDetails : public QWidget {
    Q_OBJECT
  public:
    explicit PolicyDetails(QWidget* parent = nullptr);

    void show(const InspectorContext& context);

  Q_SIGNALS:
    void editRequested(const QString& service);

  private:
    void showBreakers(const std::vector<const ClusterState*>& clusters);
    void showHosts(const std::vector<const ClusterState*>& clusters);
    void showPolicies(const InspectorContext& context);

    Section* m_breakerSection;
    Section* m_hostSection;
    Section* m_policySection;
    FactTable* m_breakers;
    FactTable* m_hosts;
    FactTable* m_policies;
    ToneLabel* m_noPolicy;
    QPushButton* m_edit;
    QString m_service;
};

}  // namespace binnacle
