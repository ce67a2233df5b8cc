// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/command_palette.h"

#include "views/common/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kWidth = 520;
constexpr int kListHeight = 320;
constexpr int kMaxShown = 200;

}  // namespace

int paletteRank(const QString& title, const QString& typed) {
    if (typed.isEmpty()) return 0;
    const qsizetype at = title.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at == 0) return 0;
    if (at > 0 && !title.at(at - 1).isLetterOrNumber()) return 1;
    if (at > 0) return 2;
    qsizetype next = 0;
    for (const QChar c : title) {
        if (next < typed.size() && c.toLower() == typed.at(next).toLower()) ++next;
    }
    return next == typed.size() ? 3 : -1;
}

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent), m_input(new QLineEdit(this)), m_list(new QListWidget(this)) {
    setObjectName(u"commandPalette"_s);
    setStyleSheet(
        u"#commandPalette { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; }"_s);
    m_input->setObjectName(u"paletteInput"_s);
    m_input->setPlaceholderText(tr("Do or go to…"));
    m_input->setAccessibleName(tr("Command"));
    m_list->setObjectName(u"paletteList"_s);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_input);
    layout->addWidget(m_list, 1);
    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    hide();
}

void CommandPalette::open(std::vector<Command> commands) {
    m_commands = std::move(commands);
    m_input->clear();
    narrow({});
    const int width = std::min(kWidth, parentWidget()->width() - 32);
    setGeometry((parentWidget()->width() - width) / 2, 88, width,
                std::min(kListHeight + 56, std::max(120, parentWidget()->height() - 120)));
    raise();
    show();
    m_input->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::narrow(const QString& typed) {
    std::vector<std::pair<int, int>> ranked;
    for (int i = 0; i < static_cast<int>(m_commands.size()); ++i) {
        const int rank = paletteRank(m_commands[static_cast<std::size_t>(i)].title, typed.trimmed());
        if (rank >= 0) ranked.emplace_back(rank, i);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (ranked.size() > kMaxShown) ranked.resize(kMaxShown);
    m_list->clear();
    for (const auto& [rank, at] : ranked) {
        const Command& command = m_commands[static_cast<std::size_t>(at)];
        const QString hint = command.hint.isEmpty() ? QString() : u"    "_s + command.hint;
        auto* item = new QListWidgetItem(command.title + hint, m_list);
        item->setData(Qt::UserRole, at);
        item->setSizeHint(QSize(0, 32));
    }
    if (m_list->count() > 0) m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent() {
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr) return;
    const auto run = m_commands[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())].run;
    close();
    run();
}

void CommandPalette::close() {
    if (isHidden()) return;
    hide();
    parentWidget()->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_input) return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) hide();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();  // Esc is a shortcut of the window, too
        return true;
    }
    if (event->type() != QEvent::KeyPress) return false;
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down: {
            const int step = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Up ? -1 : 1;
            m_list->setCurrentRow(
                std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
        default:
            return false;
    }
}

}  // namespace binnacle
