// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/alert_table_model.h"

#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

int rank(AlertState state) {
    switch (state) {
        case AlertState::firing:
            return 0;
        case AlertState::pending:
            return 1;
        case AlertState::resolved:
            return 2;
    }
    return 3;
}

CellStanding severityStanding(Severity severity) {
    switch (severity) {
        case Severity::error:
            return CellStanding::bad;
        case Severity::warning:
            return CellStanding::warning;
        case Severity::info:
            return CellStanding::neutral;
    }
    return CellStanding::neutral;
}

CellStanding standingOf(const Alert& alert, int column) {
    if (alert.state == AlertState::resolved) return CellStanding::muted;
    if (column != AlertTableModel::kState) return CellStanding::neutral;
    return alert.state == AlertState::firing ? severityStanding(alert.severity) : CellStanding::neutral;
}

}  // namespace

AlertRow::Key AlertRow::key() const {
    const std::int64_t newestFirst = -AlertTableModel::momentOf(alert).time_since_epoch().count();
    return {rank(alert.state), newestFirst, alert.rule, alert.subject};
}

void AlertTableModel::setAlerts(const std::vector<Alert>& alerts) {
    std::vector<AlertRow> rows;
    rows.reserve(alerts.size());
    for (const Alert& each : alerts) rows.push_back({each});
    assign(std::move(rows));
}

const Alert* AlertTableModel::alert(int index) const {
    return index < 0 || index >= rowCount() ? nullptr : &row(index).alert;
}

int AlertTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant AlertTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Alert& alert = row(index.row()).alert;
    switch (role) {
        case Qt::DisplayRole:
            return display(alert, index.column());
        case Qt::ToolTipRole:
            if (index.column() == kSince) return formatStamp(momentOf(alert));
            return display(alert, index.column()).toString().toHtmlEscaped();
        case kSortRole:
            if (index.column() == kSince)
                return static_cast<qlonglong>(momentOf(alert).time_since_epoch().count());
            return display(alert, index.column());
        case kStandingRole:
            return static_cast<int>(standingOf(alert, index.column()));
        case kIdRole:
            return text(alert.rule + '\n' + alert.subject);
        case kOutsideTextRole:
            return index.column() == kCall;
        default:
            return {};
    }
}

QVariant AlertTableModel::display(const Alert& alert, int column) const {
    switch (static_cast<Column>(column)) {
        case kState:
            return stateText(alert.state);
        case kSeverity:
            return severityText(alert.severity);
        case kRule:
            return text(alert.rule);
        case kCall:
            return callText(alert);
        case kValue:
            return text(alert.value);
        case kSince:
            return formatClock(momentOf(alert)).left(8);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant AlertTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kState:
            return tr("State");
        case kSeverity:
            return tr("Severity");
        case kRule:
            return tr("Alert");
        case kCall:
            return tr("Call");
        case kValue:
            return tr("Seen");
        case kSince:
            return tr("Since");
        case kColumnCount:
            break;
    }
    return {};
}

QString AlertTableModel::stateText(AlertState state) {
    switch (state) {
        case AlertState::pending:
            return tr("pending");
        case AlertState::firing:
            return tr("firing");
        case AlertState::resolved:
            return tr("resolved");
    }
    return {};
}

QString AlertTableModel::severityText(Severity severity) {
    switch (severity) {
        case Severity::info:
            return tr("info");
        case Severity::warning:
            return tr("warning");
        case Severity::error:
            return tr("error");
    }
    return {};
}

QString AlertTableModel::callText(const Alert& alert) {
    return text(alert.subject).replace(u" -> "_s, u" → "_s);
}

TimePoint AlertTableModel::momentOf(const Alert& alert) {
    switch (alert.state) {
        case AlertState::pending:
            return alert.since;
        case AlertState::firing:
            return alert.firedAt;
        case AlertState::resolved:
            return alert.resolvedAt;
    }
    return {};
}

}  // namespace binnacle
