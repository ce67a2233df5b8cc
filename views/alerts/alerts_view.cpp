// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alerts_view.h"

#include "models/qt/alert_table_model.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"
#include "views/alerts/alert_details.h"
#include "views/alerts/budget_list.h"
#include "views/alerts/rules_editor.h"
#include "views/latency/standing_delegate.h"
#include "views/latency/tone_label.h"

#include <QHeaderView>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;
constexpr int kWidest = 280;

}  // namespace

AlertsView::AlertsView(QWidget* parent) : QWidget(parent), m_model(new AlertTableModel(this)) {
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(buildList(), tr("Alerts"));
    m_rules = new RulesEditor(m_tabs);
    m_tabs->addTab(m_rules, tr("Rules"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    connect(m_rules, &RulesEditor::submitted, this, &AlertsView::rulesSubmitted);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& at) { openRow(at.row()); });
    connect(m_details, &AlertDetails::openRequested, this,
            [this] { openRow(m_table->currentIndex().row()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AlertsView::showChosen);
    setBook({});
}

QWidget* AlertsView::buildList() {
    auto* page = new QWidget(m_tabs);
    buildTable();
    m_details = new AlertDetails(page);
    m_details->setMinimumWidth(280);
    m_split = new QSplitter(Qt::Horizontal, page);
    m_split->addWidget(m_table);
    m_split->addWidget(m_details);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setChildrenCollapsible(false);
    auto* empty = new ToneLabel({}, TextSize::body, TextTone::muted, page);
    empty->setAlignment(Qt::AlignCenter);
    m_empty = empty;
    auto* beyond = new ToneLabel({}, TextSize::body, TextTone::normal, page);
    m_beyond = beyond;
    m_budgets = new BudgetList(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_budgets);
    auto* notice = new QVBoxLayout;
    notice->setContentsMargins(16, 0, 16, 8);
    notice->addWidget(m_beyond);
    column->addLayout(notice);
    column->addWidget(m_split, 1);
    column->addWidget(m_empty, 1);
    return page;
}

void AlertsView::buildTable() {
    m_table = new QTableView(m_tabs);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new StandingDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Alerts, firing first"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void AlertsView::setBook(const AlertBook& book) {
    const QString chosen = m_chosen;
    m_model->setAlerts(book.alerts);
    m_budgets->setBudgets(book.budgets);
    m_rules->setApplied(text(book.rulesYaml));
    showCounts(book);
    // An alert that changes its state changes its row, and stays chosen.
    int row = m_model->rowCount() == 0 ? -1 : 0;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        if (m_model->index(i, 0).data(kIdRole).toString() == chosen) row = i;
    }
    if (row != m_table->currentIndex().row()) m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, std::min(m_table->columnWidth(column), kWidest));
    showChosen();
}

void AlertsView::showCounts(const AlertBook& book) {
    const auto firing = std::count_if(book.alerts.begin(), book.alerts.end(),
                                      [](const Alert& alert) { return alert.state == AlertState::firing; });
    m_tabs->setTabText(0, firing == 0 ? tr("Alerts") : tr("Alerts (%1)").arg(firing));
    m_beyond->setText(tr("%1 more calls meet a rule and found no room here.").arg(formatCount(book.beyond)));
    m_beyond->setVisible(book.beyond > 0);
    m_empty->setText(book.rulesYaml.empty() ? tr("There are no alert rules yet.\nWrite some under Rules.")
                                            : tr("No alert fires, and none did lately."));
    m_empty->setVisible(book.alerts.empty());
    m_split->setVisible(!book.alerts.empty());
}

void AlertsView::showRulesRefusal(const QString& sentence) {
    m_rules->showRefusal(sentence);
}

void AlertsView::showChosen() {
    const QModelIndex current = m_table->currentIndex();
    const Alert* alert = m_model->alert(current.row());
    m_details->setVisible(alert != nullptr);
    if (alert == nullptr) return;
    m_chosen = m_model->index(current.row(), 0).data(kIdRole).toString();
    m_details->setAlert(*alert);
}

void AlertsView::openRow(int row) {
    if (const Alert* alert = m_model->alert(row); alert != nullptr) openAlert(*alert);
}

void AlertsView::openAlert(const Alert& alert) {
    // The moment it began is where the incident is to be seen, also when it is over.
    const TimePoint at = alert.state == AlertState::pending ? alert.since : alert.firedAt;
    const QStringList ends = text(alert.subject).split(u" -> "_s);
    Q_EMIT momentRequested(at);
    if (ends.size() == 2) Q_EMIT callRequested(ends[0], ends[1]);
}

}  // namespace binnacle
