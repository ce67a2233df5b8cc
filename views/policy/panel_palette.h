// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace binnacle {

/// Makes a form a panel: the base background, and outlines of fields and boxes that can be seen in the dark
/// theme too (the style derives them from the window colour). Call again when the theme changes. UI thread
/// only.
void makePanel(QWidget& form);

}  // namespace binnacle
