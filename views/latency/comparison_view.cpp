// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/comparison_view.h"

#include "models/qt/comparison_table_model.h"
#include "models/qt/comparison_text.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"
#include "views/latency/comparison_delegate.h"
#include "views/latency/tone_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;

/// All calls, or only those that changed for sure.
class ChangedFilter : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setAll(bool isAll) {
        if (isAll == m_isAll) return;
        m_isAll = isAll;
        invalidateFilter();
    }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const QModelIndex verdict = sourceModel()->index(row, ComparisonTableModel::kVerdict, parent);
        return m_isAll ||
               verdict.data(ComparisonTableModel::kVerdictRole).toInt() != static_cast<int>(Verdict::same);
    }

  private:
    bool m_isAll = false;
};

std::vector<std::pair<Baseline, QString>> choices() {
    return {{Baseline::nothing, ComparisonView::tr("Nothing")},
            {Baseline::justBefore, ComparisonView::tr("Just before, as long")},
            {Baseline::hourAgo, ComparisonView::tr("An hour ago")},
            {Baseline::dayAgo, ComparisonView::tr("A day ago")},
            {Baseline::weekAgo, ComparisonView::tr("A week ago")},
            {Baseline::chosenTime, ComparisonView::tr("Until a time …")},
            {Baseline::snapshot, ComparisonView::tr("Another snapshot …")}};
}

}  // namespace

struct ComparisonView::Private {
    ComparisonSession& comparison;
    MapSelection& selection;
    ComparisonTableModel* model = nullptr;
    ChangedFilter* filter = nullptr;
    QTableView* table = nullptr;
    QStackedWidget* pages = nullptr;
    ToneLabel* empty = nullptr;
    QComboBox* baseline = nullptr;
    QDateTimeEdit* time = nullptr;
    QCheckBox* all = nullptr;
    QPushButton* again = nullptr;
    ToneLabel* summary = nullptr;
    bool isFollowing = false;  // the map's selection, not the user's
};

ComparisonView::ComparisonView(ComparisonSession& comparison, MapSelection& selection, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(comparison, selection)) {
    build();
    connectAll();
    showBaseline();
    showComparison();
}

ComparisonView::~ComparisonView() = default;

void ComparisonView::build() {
    d->model = new ComparisonTableModel(this);
    d->filter = new ChangedFilter(this);
    d->filter->setSourceModel(d->model);
    d->filter->setSortRole(kSortRole);
    buildTable();
    d->empty = new ToneLabel({}, TextSize::body, TextTone::muted, this);
    d->empty->setFit(TextFit::wrap);
    d->empty->setAlignment(Qt::AlignCenter);
    d->pages = new QStackedWidget(this);
    d->pages->addWidget(d->empty);
    d->pages->addWidget(d->table);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(d->pages, 1);
}

QWidget* ComparisonView::buildHead() {
    auto* head = new QWidget(this);
    d->baseline = new QComboBox(head);
    d->baseline->setAccessibleName(tr("Compare with"));
    for (const auto& [baseline, name] : choices()) d->baseline->addItem(name, static_cast<int>(baseline));
    d->time = new QDateTimeEdit(head);
    d->time->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    d->time->setAccessibleName(tr("End of the window to compare with"));
    d->time->setKeyboardTracking(false);  // a time half typed is none to ask for
    d->summary = new ToneLabel({}, TextSize::body, TextTone::normal, head);
    d->summary->setFit(TextFit::elide);
    d->again = new QPushButton(tr("Try again"), head);
    d->all = new QCheckBox(tr("Unchanged calls too"), head);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    row->addWidget(new ToneLabel(tr("Compare with"), TextSize::body, TextTone::muted, head));
    row->addWidget(d->baseline);
    row->addWidget(d->time);
    row->addSpacing(8);
    row->addWidget(d->summary, 1);
    row->addWidget(d->again);
    row->addWidget(d->all);
    return head;
}

void ComparisonView::buildTable() {
    d->table = new QTableView(this);
    d->table->setModel(d->filter);
    d->table->setItemDelegate(new ComparisonDelegate(d->table));
    d->table->setSortingEnabled(true);
    d->table->sortByColumn(ComparisonTableModel::kVerdict, Qt::DescendingOrder);
    d->table->setFrameShape(QFrame::NoFrame);
    d->table->setShowGrid(false);
    d->table->setWordWrap(false);
    d->table->setSelectionBehavior(QAbstractItemView::SelectRows);
    d->table->setSelectionMode(QAbstractItemView::SingleSelection);
    d->table->setTabKeyNavigation(false);
    d->table->setAccessibleName(tr("Calls compared"));
    d->table->verticalHeader()->hide();
    d->table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    d->table->horizontalHeader()->setHighlightSections(false);
    d->table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    d->table->horizontalHeader()->setStretchLastSection(true);
    d->table->viewport()->installEventFilter(this);
}

void ComparisonView::connectAll() {
    connect(d->baseline, &QComboBox::activated, this, &ComparisonView::chooseBaseline);
    connect(d->time, &QDateTimeEdit::dateTimeChanged, this, &ComparisonView::chooseTime);
    connect(d->again, &QPushButton::clicked, &d->comparison, &ComparisonSession::retry);
    connect(d->all, &QCheckBox::toggled, this, &ComparisonView::showComparison);
    connect(&d->comparison, &ComparisonSession::baselineChanged, this, &ComparisonView::showBaseline);
    connect(&d->comparison, &ComparisonSession::comparisonChanged, this, &ComparisonView::showComparison);
    connect(&d->selection, &MapSelection::changed, this, &ComparisonView::followSelection);
    connect(d->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ComparisonView::selectCall);
}

