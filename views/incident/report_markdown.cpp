// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_markdown.h"

#include "views/incident/report_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

QString heading(const QString& title) {
    return u"\n## "_s + escapeMarkdown(title) + u"\n\n"_s;
}

QString quoted(const QString& text) {
    QString out;
    for (const QString& line : visibleLines(text).split(u'\n'))
        out += u"> "_s + escapeMarkdown(line) + u"\n"_s;
    return out + u'\n';
}

QString textOf(const ReportText& text) {
    if (text.kind == ReportText::Kind::plain) return escapeMarkdown(text.text) + u"\n\n"_s;
    return quoted(text.text);
}

QString rowOf(const QStringList& cells) {
    QStringList safe;
    for (const QString& cell : cells) safe.append(escapeMarkdown(cell));
    return u"| "_s + safe.join(u" | "_s) + u" |\n"_s;
}

QString tableOf(const ReportTable& table) {
    if (table.rows.empty()) return escapeMarkdown(table.instead) + u"\n\n"_s;
    QStringList titles;
    QStringList rulers;
    for (const ReportTable::Column& column : table.columns) {
        titles.append(column.title);
        rulers.append(column.kind == ReportTable::Column::Kind::figure ? u"---:"_s : u"---"_s);
    }
    QString out = rowOf(titles) + u"| "_s + rulers.join(u" | "_s) + u" |\n"_s;
    for (const QStringList& row : table.rows) out += rowOf(row);
    out += u'\n';
    if (!table.more.isEmpty()) out += escapeMarkdown(table.more) + u"\n\n"_s;
    return out;
}

/// Pictures stay behind: a Markdown file holds text.
QString blocksOf(const ReportPage& page, const QString& id) {
    QString out;
    for (const ReportBlock& block : sectionOf(page, id).blocks) {
        if (const auto* text = std::get_if<ReportText>(&block)) out += textOf(*text);
        if (const auto* table = std::get_if<ReportTable>(&block)) out += tableOf(*table);
    }
    return out;
}

QString known(const ReportPage& page, const QString& id) {
    return heading(sectionOf(page, id).title) + blocksOf(page, id);
}

QString open(const QString& title, const QString& question) {
    return heading(title) + u"_"_s + escapeMarkdown(question) + u"_\n\n"_s;
}

QString actionItems() {
    QString out = heading(tr("Action items"));
    out += rowOf({tr("What"), tr("Kind"), tr("Who"), tr("Until")}) + u"| --- | --- | --- | --- |\n"_s;
    for (const QString& kind : {tr("prevent"), tr("detect"), tr("mitigate")})
        out += rowOf({{}, kind, {}, {}});
    return out;
}

}  // namespace

QByteArray toMarkdown(const ReportPage& page) {
    QString out = u"# "_s + escapeMarkdown(page.title) + u"\n\n"_s + escapeMarkdown(page.subtitle) + u"\n"_s;
    out += known(page, u"summary"_s);
    out += open(tr("Impact"), tr("Who noticed, how long, and what could they not do?"));
    out += known(page, u"calls"_s) + known(page, u"timeline"_s) + known(page, u"changes"_s);
    out += open(tr("Root cause"), tr("Why did it happen, and why then?"));
    out +=
        open(tr("What went well, what went badly"), tr("How was it found, and what would have been faster?"));
    out += actionItems();
    for (const QString& id :
         {u"notes"_s, u"failing"_s, u"slowest"_s, u"policy"_s, u"removed"_s, u"about"_s}) {
        out += known(page, id);
    }
    return out.toUtf8();
}

}  // namespace binnacle
