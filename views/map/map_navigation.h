// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/map/map_scene.h"

namespace binnacle {

enum class Step { left, right, up, down, next, previous };

/// The card that the keyboard reaches from `card` (-1: none yet): left and right go along the calls, up and
/// down within the column, next and previous through all from left to right. `card` itself where there is
/// none. Pure; UI thread.
int cardAfter(const MapScene& scene, int card, Step step);
/// The card itself, what it calls and what calls it.
QSet<int> neighbourhood(const MapScene& scene, int card);

}  // namespace binnacle
