// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_table_model.h"

#include "models/qt/comparison_text.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <cmath>
#include <optional>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;
using Column = ComparisonTableModel::Column;

bool isFigure(int column) {
    return column >= Column::kRate && column <= Column::kP99;
}

/// The quantile of a column; null where it shows none.
const QuantileChange* quantileOf(const CallChange& call, int column) {
    if (column < Column::kP50 || column > Column::kP99) return nullptr;
    return &call.latency[static_cast<std::size_t>(column - Column::kP50)];
}

/// What a figure was and is; nothing in a window without the call.
std::optional<double> figureOf(const CallChange& call, int column, const CallFigures& side) {
    if (side.requests == 0) return std::nullopt;
    if (column == Column::kRate) return side.rate;
    if (column == Column::kErrors) return side.errorRatio();
    const QuantileChange* quantile = quantileOf(call, column);
    if (quantile == nullptr) return std::nullopt;
    return static_cast<double>((&side == &call.before ? quantile->before : quantile->after).count());
}

QString figureText(int column, std::optional<double> value) {
    if (!value) return u"–"_s;
    if (column == Column::kRate) return formatRate(*value);
    if (column == Column::kErrors) return formatShare(*value);
    return formatDuration(Duration(static_cast<Duration::rep>(*value)));
}

CellStanding standingOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
            return CellStanding::bad;
        case Verdict::slower:
            return CellStanding::warning;
        case Verdict::mended:
        case Verdict::faster:
            return CellStanding::good;
        case Verdict::appeared:
        case Verdict::gone:
        case Verdict::busier:
        case Verdict::quieter:
            return CellStanding::neutral;
        case Verdict::same:
            return CellStanding::muted;
    }
    return CellStanding::neutral;
}

CellStanding cellStanding(const CallChange& call, int column) {
    if (column == Column::kVerdict) return standingOf(call.verdict);
    const QuantileChange* quantile = quantileOf(call, column);
    return quantile != nullptr && !quantile->isSound ? CellStanding::muted : CellStanding::neutral;
}

QVariant variantOf(std::optional<double> value) {
    return value ? QVariant(*value) : QVariant();
}

QString signedShare(double difference) {
    return (difference < 0 ? u"−"_s : u"+"_s) + formatShare(std::abs(difference));
}

}  // namespace

void ComparisonTableModel::setComparison(const FrameComparison& comparison) {
    std::vector<ComparisonRow> rows;
    rows.reserve(comparison.calls.size());
    for (const CallChange& call : comparison.calls) rows.push_back({call});
    assign(std::move(rows));
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const CallChange& call = row(index.row()).call;
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return display(call, column);
        case Qt::ToolTipRole:
            return toolTip(call, column);
        case Qt::TextAlignmentRole:
            if (!isFigure(column)) return {};
            return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case kSortRole:
            return sortValue(call, column);
        case kIdRole:
            return text(column == kSource ? call.source : call.destination);
        case kStandingRole:
            return static_cast<int>(cellStanding(call, column));
        case kBeforeRole:
            return variantOf(figureOf(call, column, call.before));
        case kAfterRole:
            return variantOf(figureOf(call, column, call.after));
        case kVerdictRole:
            return static_cast<int>(call.verdict);
        default:
            return {};
    }
}

QVariant ComparisonTableModel::display(const CallChange& call, int column) {
    if (isFigure(column))
        return fromTo(figureText(column, figureOf(call, column, call.before)),
                      figureText(column, figureOf(call, column, call.after)));
    if (column == kVerdict) return verdictText(call.verdict);
    if (column == kSource) return text(call.source);
    const bool isTcp = call.protocol == Protocol::tcp;
    return isTcp ? tr("%1 (TCP)").arg(text(call.destination)) : text(call.destination);
}

QVariant ComparisonTableModel::sortValue(const CallChange& call, int column) {
    if (column == kVerdict) return call.score;
    if (!isFigure(column)) return display(call, column);
    return figureOf(call, column, call.after).value_or(0) - figureOf(call, column, call.before).value_or(0);
}

QVariant ComparisonTableModel::toolTip(const CallChange& call, int column) {
    if (column == kErrors && call.before.requests > 0 && call.after.requests > 0)
        return tr("The difference is between %1 and %2 (99.9 %)")
            .arg(signedShare(call.errorDifference.low), signedShare(call.errorDifference.high));
    if (column == kRate)
        return tr("%1 requests before, %2 after")
            .arg(formatCount(call.before.requests), formatCount(call.after.requests));
    const QuantileChange* quantile = quantileOf(call, column);
    if (quantile == nullptr || quantile->isSound) return {};
    return tr("Too few requests to judge by: it takes %1 in both windows")
        .arg(formatCount(fewestFor(quantile->q)));
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && isFigure(section))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kVerdict:
            return tr("Verdict");
        case kSource:
            return tr("Source");
        case kDestination:
            return tr("Destination");
        case kRate:
            return tr("Rate");
        case kErrors:
            return tr("Errors");
        case kP50:
            return u"p50"_s;
        case kP90:
            return u"p90"_s;
        case kP99:
            return u"p99"_s;
        case kColumnCount:
            break;
    }
    return {};
}

}  // namespace binnacle
