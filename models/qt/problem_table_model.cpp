// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/problem_table_model.h"

#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

QString severityText(Severity severity) {
    switch (severity) {
        case Severity::info:
            return ProblemTableModel::tr("Note");
        case Severity::warning:
            return ProblemTableModel::tr("Warning");
        case Severity::error:
            return ProblemTableModel::tr("Error");
    }
    return {};
}

CellStanding standingOf(Severity severity) {
    switch (severity) {
        case Severity::info:
            return CellStanding::neutral;
        case Severity::warning:
            return CellStanding::warning;
        case Severity::error:
            return CellStanding::bad;
    }
    return CellStanding::neutral;
}

}  // namespace

void ProblemTableModel::setProblems(std::vector<Problem> problems) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ProblemTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant ProblemTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Problem& problem = m_problems[static_cast<std::size_t>(index.row())];
    if (role == kStandingRole) {
        return static_cast<int>(index.column() == kSeverity ? standingOf(problem.severity)
                                                            : CellStanding::neutral);
    }
    if (role == kIdRole) return text(problem.code);
    if (role == kSortRole && index.column() == kSeverity) return static_cast<int>(problem.severity);
    if (role != Qt::DisplayRole && role != kSortRole) return {};
    switch (static_cast<Column>(index.column())) {
        case kSeverity:
            return severityText(problem.severity);
        case kPlace:
            return text(problem.place);
        case kReason:
            return text(problem.reason);
        case kFix:
            return text(problem.fix);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant ProblemTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kSeverity:
            return tr("Kind");
        case kPlace:
            return tr("Place");
        case kReason:
            return tr("Problem");
        case kFix:
            return tr("What to do");
        case kColumnCount:
            break;
    }
    return {};
}

}  // namespace binnacle
