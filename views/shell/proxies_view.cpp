// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/proxies_view.h"

#include "models/qt/item_roles.h"
#include "models/qt/proxy_table_model.h"
#include "views/latency/standing_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kRowHeight = 24;

int widthOf(int column) {
    switch (static_cast<ProxyTableModel::Column>(column)) {
        case ProxyTableModel::kNode:
        case ProxyTableModel::kService:
        case ProxyTableModel::kBuild:
            return 144;
        case ProxyTableModel::kConnected:
            return 120;
        case ProxyTableModel::kVersion:
        case ProxyTableModel::kPolicy:
        case ProxyTableModel::kClock:
            return 80;
        case ProxyTableModel::kRecords:
        case ProxyTableModel::kLastRecord:
            return 104;
        case ProxyTableModel::kPeer:
        case ProxyTableModel::kColumnCount:
            return 200;
    }
    return 100;
}

}  // namespace

ProxiesView::ProxiesView(TelemetrySession& telemetry, QWidget* parent)
    : QWidget(parent),
      m_telemetry(telemetry),
      m_model(new ProxyTableModel(this)),
      m_table(new QTableView(this)),
      m_empty(new QLabel(tr("No proxy has called yet."), this)) {
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(kSortRole);
    m_table->setObjectName(u"proxyTable"_s);
    m_table->setAccessibleName(tr("Proxies"));
    m_table->setModel(sorted);
    m_table->setItemDelegate(new StandingDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < ProxyTableModel::kColumnCount; ++column) {
        m_table->setColumnWidth(column, widthOf(column));
    }
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ProxyTableModel::kNode, Qt::AscendingOrder);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &ProxiesView::refresh);
    refresh();
}

void ProxiesView::refresh() {
    m_model->setProxies(m_telemetry.statusShown().proxies);
    m_table->setVisible(m_model->rowCount() > 0);
    m_empty->setVisible(m_model->rowCount() == 0);
}

}  // namespace binnacle
