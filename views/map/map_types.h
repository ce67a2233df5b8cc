// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"
#include "models/core/topology/topology_frame.h"
#include "views/common/theme.h"

#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

namespace binnacle {

/// What is written on the lines of the map.
enum class EdgeLabel { nothing, rate, errors, p50, p90, p99, bytes };

/// One node as it is drawn: its place and what stands on it. Lengths are in the map's own units, which are
/// pixels at 100 %. A plain value; UI thread.
struct NodeCard {
    QString id;
    QString service;
    QString title;
    QString version;
    QRectF rect;
    NodeKind kind = NodeKind::workload;
    bool pinned = false;

    double rate = 0;        ///< calls per second that reach it; those it makes where nobody calls it
    double errorRatio = 0;  ///< of these
    Health health = Health::idle;
    bool tcpOnly = false;
    QString rateText;
    QString errorText;
    QString latencyText;

    bool hasSplit = false;
    bool hasBreaker = false;
    bool breakerOpen = false;        ///< some proxy's breaker towards it is open now
    QString breakerText;             ///< which, for the tool tip
    std::uint64_t ejectedHosts = 0;  ///< the most that one proxy holds out now
    std::uint64_t knownHosts = 0;
};

/// One call relation as it is drawn. A plain value; UI thread.
struct EdgeLine {
    QString source;
    QString destination;
    int sourceCard = -1;
    int destinationCard = -1;
    QPainterPath path;            ///< up to the base of the arrow head
    QPolygonF points;             ///< the same as a polyline, for hit tests and moving dots
    std::vector<double> lengths;  ///< along `points`, from 0
    QPolygonF arrow;
    QRectF bounds;
    QRectF labelRect;     ///< null where there is no room for one
    QPointF missingMark;  ///< where the mark of a silent side goes

    double rate = 0;
    double errorRatio = 0;
    Health health = Health::idle;
    double width = 1;
    QString label;
    QString share;  ///< of the calls into several versions of one service; empty otherwise
    QString toolTip;
    bool tcp = false;
    bool sideMissing = false;
    ToldBy toldBy = ToldBy::source;
    bool mutualTls = false;
    std::optional<Verdict> verdict;  ///< what became of its calls, in comparison only
};

/// A frame around the versions of one service.
struct ServiceBox {
    QString service;
    QRectF rect;
    std::vector<int> cards;
};

}  // namespace binnacle
