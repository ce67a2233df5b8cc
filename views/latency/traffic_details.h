// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/latency/inspector_context.h"

#include <QWidget>

namespace binnacle {

class FactTable;
struct SidesFact;
class Section;
class ToneLabel;

/// Codes and flags, the split, callers and callees, and what the two sides of the calls say. UI thread only.
class TrafficDetails : public QWidget {
    Q_OBJECT
  public:
    explicit TrafficDetails(QWidget* parent = nullptr);

    void show(const InspectorContext& context);

  Q_SIGNALS:
    void nodeRequested(const QString& id);

  private:
    void showCodes(const EdgeStats& stats);
    void showSplit(const InspectorContext& context);
    void showPeers(const InspectorContext& context);
    void showSides(const SidesFact& facts);

    Section* m_codesSection;
    Section* m_splitSection;
    Section* m_callersSection;
    Section* m_calleesSection;
    Section* m_sidesSection;
    FactTable* m_codes;
    FactTable* m_split;
    FactTable* m_callers;
    FactTable* m_callees;
    FactTable* m_sides;
    ToneLabel* m_flags;
    ToneLabel* m_sidesNote;
};

}  // namespace binnacle
