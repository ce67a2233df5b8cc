// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/panel_palette.h"

#include "views/common/theme.h"

namespace binnacle {

void makePanel(QWidget& form) {
    const Theme& theme = Theme::current();
    const QColor ground = theme.kind == ThemeKind::dark ? theme.idle.darker(110) : theme.border.darker(104);
    if (form.palette().color(QPalette::Window) == ground) return;
    QPalette colors;
    colors.setColor(QPalette::Window, ground);
    form.setPalette(colors);
    form.setBackgroundRole(QPalette::Base);
    form.setAutoFillBackground(true);
}

}  // namespace binnacle
