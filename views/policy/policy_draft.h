// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <QObject>
#include <QUndoStack>
#include <string>
#include <vector>

namespace binnacle {

/// One service's policy: unset stands for "no intent of ours".
struct DraftValues {
    std::optional<TrafficSplit> split;
    CircuitBreaker breaker;

    bool operator==(const DraftValues&) const = default;
};

/// The draft being edited: what is in force, what it shall become, with undo and redo. Not for planning or
/// applying. UI thread only.
class PolicyDraft : public QObject {
    Q_OBJECT
  public:
    explicit PolicyDraft(QObject* parent = nullptr);

    /// Starts anew on what is in force for a service.
    void start(const std::string& service, const std::vector<PolicyInForce>& policies);
    /// Takes a newer policy in force as the base; edits made so far stay where there are any.
    void rebase(const std::vector<PolicyInForce>& policies);

    const std::string& service() const { return m_service; }
    const DraftValues& base() const { return m_base; }
    const DraftValues& values() const { return m_values; }
    QUndoStack& undoStack() { return m_undo; }

    /// One edit. Edits of the same `field` in a row are one step of undo.
    void edit(const DraftValues& values, const QString& what, const std::string& field);
    void reset();
    bool isChanged() const { return m_values != m_base; }
    /// The intents that differ from those in force.
    std::vector<Intent> intents() const;

  Q_SIGNALS:
    void changed();

  private:
    class Edit;

    void assign(const DraftValues& values);

    std::string m_service;
    DraftValues m_base;
    DraftValues m_values;
    QUndoStack m_undo;
};

}  // namespace binnacle
