// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/change_table_model.h"

#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <QStringList>
#include <algorithm>
#include <array>
#include <optional>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

const QString kArrow = QStringLiteral(" → ");

QString weightsText(const std::optional<Intent>& intent) {
    if (!intent) return ChangeTableModel::tr("unset");
    const auto* split = std::get_if<TrafficSplit>(&intent->spec);
    if (split == nullptr) return {};
    QStringList weights;
    for (const auto& [name, weight] : split->weights) weights << QString::number(weight);
    return weights.join(u'/');
}

using Limit = std::optional<std::uint32_t>;

QString limitText(const Limit& limit) {
    return limit ? QString::number(*limit) : ChangeTableModel::tr("unset");
}

CircuitBreaker breakerOf(const std::optional<Intent>& intent) {
    if (!intent) return {};
    const auto* breaker = std::get_if<CircuitBreaker>(&intent->spec);
    return breaker != nullptr ? *breaker : CircuitBreaker{};
}

QString breakerSummary(const IntentEdit& edit) {
    if (!edit.after) return ChangeTableModel::tr("breaker removed");
    const CircuitBreaker before = breakerOf(edit.before);
    const CircuitBreaker after = breakerOf(edit.after);
    QStringList parts;
    const auto compare = [&parts](QLatin1StringView name, const Limit& was, const Limit& is) {
        if (was != is) parts << name + u' ' + limitText(was) + kArrow + limitText(is);
    };
    compare("maxConnections"_L1, before.limits.maxConnections, after.limits.maxConnections);
    compare("maxPendingRequests"_L1, before.limits.maxPendingRequests, after.limits.maxPendingRequests);
    compare("maxRequests"_L1, before.limits.maxRequests, after.limits.maxRequests);
    compare("maxRetries"_L1, before.limits.maxRetries, after.limits.maxRetries);
    if (before.outlierDetection != after.outlierDetection) parts << ChangeTableModel::tr("outlier detection");
    return ChangeTableModel::tr("breaker %1").arg(parts.join(u", "_s));
}

QString editSummary(const IntentEdit& edit) {
    switch (edit.kind) {
        case IntentKind::trafficSplit:
            return ChangeTableModel::tr("split %1")
                .arg(weightsText(edit.before) + kArrow + weightsText(edit.after));
        case IntentKind::circuitBreaker:
            return breakerSummary(edit);
    }
    return {};
}

CellStanding standingOf(ChangeState state) {
    switch (state) {
        case ChangeState::sending:
            return CellStanding::neutral;
        case ChangeState::live:
            return CellStanding::good;
        case ChangeState::partlyLive:
        case ChangeState::unknown:
            return CellStanding::warning;
        case ChangeState::rejected:
            return CellStanding::bad;
        case ChangeState::reverted:
            return CellStanding::muted;
    }
    return CellStanding::neutral;
}

}  // namespace

void ChangeTableModel::setChanges(const std::vector<Change>& newestFirst) {
    const std::size_t added =
        newestFirst.size() >= m_changes.size() ? newestFirst.size() - m_changes.size() : 0;
    const bool isGrown = newestFirst.size() >= m_changes.size() &&
                         std::equal(m_changes.begin(), m_changes.end(),
                                    newestFirst.begin() + static_cast<std::ptrdiff_t>(added));
    if (!isGrown) {
        beginResetModel();
        m_changes = newestFirst;
        endResetModel();
        return;
    }
    if (added > 0) beginInsertRows({}, 0, static_cast<int>(added) - 1);
    m_changes = newestFirst;
    if (added > 0) endInsertRows();
    const int last = static_cast<int>(m_changes.size()) - 1;
    // A change that was there may have got more answers.
    if (last >= static_cast<int>(added)) {
        Q_EMIT dataChanged(index(static_cast<int>(added), 0), index(last, kColumnCount - 1));
    }
}

const Change* ChangeTableModel::change(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &m_changes[static_cast<std::size_t>(row)];
}

int ChangeTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_changes.size());
}

int ChangeTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant ChangeTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Change& change = m_changes[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return display(change, index.column());
        case Qt::ToolTipRole:
            if (index.column() == kTime) return formatStamp(change.at);
            return display(change, index.column()).toString().toHtmlEscaped();
        case kSortRole:
            if (index.column() == kTime) return static_cast<qlonglong>(change.at.time_since_epoch().count());
            return display(change, index.column());
        case kStandingRole:
            return static_cast<int>(index.column() == kState ? standingOf(change.state)
                                                             : CellStanding::neutral);
        case kIdRole:
            return text(change.id);
        default:
            return {};
    }
}

QVariant ChangeTableModel::display(const Change& change, int column) const {
    switch (static_cast<Column>(column)) {
        case kTime:
            return formatClock(change.at).left(8);
        case kWho:
            return text(change.who);
        case kService:
            return servicesText(change);
        case kWhat:
            return summary(change);
        case kReason:
            return text(change.reason);
        case kState:
            return stateText(change.state);
        case kProxies:
            return answersText(change);
        case kId:
            return text(change.id);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant ChangeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kTime:
            return tr("Time");
        case kWho:
            return tr("Who");
        case kService:
            return tr("Service");
        case kWhat:
            return tr("Change");
        case kReason:
            return tr("Reason");
        case kState:
            return tr("State");
        case kProxies:
            return tr("Acknowledged");
        case kId:
            return tr("Id");
        case kColumnCount:
            break;
    }
    return {};
}

QString ChangeTableModel::stateText(ChangeState state) {
    switch (state) {
        case ChangeState::sending:
            return tr("sending");
        case ChangeState::live:
            return tr("live");
        case ChangeState::partlyLive:
            return tr("partly live");
        case ChangeState::rejected:
            return tr("rejected");
        case ChangeState::unknown:
            return tr("unknown");
        case ChangeState::reverted:
            return tr("reverted");
    }
    return {};
}

QString ChangeTableModel::servicesText(const Change& change) {
    QStringList services;
    for (const IntentEdit& edit : change.edits) {
        const QString service = text(edit.service);
        if (!services.contains(service)) services << service;
    }
    return services.join(u", "_s);
}

QString ChangeTableModel::summary(const Change& change) {
    QStringList parts;
    for (const IntentEdit& edit : change.edits) parts << editSummary(edit);
    return parts.join(u"; "_s);
}

QString ChangeTableModel::answersText(const Change& change) {
    const auto acknowledged =
        std::count_if(change.answers.begin(), change.answers.end(),
                      [](const ProxyAnswer& each) { return each.state == AnswerState::acknowledged; });
    return tr("%1 of %2").arg(acknowledged).arg(change.answers.size());
}

}  // namespace binnacle
