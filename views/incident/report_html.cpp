// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_html.h"

#include "views/incident/report_pictures.h"
#include "views/incident/report_text.h"

#include <QCoreApplication>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

/// Nothing is loaded but what stands in the file, and nothing runs.
constexpr auto kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

QString ruleFor(const char* selector, const Theme& theme) {
    return u"%1{--ground:%2;--panel:%3;--line:%4;--text:%5;--quiet:%6;--accent:%7}"_s.arg(
        QLatin1String(selector), theme.window.name(), theme.panel.name(), theme.border.name(),
        theme.text.name(), theme.textMuted.name(), theme.accent.name());
}

QString styleSheet() {
    return ruleFor(":root", Theme::of(ThemeKind::light)) +
           u"@media screen and (prefers-color-scheme:dark){"_s +
           ruleFor(":root", Theme::of(ThemeKind::dark)) + u"}"_s + QLatin1String(R"(
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,"Noto Sans",sans-serif}
main{max-width:1160px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:28px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:19px;margin:0 0 12px}
.window{color:var(--quiet);margin:0 0 24px;font-variant-numeric:tabular-nums}
nav{margin:0 0 24px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0;padding:0}
nav a{color:var(--accent)}
section{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:20px 24px;margin:0 0 16px}
section>:last-child{margin-bottom:0}
p{margin:0 0 12px;overflow-wrap:anywhere}
blockquote,pre{margin:0 0 12px;padding:8px 16px;border-left:3px solid var(--accent);white-space:pre-wrap;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:6px 16px 6px 0;border-bottom:1px solid var(--line);overflow-wrap:break-word;max-width:320px;unicode-bidi:isolate}
td{min-width:56px}
thead th{color:var(--quiet);font-weight:600;white-space:nowrap}
tbody th{font-weight:600;width:200px}
tbody tr:last-child>*{border-bottom:0}
.figure,.time{font-variant-numeric:tabular-nums;white-space:nowrap}
.figure{text-align:right}
figure{margin:0 0 12px}
img{display:block;max-width:100%;height:auto;border-radius:4px}
.quiet{color:var(--quiet)}
@media print{
@page{size:A4;margin:14mm}
body{background:none;font-size:11px}
main{max-width:none;padding:0}
section{border:0;border-radius:0;padding:0;margin:0 0 20px}
nav{display:none}
h2{break-after:avoid}
table{font-size:9px}
th,td{padding:3px 8px 3px 0}
td{min-width:0}
tr,figure{break-inside:avoid}
thead{display:table-header-group}
.wide{overflow:visible}
}
)");
}

QString dataUri(const ReportPicture& picture, ThemeKind kind) {
    const QByteArray svg = toSvg(picture, Theme::of(kind));
    return u"data:image/svg+xml;base64,"_s + QString::fromLatin1(svg.toBase64());
}

QString pictureElement(const ReportPicture& picture, int) {
    return u"<figure><picture><source media=\"screen and (prefers-color-scheme: dark)\" srcset=\"%1\">"
           "<img src=\"%2\" width=\"%3\" height=\"%4\" alt=\"%5\"></picture></figure>\n"_s.arg(
               dataUri(picture, ThemeKind::dark), dataUri(picture, ThemeKind::light),
               QString::number(picture.size.toSize().width()),
               QString::number(picture.size.toSize().height()), escapeHtml(picture.inWords));
}

QString textElement(const ReportText& text) {
    QString safe = escapeHtml(text.text);
    switch (text.kind) {
        case ReportText::Kind::plain:
            return u"<p>"_s + safe + u"</p>\n"_s;
        case ReportText::Kind::quote:
            return u"<blockquote>"_s + safe.replace(u'\n', u"<br>"_s) + u"</blockquote>\n"_s;
        case ReportText::Kind::code:
            return u"<pre>"_s + safe + u"</pre>\n"_s;
    }
    return {};
}

bool hasTitles(const ReportTable& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const ReportTable::Column& column) { return !column.title.isEmpty(); });
}

