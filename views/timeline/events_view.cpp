// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/events_view.h"

#include "models/qt/csv.h"
#include "models/qt/event_filter_model.h"
#include "models/qt/event_table_model.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"
#include "views/latency/standing_delegate.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <utility>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;

int widthOf(int column) {
    switch (static_cast<EventTableModel::Column>(column)) {
        case EventTableModel::kTime:
            return 152;
        case EventTableModel::kKind:
            return 136;
        case EventTableModel::kSubject:
            return 224;
        case EventTableModel::kDetail:
            return 360;
        case EventTableModel::kWho:
        case EventTableModel::kColumnCount:
            break;
    }
    return 120;
}

}  // namespace

EventsView::EventsView(HistorySession& history, QWidget* parent)
    : QWidget(parent),
      m_history(history),
      m_model(new EventTableModel(this)),
      m_shown(new EventFilterModel(this)),
      m_table(new QTableView(this)),
      m_empty(new QLabel(this)) {
    m_shown->setSourceModel(m_model);
    m_shown->setSortRole(kSortRole);
    buildTable();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildToolBar());
    column->addWidget(buildUndo());
    column->addWidget(m_table, 1);
    connectAll();
    showEvents();
}

QToolButton* EventsView::addButton(QHBoxLayout& row, const QString& name, const QString& label) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(label);
    button->setAutoRaise(true);
    row.addWidget(button);
    return button;
}

QWidget* EventsView::buildToolBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    m_group = new QComboBox(bar);
    m_group->setObjectName(u"eventGroup"_s);
    m_group->setAccessibleName(tr("Which events"));
    m_group->addItem(tr("All events"));
    for (const EventGroup group : kEventGroups) m_group->addItem(groupText(group), static_cast<int>(group));
    row->addWidget(m_group);
    m_go = addButton(*row, u"goToEvent"_s, tr("Go there"));
    m_go->setToolTip(tr("Look at the moment of this event  (Enter)"));
    auto* add = addButton(*row, u"addNoteHere"_s, tr("Add note…"));
    m_remove = addButton(*row, u"removeNote"_s, tr("Remove note"));
    m_remove->setToolTip(tr("Take the chosen note away  (Del)"));
    row->addStretch(1);
    m_count = new QLabel(bar);
    m_count->setObjectName(u"eventCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_count);
    auto* copy = addButton(*row, u"copyEvents"_s, tr("Copy as CSV"));
    copy->setToolTip(tr("Copy the chosen rows, or all shown ones, as CSV"));
    connect(copy, &QToolButton::clicked, this, &EventsView::copyCsv);
    connect(add, &QToolButton::clicked, this, &EventsView::noteRequested);
    return bar;
}

QWidget* EventsView::buildUndo() {
    m_undo = new QWidget(this);
    m_undo->setObjectName(u"noteUndo"_s);
    auto* row = new QHBoxLayout(m_undo);
    row->setContentsMargins(16, 4, 8, 4);
    row->setSpacing(8);
    m_undoText = new QLabel(m_undo);
    m_undoText->setObjectName(u"noteUndoText"_s);
    m_undoText->setTextFormat(Qt::PlainText);
    row->addWidget(m_undoText);
    m_undoButton = addButton(*row, u"undoRemoval"_s, tr("Undo"));
    row->addStretch(1);
    connect(m_undoButton, &QToolButton::clicked, this, &EventsView::undoRemoval);
    m_undo->hide();
    return m_undo;
}

void EventsView::buildTable() {
    m_table->setObjectName(u"eventTable"_s);
    m_table->setAccessibleName(tr("Events"));
    m_table->setModel(m_shown);
    m_table->setItemDelegate(new StandingDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(EventTableModel::kTime, Qt::DescendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setStretchLastSection(true);
    for (int column = 0; column < EventTableModel::kColumnCount; ++column) {
        m_table->setColumnWidth(column, widthOf(column));
    }
    m_empty->setParent(m_table->viewport());
    auto* over = new QVBoxLayout(m_table->viewport());
    over->addWidget(m_empty);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void EventsView::connectAll() {
    connect(&m_history, &HistorySession::eventsChanged, this, &EventsView::showEvents);
    connect(m_group, &QComboBox::currentIndexChanged, this, [this](int index) {
        const QVariant group = m_group->itemData(index);
        m_shown->setGroup(group.isValid() ? std::optional(static_cast<EventGroup>(group.toInt()))
                                          : std::nullopt);
        showEvents();
    });
    connect(m_table, &QTableView::activated, this, &EventsView::goThere);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EventsView::showChosen);
    connect(m_go, &QToolButton::clicked, this, &EventsView::goThere);
    connect(m_remove, &QToolButton::clicked, this, &EventsView::removeChosen);
    connect(&m_history, &HistorySession::noteRemoved, this, [this](const Event& note) {
        m_removed = note;
        m_undoText->setText(tr("Note removed."));
        m_undoButton->show();
        m_undo->show();
    });
    connect(&m_history, &HistorySession::noteAdded, m_undo, &QWidget::hide);
    connect(&m_history, &HistorySession::noteFailed, this, [this](const QString& sentence) {
        m_undoText->setText(sentence);
        m_undoButton->setVisible(m_removed.has_value());
        m_undo->show();
    });
    auto* copy = new QAction(tr("Copy"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    connect(copy, &QAction::triggered, this, &EventsView::copyRows);
    auto* remove = new QAction(tr("Remove note"), m_table);
    remove->setShortcut(QKeySequence::Delete);
    connect(remove, &QAction::triggered, this, &EventsView::removeChosen);
    for (QAction* each : {copy, remove}) {
        each->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(each);
    }
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void EventsView::showEvents() {
    m_model->setEvents(m_history.events());
    const int shown = m_shown->rowCount();
    m_count->setText(shown == 1 ? tr("1 event") : tr("%1 events").arg(shown));
    m_empty->setText(shown > 0                 ? QString()
                     : m_model->rowCount() > 0 ? tr("No such event in the span of the timeline.")
                                               : tr("Nothing happened in the span of the timeline."));
    showChosen();
}

void EventsView::showChosen() {
    const QList<int> rows = chosenRows();
    const Event* event = rows.size() == 1 ? m_shown->event(rows.front()) : nullptr;
    m_go->setEnabled(event != nullptr);
    m_remove->setEnabled(event != nullptr && event->kind == EventKind::note);
}

QList<int> EventsView::chosenRows() const {
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

void EventsView::goThere() {
    const Event* event = m_shown->event(m_table->currentIndex().row());
    if (event != nullptr) Q_EMIT eventChosen(Event(*event));
}

void EventsView::copyCsv() {
    QList<int> rows = chosenRows();
    if (rows.isEmpty()) {
        rows.resize(m_shown->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QGuiApplication::clipboard()->setText(toCsv(*m_shown, rows));
}

void EventsView::copyRows() {
    QGuiApplication::clipboard()->setText(toTabbedText(*m_shown, chosenRows()));
}

void EventsView::removeChosen() {
    const Event* event = m_shown->event(m_table->currentIndex().row());
    if (event == nullptr || event->kind != EventKind::note) return;
    m_history.removeNote(*event);
}

void EventsView::undoRemoval() {
    const auto note = std::exchange(m_removed, std::nullopt);
    if (note) m_history.addNote({note->at, note->subject, note->detail, note->who});
}

}  // namespace binnacle
