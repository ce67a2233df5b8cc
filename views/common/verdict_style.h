// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"
#include "views/common/theme.h"

#include <QList>

namespace binnacle {

// How the verdict of a comparison looks, on the map and in tables: a colour and, so that it is never told by
// hue alone, a dash. Free functions; UI thread only.

QColor verdictColor(const Theme& theme, Verdict verdict);
/// Dash and gap in pixels; empty: a solid line.
QList<qreal> verdictDash(Verdict verdict);

}  // namespace binnacle
