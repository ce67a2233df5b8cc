// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/changes_view.h"

#include "models/qt/change_table_model.h"
#include "models/qt/format.h"
#include "views/latency/standing_delegate.h"
#include "views/latency/tone_label.h"
#include "views/policy/change_summary.h"
#include "views/policy/panel_palette.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;
constexpr int kWidest = 220;

}  // namespace

struct ChangesView::Private {
    PolicySession& policy;
    ChangeTableModel* model = nullptr;
    QTableView* table = nullptr;
    ChangeSummary* summary = nullptr;
    QScrollArea* details = nullptr;
    QStackedWidget* pages = nullptr;
    ToneLabel* failure = nullptr;
    std::string chosen = {};
};

ChangesView::ChangesView(PolicySession& policy, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(Private{policy})) {
    build();
    connectAll();
    showHistory();
}

ChangesView::~ChangesView() = default;

void ChangesView::build() {
    d->model = new ChangeTableModel(this);
    buildTable();
    d->summary = new ChangeSummary(d->policy);
    d->summary->layout()->setContentsMargins(16, 16, 16, 16);
    d->details = new QScrollArea(this);
    d->details->setWidgetResizable(true);
    d->details->setFrameShape(QFrame::NoFrame);
    d->details->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->details->setMinimumWidth(360);
    d->details->setBackgroundRole(QPalette::Base);
    d->details->setWidget(d->summary);
    makePanel(*d->summary);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(d->table);
    split->addWidget(d->details);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    auto* empty =
        new ToneLabel(tr("No change has been made yet.\nPick a node or a call and press Edit to make one."),
                      TextSize::body, TextTone::muted, this);
    empty->setAlignment(Qt::AlignCenter);
    d->pages = new QStackedWidget(this);
    d->pages->addWidget(empty);
    d->pages->addWidget(split);
    d->failure = new ToneLabel({}, TextSize::body, TextTone::normal, this);
    d->failure->setFit(TextFit::wrap);
    d->failure->setContentsMargins(16, 8, 16, 8);
    d->failure->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(d->failure);
    column->addWidget(d->pages, 1);
}

void ChangesView::buildTable() {
    d->table = new QTableView(this);
    d->table->setModel(d->model);
    d->table->setItemDelegate(new StandingDelegate(d->table));
    d->table->setFrameShape(QFrame::NoFrame);
    d->table->setShowGrid(false);
    d->table->setSelectionBehavior(QAbstractItemView::SelectRows);
    d->table->setSelectionMode(QAbstractItemView::SingleSelection);
    d->table->setWordWrap(false);
    d->table->setTabKeyNavigation(false);
    d->table->setAccessibleName(tr("Changes, newest first"));
    d->table->verticalHeader()->hide();
    d->table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    d->table->horizontalHeader()->setHighlightSections(false);
    d->table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void ChangesView::connectAll() {
    connect(&d->policy, &PolicySession::historyChanged, this, &ChangesView::showHistory);
    connect(&d->policy, &PolicySession::changeFailed, this, [this](const QString& sentence) {
        d->failure->setText(sentence);
        d->failure->show();
    });
    connect(&d->policy, &PolicySession::changeFinished, d->failure, &QWidget::hide);
    connect(&d->policy, &PolicySession::changeProgressed, this, [this](const Change& change) {
        if (change.id == d->chosen) d->summary->setChange(change);
    });
    connect(d->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ChangesView::showChosen);
}

void ChangesView::showHistory() {
    const auto& history = d->policy.history();
    const std::string chosen = d->chosen;
    d->model->setChanges(history);
    d->pages->setCurrentIndex(history.empty() ? 0 : 1);
    if (history.empty()) return;
    int row = 0;
    for (std::size_t i = 0; i < history.size(); ++i) {
        if (history[i].id == chosen) row = static_cast<int>(i);
    }
    d->table->setCurrentIndex(d->model->index(row, 0));
    fitColumns();
    showChosen();
}

void ChangesView::fitColumns() {
    d->table->resizeColumnsToContents();
    for (int column = 0; column < d->model->columnCount(); ++column) {
        d->table->setColumnWidth(column, std::min(d->table->columnWidth(column), kWidest));
    }
}

void ChangesView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && d->summary) makePanel(*d->summary);
}

void ChangesView::showChosen() {
    const Change* change = d->model->change(d->table->currentIndex().row());
    d->details->setVisible(change != nullptr);
    if (!change) return;
    d->chosen = change->id;
    d->summary->setChange(*change);
}

}  // namespace binnacle
