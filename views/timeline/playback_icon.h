// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace binnacle {

enum class PlaybackSign { play, pause, stepBack, stepForward, previousEvent, nextEvent };

/// Signs drawn in the theme's text colour, and muted where the button is off. Drawn anew when the theme
/// changes. UI thread only.
QIcon playbackIcon(PlaybackSign sign);

}  // namespace binnacle
