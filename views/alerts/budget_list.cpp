// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/budget_list.h"

#include "models/qt/format.h"
#include "views/alerts/budget_bar.h"
#include "views/latency/tone_label.h"

#include <QGridLayout>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString coveredText(Duration covered) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(covered).count();
    if (hours < 48) return BudgetList::tr("%1 h recorded").arg(hours);
    return BudgetList::tr("%1 days recorded").arg(hours / 24);
}

QString timesText(double burn) {
    return QString::number(burn, 'f', burn < 10 ? 2 : 0);
}

}  // namespace

BudgetList::BudgetList(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(16, 8, 16, 8);
    m_grid->setHorizontalSpacing(12);
    m_grid->setColumnStretch(2, 1);
    setAccessibleName(tr("Error budgets"));
    hide();
}

void BudgetList::setBudgets(const std::vector<BudgetState>& budgets) {
    setCount(budgets.size());
    for (std::size_t i = 0; i < budgets.size(); ++i) {
        m_lines[i].name->setText(text(budgets[i].objective));
        m_lines[i].bar->setLeft(budgets[i].left);
        m_lines[i].figures->setText(budgetText(budgets[i]));
        m_lines[i].bar->setAccessibleName(m_lines[i].name->text());
        m_lines[i].bar->setAccessibleDescription(m_lines[i].figures->text());
    }
    setVisible(!budgets.empty());
}

void BudgetList::setCount(std::size_t count) {
    while (m_lines.size() > count) {
        const Line line = m_lines.back();
        m_lines.pop_back();
        delete line.name;
        delete line.bar;
        delete line.figures;
    }
    while (m_lines.size() < count) {
        const int row = static_cast<int>(m_lines.size());
        const Line line{new ToneLabel({}, TextSize::body, TextTone::normal, this), new BudgetBar(this),
                        new ToneLabel({}, TextSize::body, TextTone::muted, this)};
        m_grid->addWidget(line.name, row, 0);
        m_grid->addWidget(line.bar, row, 1);
        m_grid->addWidget(line.figures, row, 2);
        m_lines.push_back(line);
    }
}

QString BudgetList::budgetText(const BudgetState& budget) {
    const QString left = budget.left < 0 ? tr("overspent by %1").arg(formatShare(-budget.left))
                                         : tr("%1 left").arg(formatShare(budget.left));
    return tr("%1, burns %2× over 1 h, %3× over 5 min, %4")
        .arg(left, timesText(budget.burnHour), timesText(budget.burnFiveMinutes),
             coveredText(budget.covered));
}

}  // namespace binnacle
