// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/hosts_view.h"

#include "models/qt/format.h"
#include "models/qt/host_table_model.h"
#include "models/qt/item_roles.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/standing_delegate.h"
#include "views/latency/tone_label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;

/// The rows of the clusters that lead to the selection; all of them where nothing is selected.
class ClusterFilter : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setClusters(const QStringList& clusters, bool isOn) {
        if (clusters == m_clusters && isOn == m_isOn) return;
        m_clusters = clusters;
        m_isOn = isOn;
        invalidateFilter();
    }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (!m_isOn) return true;
        return m_clusters.contains(
            sourceModel()->index(row, HostTableModel::kCluster, parent).data().toString());
    }

  private:
    QStringList m_clusters;
    bool m_isOn = false;
};

}  // namespace

struct HostsView::Private {
    TelemetrySession& telemetry;
    MapSelection& selection;
    HostTableModel* model = nullptr;
    ClusterFilter* filter = nullptr;
    QTableView* table = nullptr;
    QStackedWidget* pages = nullptr;
    QCheckBox* follows = nullptr;
    ToneLabel* count = nullptr;
};

HostsView::HostsView(TelemetrySession& telemetry, MapSelection& selection, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(Private{telemetry, selection})) {
    build();
    connectAll();
    showClusters();
}

HostsView::~HostsView() = default;

void HostsView::build() {
    d->model = new HostTableModel(this);
    d->filter = new ClusterFilter(this);
    d->filter->setSourceModel(d->model);
    d->filter->setSortRole(kSortRole);
    d->follows = new QCheckBox(tr("Only those behind the selection"), this);
    d->follows->setChecked(true);
    d->count = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    buildTable();
    auto* empty =
        new ToneLabel(tr("No proxy has told of its hosts yet.\nThey come with the metrics stream and the "
                         "admin interface of each proxy."),
                      TextSize::body, TextTone::muted, this);
    empty->setAlignment(Qt::AlignCenter);
    d->pages = new QStackedWidget(this);
    d->pages->addWidget(empty);
    d->pages->addWidget(d->table);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->addWidget(d->follows);
    head->addStretch(1);
    head->addWidget(d->count);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(d->pages, 1);
}

void HostsView::buildTable() {
    d->table = new QTableView(this);
    d->table->setModel(d->filter);
    d->table->setItemDelegate(new StandingDelegate(d->table));
    d->table->setSortingEnabled(true);
    d->table->sortByColumn(HostTableModel::kProxy, Qt::AscendingOrder);
    d->table->setFrameShape(QFrame::NoFrame);
    d->table->setShowGrid(false);
    d->table->setWordWrap(false);
    d->table->setSelectionBehavior(QAbstractItemView::SelectRows);
    d->table->setTabKeyNavigation(false);
    d->table->setAccessibleName(tr("Hosts and breakers"));
    d->table->verticalHeader()->hide();
    d->table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = d->table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    // What the breaker does comes before what has been counted.
    header->moveSection(header->visualIndex(HostTableModel::kBreaker), HostTableModel::kActive);
    header->moveSection(header->visualIndex(HostTableModel::kLimits), HostTableModel::kActive + 2);
    d->table->horizontalHeader()->setStretchLastSection(true);
}

void HostsView::connectAll() {
    connect(&d->telemetry, &TelemetrySession::clustersChanged, this, &HostsView::showClusters);
    connect(&d->selection, &MapSelection::changed, this, &HostsView::applyFilter);
    connect(d->follows, &QCheckBox::toggled, this, &HostsView::applyFilter);
}

void HostsView::showClusters() {
    const int before = d->model->rowCount();
    d->model->setClusters(d->telemetry.clusters());
    applyFilter();
    // Columns that follow every figure would dance under the pointer: only new rows fit them anew.
    if (d->model->rowCount() != before) d->table->resizeColumnsToContents();
}

void HostsView::applyFilter() {
    QStringList clusters;
    const Node* node = findNode(*d->telemetry.frame(), d->selection.asSelection().destination);
    if (node) {
        for (const ClusterState* cluster : clustersTo(d->telemetry.clusters(), *node)) {
            clusters.append(text(cluster->cluster));
        }
    }
    d->filter->setClusters(clusters, d->follows->isChecked() && node != nullptr);
    d->pages->setCurrentIndex(d->model->rowCount() > 0 ? 1 : 0);
    d->count->setText(tr("%1 of %2").arg(d->filter->rowCount()).arg(d->model->rowCount()));
}

}  // namespace binnacle
