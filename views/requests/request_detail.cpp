// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/requests/request_detail.h"

#include "models/qt/format.h"
#include "models/qt/request_table_model.h"
#include "views/requests/request_waterfall.h"

#include "models/core/telemetry/response_flags.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kRowHeight = 24;

QString orDash(const QString& value) {
    return value.isEmpty() ? u"–"_s : value;
}

using Fields = std::vector<std::pair<QString, QString>>;

void addTimes(Fields& fields, const RequestRecord& view) {
    fields.emplace_back(RequestDetail::tr("Start"), formatStamp(view.start));
    fields.emplace_back(RequestDetail::tr("Duration"), formatDuration(view.duration));
    fields.emplace_back(
        RequestDetail::tr("First byte from upstream"),
        view.firstUpstreamByte > Duration::zero() ? formatDuration(view.firstUpstreamByte) : QString());
}

void addAnswer(Fields& fields, const RequestRecord& view) {
    fields.emplace_back(RequestDetail::tr("Status"),
                        view.status == 0 ? QString() : QString::number(view.status));
    fields.emplace_back(RequestDetail::tr("Flags"), text(responseFlagNames(view.flags)));
    fields.emplace_back(RequestDetail::tr("Details"), text(view.details));
    fields.emplace_back(RequestDetail::tr("Attempts"),
                        view.attempts == 0 ? QString() : QString::number(view.attempts));
    fields.emplace_back(RequestDetail::tr("Sent"), formatBytes(static_cast<double>(view.bytesSent)));
    fields.emplace_back(RequestDetail::tr("Received"), formatBytes(static_cast<double>(view.bytesReceived)));
}

Fields fieldsOf(const RequestRecord& view) {
    Fields fields;
    addTimes(fields, view);
    fields.emplace_back(RequestDetail::tr("Source"), text(view.source));
    fields.emplace_back(RequestDetail::tr("Destination"), text(view.destination));
    addAnswer(fields, view);
    fields.emplace_back(RequestDetail::tr("Protocol"), RequestTableModel::protocolText(view.protocol));
    fields.emplace_back(RequestDetail::tr("Mutual TLS"),
                        view.mutualTls ? RequestDetail::tr("yes") : RequestDetail::tr("no"));
    fields.emplace_back(RequestDetail::tr("Method"), text(view.method));
    fields.emplace_back(RequestDetail::tr("Authority"), text(view.authority));
    fields.emplace_back(RequestDetail::tr("Path"), text(view.path));
    fields.emplace_back(RequestDetail::tr("Route"), text(view.route));
    fields.emplace_back(RequestDetail::tr("Upstream cluster"), text(view.upstreamCluster));
    fields.emplace_back(RequestDetail::tr("Upstream host"), text(view.upstreamHost));
    fields.emplace_back(RequestDetail::tr("Request id"), text(view.requestId));
    fields.emplace_back(RequestDetail::tr("Trace"), text(view.trace));
    return fields;
}

QLabel* plainLabel(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

QTableWidgetItem* cell(const QString& value) {
    auto* item = new QTableWidgetItem(value);
    item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
    return item;
}

}  // namespace

RequestDetail::RequestDetail(QWidget* parent)
    : QWidget(parent),
      m_title(plainLabel(u"requestTitle"_s, this)),
      m_flags(plainLabel(u"requestFlags"_s, this)),
      m_waterfall(new RequestWaterfall(this)),
      m_fields(new QTableWidget(this)) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_fields->setObjectName(u"requestFields"_s);
    m_fields->verticalHeader()->hide();
    m_fields->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_fields->setShowGrid(false);
    m_fields->setWordWrap(false);
    m_fields->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_fields->setFrameShape(QFrame::NoFrame);
    m_fields->setAccessibleName(tr("Fields of the request"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_flags);
    layout->addWidget(m_waterfall);
    layout->addWidget(m_fields, 1);
}

void RequestDetail::setViews(const std::vector<RequestRecord>& views, const RequestRecord& chosen) {
    const std::vector<RequestRecord> shown = views.empty() ? std::vector{chosen} : views;
    const QString what = chosen.protocol == Protocol::tcp
                             ? tr("TCP connection to %1").arg(text(chosen.destination))
                             : text(chosen.method) + u' ' + text(chosen.authority) + text(chosen.path);
    m_title->setText(what);
    m_flags->setText(RequestTableModel::flagsExplained(chosen.flags));
    m_waterfall->setViews(shown);
    fillTable(shown);
    m_flags->setVisible(chosen.flags != 0);
}

void RequestDetail::fillTable(const std::vector<RequestRecord>& views) {
    m_fields->clear();
    QStringList headers = {tr("Field")};
    for (const RequestRecord& view : views) {
        headers << text(view.proxy) + u" · "_s + RequestTableModel::sideText(view.reporter);
    }
    m_fields->setColumnCount(static_cast<int>(headers.size()));
    m_fields->setHorizontalHeaderLabels(headers);
    m_fields->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    int column = 0;
    for (const RequestRecord& view : views) {
        const Fields fields = fieldsOf(view);
        m_fields->setRowCount(static_cast<int>(fields.size()));
        ++column;
        for (int row = 0; row < static_cast<int>(fields.size()); ++row) {
            const auto& [name, value] = fields[static_cast<std::size_t>(row)];
            if (column == 1) m_fields->setItem(row, 0, cell(name));
            m_fields->setItem(row, column, cell(orDash(value)));
        }
    }
    m_fields->resizeColumnsToContents();
    for (int each = 1; each <= column; ++each) {
        m_fields->setColumnWidth(each, std::clamp(m_fields->columnWidth(each), 120, 320));
    }
    m_fields->horizontalHeader()->setStretchLastSection(true);
}

}  // namespace binnacle
