// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/requests/requests_view.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/csv.h"
#include "models/qt/format.h"
#include "models/qt/request_filter_model.h"
#include "models/qt/request_table_model.h"
#include "views/requests/request_delegate.h"
#include "views/requests/request_detail.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kRowHeight = 24;

/// Wide enough for what the column usually holds.
int widthOf(int column) {
    switch (static_cast<RequestTableModel::Column>(column)) {
        case RequestTableModel::kTime:
            return 120;
        case RequestTableModel::kDuration:
        case RequestTableModel::kMethod:
            return 80;
        case RequestTableModel::kStatus:
            return 64;
        case RequestTableModel::kFlags:
            return 72;
        case RequestTableModel::kSide:
            return 64;
        case RequestTableModel::kAttempts:
            return 72;
        case RequestTableModel::kSource:
        case RequestTableModel::kDestination:
        case RequestTableModel::kProxy:
            return 112;
        case RequestTableModel::kPath:
            return 224;
        case RequestTableModel::kUpstreamHost:
            return 144;
        case RequestTableModel::kTrace:
        case RequestTableModel::kColumnCount:
            return 240;
    }
    return 100;
}

}  // namespace

RequestsView::RequestsView(TelemetrySession& telemetry, MapSelection& selection, QWidget* parent)
    : QWidget(parent),
      m_telemetry(telemetry),
      m_selection(selection),
      m_model(new RequestTableModel(this)),
      m_shown(new RequestFilterModel(this)),
      m_table(new QTableView(this)),
      m_detail(new RequestDetail(this)),
      m_empty(new QLabel(this)) {
    m_shown->setSourceModel(m_model);
    buildTable();
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400});
    m_detail->hide();  // until a request is chosen: the table has better use for the room
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildToolBar());
    layout->addWidget(splitter, 1);
    connectTail();
    connectActions();
    showCount();
}

QToolButton* RequestsView::toolButton(const QString& name, const QString& label, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(label);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

QWidget* RequestsView::buildToolBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(8);
    m_follow = toolButton(u"followNewest"_s, tr("Follow newest"), tr("Keep the newest request in sight"));
    m_bySelection = toolButton(u"followSelection"_s, tr("Only selection"),
                               tr("Show only requests of the node or call that is selected on the map"));
    m_errorsOnly = toolButton(u"errorsOnly"_s, tr("Errors only"), tr("Show only requests that failed"));
    m_copyCsv =
        toolButton(u"copyCsv"_s, tr("Copy as CSV"), tr("Copy the chosen rows, or all shown ones, as CSV"));
    for (QToolButton* each : {m_follow, m_bySelection, m_errorsOnly}) each->setCheckable(true);
    m_follow->setChecked(true);
    m_bySelection->setChecked(true);
    m_count = new QLabel(bar);
    m_count->setObjectName(u"requestCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    for (QToolButton* each : {m_follow, m_bySelection, m_errorsOnly}) layout->addWidget(each);
    layout->addStretch(1);
    layout->addWidget(m_count);
    layout->addWidget(m_copyCsv);
    return bar;
}

void RequestsView::buildTable() {
    m_table->setObjectName(u"requestTable"_s);
    m_table->setAccessibleName(tr("Requests"));
    m_table->setModel(m_shown);
    m_table->setItemDelegate(new RequestDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumWidth(320);
    auto* over = new QVBoxLayout(m_table->viewport());
    over->addWidget(m_empty);
    m_empty->setObjectName(u"requestsEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    m_table->setSortingEnabled(true);
    for (int column = 0; column < RequestTableModel::kColumnCount; ++column) {
        m_table->setColumnWidth(column, widthOf(column));
    }
}

void RequestsView::connectTail() {
    connect(&m_telemetry, &TelemetrySession::requestsArrived, this, &RequestsView::append);
    connect(&m_telemetry, &TelemetrySession::requestsReset, this, [this] {
        m_model->clear();
        m_detail->hide();
        showCount();
    });
    connect(&m_selection, &MapSelection::changed, this, &RequestsView::applySelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RequestsView::showChosen);
    // Rows that fall out of the ring lie above: what is being read must not move.
    connect(m_shown, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
        if (m_follow->isChecked() || first != 0) return;
        QScrollBar* bar = m_table->verticalScrollBar();
        const QScopedValueRollback guard(m_isScrolling, true);
        bar->setValue(std::max(0, bar->value() - (last - first + 1)));
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_isScrolling) return;
        setFollowing(value >= m_table->verticalScrollBar()->maximum());
    });
}

void RequestsView::connectActions() {
    connect(m_follow, &QToolButton::clicked, this, [this](bool isOn) {
        if (isOn && !isInArrivalOrder()) m_table->sortByColumn(-1, Qt::AscendingOrder);
        setFollowing(isOn);
    });
    connect(m_bySelection, &QToolButton::toggled, this, &RequestsView::applySelection);
    connect(m_errorsOnly, &QToolButton::toggled, this, [this](bool isOn) {
        m_shown->setShow(isOn ? RequestFilterModel::Show::errorsOnly : RequestFilterModel::Show::all);
        setFollowing(m_follow->isChecked());
        showCount();
    });
    connect(m_copyCsv, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(csv()); });
    auto* copy = new QAction(tr("Copy row"), this);
    copy->setObjectName(u"copyRequestRow"_s);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copy, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(selectedText()); });
    auto* copyCsv = new QAction(tr("Copy as CSV"), this);
    connect(copyCsv, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(csv()); });
    m_table->addActions({copy, copyCsv});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void RequestsView::append(const std::vector<RequestRecord>& records) {
    const QScopedValueRollback guard(m_isScrolling, true);
    // A batch comes proxy by proxy; by time it reads as it happened.
    std::vector<RequestRecord> inTime = records;
    std::stable_sort(inTime.begin(), inTime.end(),
                     [](const RequestRecord& a, const RequestRecord& b) { return a.start < b.start; });
    m_model->append(inTime);
    if (m_follow->isChecked()) m_table->scrollToBottom();
    showCount();
}

