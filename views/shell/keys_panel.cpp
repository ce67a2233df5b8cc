// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/keys_panel.h"

#include <QGridLayout>
#include <QLabel>

namespace binnacle {

using namespace Qt::StringLiterals;

KeysPanel::KeysPanel(const Keys& keys, QWidget* parent) : QFrame(parent) {
    setObjectName(u"keysPanel"_s);
    setStyleSheet(
        u"#keysPanel { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; }"_s);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    auto* title = new QLabel(tr("Keys"), this);
    QFont bold = font();
    bold.setBold(true);
    title->setFont(bold);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const auto& [key, meaning] : keys) {
        auto* name = new QLabel(key, this);
        name->setFont(bold);
        auto* what = new QLabel(meaning, this);
        what->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(name, row, 0);
        grid->addWidget(what, row++, 1);
    }
    hide();
}

void KeysPanel::toggle() {
    if (isVisible()) return hide();
    place();
    raise();
    show();
}

void KeysPanel::place() {
    adjustSize();
    const QSize room = parentWidget()->size();
    move(std::max(16, (room.width() - width()) / 2), std::max(16, (room.height() - height()) / 3));
}

}  // namespace binnacle
