// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/history_documents.h"
#include "app/ctl/text_file.h"

#include <fmt/format.h>

namespace binnacle {
namespace {

Table alertsTable(const AlertBook& book) {
    Table table({{"STATE"}, {"SEVERITY"}, {"RULE"}, {"SUBJECT"}, {"VALUE"}, {"SINCE"}, {"SUMMARY"}});
    for (const Alert& alert : book.alerts)
        table.add({{nameOf(alert.state), alert.state == AlertState::firing ? Ink::bad : Ink::plain},
                   {nameOf(alert.severity)},
                   {alert.rule},
                   {alert.subject},
                   {alert.value},
                   {isoTime(alert.since)},
                   {alert.summary}});
    return table;
}

Table budgetsTable(const AlertBook& book) {
    Table table(
        {{"OBJECTIVE"}, {"BUDGET LEFT", Align::right}, {"BURN 1H", Align::right}, {"BURN 5M", Align::right}});
    for (const BudgetState& budget : book.budgets)
        table.add({{budget.objective},
                   {shareCell(budget.left), budget.left < 0 ? Ink::bad : Ink::plain},
                   {fmt::format("{:.1f}", budget.burnHour)},
                   {fmt::format("{:.1f}", budget.burnFiveMinutes)}});
    return table;
}

}  // namespace

int runAlerts(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto book = station->alerts();
    if (!book) return session.fail(book.error());
    if (session.format() != OutputFormat::table) {
        session.printDocument(alertsDocument(*book));
        return ExitCode::kOk;
    }
    if (book->alerts.empty())
        session.say("no alerts");
    else
        session.print(alertsTable(*book));
    if (!book->budgets.empty()) session.print(budgetsTable(*book));
    return ExitCode::kOk;
}

int runAlertRules(Session& session) {
    const std::string& file = session.options().file;
    const auto text = file.empty() ? Result<std::string>() : readTextFile(file);
    if (!text) return session.fail(text.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    if (!file.empty()) {
        const auto set = station->setAlertRules(*text);
        return set ? ExitCode::kOk : session.fail(set.error());
    }
    const auto book = station->alerts();
    if (!book) return session.fail(book.error());
    if (session.format() == OutputFormat::json)
        session.printDocument(Json{{"rules", book->rulesYaml}});
    else
        session.print(terminalLines(book->rulesYaml));
    return ExitCode::kOk;
}

}  // namespace binnacle
