// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/series.h"

#include <QObject>
#include <QString>

namespace binnacle {

/// What is selected everywhere at once: nothing, one node or one edge. Shared by map, inspector and tables.
/// UI thread only.
class MapSelection : public QObject {
    Q_OBJECT
  public:
    enum class Kind { nothing, node, edge };

    using QObject::QObject;

    Kind kind() const { return m_kind; }
    QString node() const { return m_source; }    ///< when kind() is node
    QString source() const { return m_source; }  ///< when kind() is edge
    QString destination() const { return m_destination; }
    /// As a chart wants it: a node is selected by what calls into it.
    Selection asSelection() const;

    void clear();
    void selectNode(const QString& id);
    void selectEdge(const QString& source, const QString& destination);

  Q_SIGNALS:
    void changed();

  private:
    Kind m_kind = Kind::nothing;
    QString m_source;
    QString m_destination;
};

}  // namespace binnacle