bool ComparisonView::eventFilter(QObject* watched, QEvent* event) {
    // A row under the pointer stays where it is; the new order comes when the pointer has left.
    if (event->type() == QEvent::Enter) d->filter->setDynamicSortFilter(false);
    if (event->type() == QEvent::Leave) catchUp();
    return QWidget::eventFilter(watched, event);
}

/// Sorts and filters by what changed meanwhile.
void ComparisonView::catchUp() {
    d->isFollowing = true;
    d->filter->setDynamicSortFilter(true);
    d->filter->invalidate();
    d->isFollowing = false;
    showPage();
}

void ComparisonView::chooseBaseline(int row) {
    const auto baseline = static_cast<Baseline>(d->baseline->itemData(row).toInt());
    switch (baseline) {
        case Baseline::chosenTime:
            return offerTime();
        case Baseline::snapshot:
            return chooseSnapshot();
        case Baseline::nothing:
        case Baseline::justBefore:
        case Baseline::hourAgo:
        case Baseline::dayAgo:
        case Baseline::weekAgo:
            return d->comparison.compareWith(baseline);
    }
}

void ComparisonView::offerTime() {
    {
        const QSignalBlocker quiet(d->time);
        const auto end = std::chrono::floor<std::chrono::milliseconds>(d->comparison.shownEnd());
        d->time->setDateTime(QDateTime::fromMSecsSinceEpoch(end.time_since_epoch().count()).addSecs(-3600));
    }
    chooseTime();
    d->time->setFocus();
}

void ComparisonView::chooseTime() {
    const QDateTime end = d->time->dateTime();
    if (end.isValid())
        d->comparison.compareWithTime(TimePoint(std::chrono::milliseconds(end.toMSecsSinceEpoch())));
}

void ComparisonView::chooseSnapshot() {
    auto* dialog = new QFileDialog(this, tr("Compare with a snapshot"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Snapshots (*.binnacle)"));
    connect(dialog, &QFileDialog::fileSelected, &d->comparison, &ComparisonSession::compareWithSnapshot);
    connect(dialog, &QFileDialog::rejected, this, &ComparisonView::showBaseline);
    dialog->open();
}

void ComparisonView::showBaseline() {
    const Baseline baseline = d->comparison.baseline();
    const int row = d->baseline->findData(static_cast<int>(baseline));
    d->baseline->setCurrentIndex(row);
    const int snapshot = d->baseline->findData(static_cast<int>(Baseline::snapshot));
    const QString path = d->comparison.snapshotPath();
    d->baseline->setItemText(snapshot, path.isEmpty() ? choices().back().second : QFileInfo(path).fileName());
    auto* items = qobject_cast<QStandardItemModel*>(d->baseline->model());
    items->item(snapshot)->setEnabled(d->comparison.canOpen());
    d->time->setVisible(baseline == Baseline::chosenTime);
}

void ComparisonView::showComparison() {
    const auto comparison = d->comparison.comparison();
    const QString error = d->comparison.errorText();
    d->again->setVisible(!error.isEmpty());
    d->all->setVisible(comparison != nullptr);
    // Rows that go take the current one along, which is nobody's choice.
    d->isFollowing = true;
    const int before = d->model->rowCount();
    d->model->setComparison(comparison ? *comparison : FrameComparison{});
    // Columns that follow every figure would dance under the pointer: only new rows fit them anew.
    if (d->model->rowCount() != before) d->table->resizeColumnsToContents();
    if (comparison)
        d->summary->setText(summaryText(*comparison));
    else if (!error.isEmpty())
        d->summary->setText(error);
    else
        d->summary->setText(d->comparison.isOn() ? tr("Waiting for that window …") : QString());
    applyFilter();
    d->isFollowing = false;
    followSelection();
}

void ComparisonView::applyFilter() {
    d->filter->setAll(d->all->isChecked());
    showPage();
}

void ComparisonView::showPage() {
    d->pages->setCurrentIndex(d->filter->rowCount() > 0 ? 1 : 0);
    if (!d->comparison.isOn())
        d->empty->setText(
            tr("Choose a window to compare the shown one with: what broke, what got slower and "
               "what changed in rate comes first."));
    else if (d->comparison.comparison())
        d->empty->setText(tr("No call changed for sure."));
    else
        d->empty->setText({});
}

/// The row of the selected call, where one is.
void ComparisonView::followSelection() {
    if (d->selection.kind() != MapSelection::Kind::edge) return d->table->clearSelection();
    d->isFollowing = true;
    for (int row = 0; row < d->filter->rowCount(); ++row) {
        const auto end = [&](int column) { return d->filter->index(row, column).data(kIdRole).toString(); };
        const bool isIt = end(ComparisonTableModel::kSource) == d->selection.source() &&
                          end(ComparisonTableModel::kDestination) == d->selection.destination();
        if (isIt && d->table->currentIndex().row() != row) d->table->selectRow(row);
        if (isIt) break;
    }
    d->isFollowing = false;
}

void ComparisonView::selectCall(const QModelIndex& index) {
    if (d->isFollowing || !index.isValid()) return;
    d->selection.selectEdge(
        index.siblingAtColumn(ComparisonTableModel::kSource).data(kIdRole).toString(),
        index.siblingAtColumn(ComparisonTableModel::kDestination).data(kIdRole).toString());
}

}  // namespace binnacle
