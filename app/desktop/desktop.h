// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/options.h"

class QApplication;

namespace binnacle {

/// Composes the desktop: a station (ours or a running one), the sessions on it, and the window; runs it to
/// its end. Returns the exit code. UI thread only.
int runDesktop(QApplication& application, const DesktopOptions& options);

}  // namespace binnacle