QString placeOf(ReportTable::Column::Kind kind) {
    // `align` too: not every reader of HTML knows style sheets well.
    switch (kind) {
        case ReportTable::Column::Kind::text:
            return u" align=\"left\""_s;
        case ReportTable::Column::Kind::figure:
            return u" class=\"figure\" align=\"right\""_s;
        case ReportTable::Column::Kind::time:
            return u" class=\"time\" align=\"left\""_s;
    }
    return {};
}

QString cell(const ReportTable& table, qsizetype column, const QString& text, const QString& element) {
    const QString place = placeOf(table.columns[static_cast<std::size_t>(column)].kind);
    return u"<%1%2>%3</%1>"_s.arg(element, place, escapeHtml(text).replace(u'\n', u"<br>"_s));
}

QString headOf(const ReportTable& table) {
    if (!hasTitles(table)) return {};
    QString head = u"<thead><tr>"_s;
    for (qsizetype i = 0; i < static_cast<qsizetype>(table.columns.size()); ++i) {
        head += cell(table, i, table.columns[static_cast<std::size_t>(i)].title, u"th"_s);
    }
    return head + u"</tr></thead>"_s;
}

QString tableElement(const ReportTable& table) {
    if (table.rows.empty()) return u"<p class=\"quiet\">"_s + escapeHtml(table.instead) + u"</p>\n"_s;
    QString html = u"<div class=\"wide\"><table width=\"100%\">"_s + headOf(table) + u"<tbody>\n"_s;
    const bool isNamed = hasTitles(table);
    for (const QStringList& row : table.rows) {
        html += u"<tr>"_s;
        for (qsizetype i = 0; i < row.size(); ++i)
            html += cell(table, i, row.at(i), i == 0 && !isNamed ? u"th"_s : u"td"_s);
        html += u"</tr>\n"_s;
    }
    html += u"</tbody></table></div>\n"_s;
    if (!table.more.isEmpty()) html += u"<p class=\"quiet\">"_s + escapeHtml(table.more) + u"</p>\n"_s;
    return html;
}

QString contentsOf(const ReportPage& page) {
    QString list = u"<nav aria-label=\"%1\"><ul>"_s.arg(escapeHtml(tr("Contents")));
    for (const ReportSection& section : page.sections) {
        list += u"<li><a href=\"#%1\">%2</a></li>"_s.arg(section.id, escapeHtml(section.title));
    }
    return list + u"</ul></nav>\n"_s;
}

}  // namespace

QString sectionsAsHtml(const ReportPage& page,
                       const std::function<QString(const ReportPicture&, int number)>& picture) {
    QString html;
    int number = 0;
    for (const ReportSection& section : page.sections) {
        html += u"<section id=\"%1\">\n<h2>%2</h2>\n"_s.arg(section.id, escapeHtml(section.title));
        for (const ReportBlock& block : section.blocks) {
            if (const auto* said = std::get_if<ReportText>(&block)) html += textElement(*said);
            if (const auto* table = std::get_if<ReportTable>(&block)) html += tableElement(*table);
            if (const auto* drawn = std::get_if<ReportPicture>(&block)) html += picture(*drawn, number++);
        }
        html += u"</section>\n"_s;
    }
    return html;
}

QByteArray toHtml(const ReportPage& page) {
    // No arg() over texts: what looks like a place marker in one of them would be filled by the next.
    QString html =
        u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\""_s +
        QLatin1String(kPolicy) +
        u"\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"_s;
    html += escapeHtml(page.title) + u"</title>\n<style>"_s + styleSheet() + u"</style>\n</head>\n<body>\n"_s;
    html += u"<main>\n<h1>"_s + escapeHtml(page.title) + u"</h1>\n<p class=\"window\">"_s +
            escapeHtml(page.subtitle) + u"</p>\n"_s;
    html += contentsOf(page) + sectionsAsHtml(page, pictureElement) + u"</main>\n</body>\n</html>\n"_s;
    return html.toUtf8();
}

}  // namespace binnacle