void RequestsView::applySelection() {
    if (m_bySelection->isChecked()) {
        m_shown->follow(m_selection);
    } else {
        m_shown->followNothing();
    }
    setFollowing(m_follow->isChecked());
    showCount();
}

void RequestsView::setFollowing(bool isFollowing) {
    m_follow->setChecked(isFollowing && isInArrivalOrder());
    if (!m_follow->isChecked()) return;
    const QScopedValueRollback guard(m_isScrolling, true);
    m_table->scrollToBottom();
}

bool RequestsView::isInArrivalOrder() const {
    return m_shown->sortColumn() < 0;
}

void RequestsView::showChosen() {
    const QList<int> rows = chosenRows();
    if (rows.isEmpty()) return m_detail->hide();
    const QModelIndex at = m_shown->mapToSource(m_shown->index(rows.front(), 0));
    const RequestRecord* record = m_model->record(at.row());
    if (record == nullptr) return m_detail->hide();
    // Reading one request and being carried away by the next hundred do not go together.
    m_follow->setChecked(false);
    m_detail->setViews(m_model->viewsOf(record->requestId), *record);
    m_detail->show();
}

void RequestsView::showCount() {
    const int shown = m_shown->rowCount();
    const int all = m_model->rowCount();
    m_empty->setVisible(shown == 0);
    m_empty->setText(all == 0 ? tr("No request in this window yet.")
                              : tr("None of the requests fits what is asked for."));
    const QString total = formatCount(static_cast<std::uint64_t>(all));
    m_count->setText(
        shown == all ? tr("%1 requests").arg(total)
                     : tr("%1 of %2 requests").arg(formatCount(static_cast<std::uint64_t>(shown)), total));
}

QList<int> RequestsView::chosenRows() const {
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

void RequestsView::chooseNewestError() {
    int newest = m_shown->rowCount() - 1;
    for (int row = newest; row >= 0; --row) {
        const RequestRecord* record = m_model->record(m_shown->mapToSource(m_shown->index(row, 0)).row());
        if (record == nullptr || !isError(record->status, record->flags)) continue;
        newest = row;
        break;
    }
    if (newest < 0) return;
    m_table->selectRow(newest);
    m_table->scrollTo(m_shown->index(newest, 0), QAbstractItemView::PositionAtCenter);
}

QString RequestsView::selectedText() const {
    return toTabbedText(*m_shown, chosenRows());
}

QString RequestsView::csv() const {
    QList<int> rows = chosenRows();
    if (rows.isEmpty()) {
        rows.resize(m_shown->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    return toCsv(*m_shown, rows);
}

}  // namespace binnacle
