// SPDX-License-Identifier: GPL-3.0-or-later
// The sections that tell what happened and who did what.
#include "models/core/history/event.h"
#include "models/core/policy/intent_yaml.h"
#include "models/qt/format.h"
#include "views/incident/report_sections.h"
#include "views/policy/change_summary.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr auto kFigure = ReportTable::Column::Kind::figure;
constexpr auto kTime = ReportTable::Column::Kind::time;

constexpr std::size_t kMostEvents = 300;

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

QString orDash(const QString& value) {
    return value.isEmpty() ? u"–"_s : value;
}

QString kindName(IntentKind kind) {
    return text(std::string(intentKindName(kind)));
}

QString answersOf(const Change& change) {
    const auto acknowledged =
        std::count_if(change.answers.begin(), change.answers.end(),
                      [](const ProxyAnswer& answer) { return answer.state == AnswerState::acknowledged; });
    return tr("%1 of %2 proxies acknowledged").arg(acknowledged).arg(change.answers.size());
}

QString whatChanged(const Change& change) {
    QStringList edits;
    for (const IntentEdit& edit : change.edits) {
        edits.append(kindName(edit.kind) + u' ' + text(edit.service));
    }
    return edits.join(u", "_s);
}

/// Changes are events too; one that the station told among its events is not told twice.
std::vector<Event> storyOf(const ReportContent& content) {
    std::vector<Event> story = content.events;
    std::set<std::string> told;
    for (const Event& event : story) {
        if (event.kind == EventKind::change) told.insert(event.reference);
    }
    for (const Change& change : content.changes) {
        if (told.contains(change.id)) continue;
        story.push_back({.id = 0,
                         .at = change.at,
                         .kind = EventKind::change,
                         .subject = utf8(whatChanged(change)),
                         .detail = change.reason,
                         .who = change.who,
                         .reference = change.id});
    }
    std::stable_sort(story.begin(), story.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
    return story;
}

QStringList eventRow(const TopologyFrame& window, const Event& event) {
    return {reportTime(window, event.at), text(eventKindName(event.kind)), orDash(text(event.subject)),
            orDash(text(event.detail)),   orDash(text(event.who)),         orDash(text(event.reference))};
}

std::map<QString, QString> fieldsOf(const std::optional<Intent>& intent) {
    std::map<QString, QString> fields;
    if (!intent) return fields;
    for (const auto& [field, value] : intentFields(*intent)) fields.emplace(text(field), text(value));
    return fields;
}

void addEdit(const IntentEdit& edit, ReportTable& table) {
    const auto before = fieldsOf(edit.before);
    const auto after = fieldsOf(edit.after);
    std::set<QString> names;
    for (const auto& [field, value] : before) names.insert(field);
    for (const auto& [field, value] : after) names.insert(field);
    const auto valueOf = [](const std::map<QString, QString>& fields, const QString& name) {
        const auto found = fields.find(name);
        return found == fields.end() ? tr("not set") : found->second;
    };
    for (const QString& name : names) {
        if (valueOf(before, name) == valueOf(after, name)) continue;
        table.rows.push_back({kindName(edit.kind) + u' ' + text(edit.service), name, valueOf(before, name),
                              valueOf(after, name)});
    }
}

void addChange(const TopologyFrame& window, const Change& change, ReportSection& section) {
    section.blocks.emplace_back(
        ReportText{tr("%1, %2, by %3. %4: %5.")
                       .arg(text(change.id), reportTime(window, change.at), orDash(text(change.who)),
                            changeStateSentence(change), answersOf(change))});
    if (!change.reason.empty()) {
        section.blocks.emplace_back(ReportText{text(change.reason), ReportText::Kind::quote});
    }
    ReportTable table{{{tr("Policy")}, {tr("Field")}, {tr("Before")}, {tr("After")}},
                      {},
                      tr("Nothing changed in value."),
                      {}};
    for (const IntentEdit& edit : change.edits) addEdit(edit, table);
    section.blocks.emplace_back(std::move(table));
}

}  // namespace

ReportSection timelineSection(const ReportContent& content) {
    ReportTable table{
        {{tr("Time"), kTime}, {tr("What")}, {tr("Subject")}, {tr("Detail")}, {tr("Who")}, {tr("Reference")}},
        {},
        tr("Nothing but traffic was recorded in this window."),
        {}};
    const std::vector<Event> story = storyOf(content);
    // The newest ones: what led to the end of the window.
    const std::size_t left = story.size() > kMostEvents ? story.size() - kMostEvents : 0;
    for (std::size_t i = left; i < story.size(); ++i)
        table.rows.push_back(eventRow(*content.frame, story[i]));
    if (left > 0) table.more = tr("%1 earlier events are not shown.").arg(left);
    return {u"timeline"_s, tr("Timeline"), {table}};
}

ReportSection changesSection(const ReportContent& content) {
    ReportSection section{u"changes"_s, tr("What was changed"), {}};
    if (content.changes.empty()) {
        section.blocks.emplace_back(
            ReportText{tr("Traffic policy was not changed through this station in this window.")});
    }
    for (const Change& change : content.changes) addChange(*content.frame, change, section);
    return section;
}

ReportSection notesSection(const ReportContent& content) {
    ReportSection section{u"notes"_s, tr("Notes"), {}};
    for (const Event& event : content.events) {
        if (event.kind != EventKind::note) continue;
        const QString about = event.subject.empty() ? QString() : tr(", on %1").arg(text(event.subject));
        section.blocks.emplace_back(ReportText{
            tr("%1, %2%3:").arg(reportTime(*content.frame, event.at), orDash(text(event.who)), about)});
        section.blocks.emplace_back(ReportText{text(event.detail), ReportText::Kind::quote});
    }
    if (section.blocks.empty()) section.blocks.emplace_back(ReportText{tr("Nobody left a note.")});
    return section;
}

ReportSection policySection(const ReportContent& content) {
    ReportTable table{
        {{tr("Policy")}, {tr("Field")}, {tr("Value")}, {tr("Where from")}, {tr("Proxies"), kFigure}},
        {},
        tr("No policy of this station was in force at the end of the window."),
        {}};
    for (const PolicyInForce& policy : content.policies) {
        const QString name = kindName(policy.intent.kind()) + u' ' + text(policy.intent.service);
        const QString proxies = formatCount(policy.proxies.size());
        for (const PolicyValue& value : policy.values) {
            table.rows.push_back({name, text(value.field), text(value.value), text(value.origin), proxies});
        }
        if (!policy.values.empty()) continue;
        for (const auto& [field, value] : intentFields(policy.intent)) {
            table.rows.push_back({name, text(field), text(value), u"–"_s, proxies});
        }
    }
    return {u"policy"_s, tr("Policies in force at the end"), {table}};
}

}  // namespace binnacle
