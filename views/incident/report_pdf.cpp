// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_pdf.h"

#include "views/incident/report_html.h"
#include "views/incident/report_pictures.h"
#include "views/incident/report_text.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr double kMarginMm = 14;
constexpr double kFootMm = 8;
constexpr double kDpi =
    96;  ///< the document is laid out at this, then scaled: its pixels are those of a page
constexpr double kDensity = 2.5;
constexpr double kPointSize = 8.5;

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

/// Text and our own pictures; asks for nothing else, whatever a text may look like.
class PrintedReport : public QTextDocument {
  public:
    void addPicture(const QString& name, QImage image) { m_pictures.emplace(name, std::move(image)); }

  protected:
    QVariant loadResource(int, const QUrl& name) override {
        const auto found = m_pictures.find(name.toString());
        return found == m_pictures.end() ? QVariant() : QVariant(found->second);
    }

  private:
    std::map<QString, QImage> m_pictures;
};

QFont printed(const QFont& font) {
    QFont result = font;
    result.setPointSizeF(kPointSize);
    result.setHintingPreference(QFont::PreferNoHinting);  // as wide on paper as it is laid out
    return result;
}

/// In pixels: points would be those of the paper, and be scaled once more.
QFont footFont(const QFont& font) {
    QFont result = printed(font);
    result.setPixelSize(static_cast<int>(kPointSize * kDpi / 72));
    return result;
}

QString styleFor(const Theme& theme) {
    return u"h1{font-size:18pt;font-weight:600;margin:0 0 2px 0}"
           "h2{font-size:12pt;font-weight:600;margin:18px 0 6px 0}"
           "p{margin:0 0 6px 0}"
           ".window,.quiet{color:%1}"
           "blockquote{margin:0 0 6px 16px;color:%2;font-style:italic}"
           "th,td{font-size:7pt;padding:2px 5px 2px 0;border-bottom:0.5px solid %3}"
           ".figure,.time{white-space:nowrap}"
           "th{color:%1;font-weight:600}"_s.arg(theme.textMuted.name(), theme.text.name(),
                                                theme.border.name());
}

void fill(PrintedReport& document, const ReportPage& page, double width) {
    const Theme& theme = Theme::of(ThemeKind::light);
    const auto picture = [&](const ReportPicture& drawn, int number) {
        const double shown = std::min(width, drawn.size.width());
        const QString name = u"picture-%1"_s.arg(number);
        document.addPicture(name, toImage(drawn, theme, kDensity * shown / drawn.size.width()));
        const double height = drawn.size.height() * shown / drawn.size.width();
        return u"<p><img src=\"%1\" width=\"%2\" height=\"%3\"></p>"_s.arg(
            name, QString::number(static_cast<int>(shown)), QString::number(static_cast<int>(height)));
    };
    document.setDefaultStyleSheet(styleFor(theme));
    document.setHtml(u"<h1>"_s + escapeHtml(page.title) + u"</h1><p class=\"window\">"_s +
                     escapeHtml(page.subtitle) + u"</p>"_s + sectionsAsHtml(page, picture));
}

/// Counted in pages, from the top of the first.
double placeOf(const QTextBlock& block, const QTextDocument& document) {
    return document.documentLayout()->blockBoundingRect(block).top() / document.pageSize().height();
}

/// A heading at the foot of a page goes to the next one, where what it is about stands.
void keepHeadingsWithText(QTextDocument& document) {
    constexpr double kFoot = 0.88;  // below, a heading and two lines have no room
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() != 2 || !block.next().isValid()) continue;
        const double place = placeOf(block, document);
        const bool isApart = std::floor(place) < std::floor(placeOf(block.next(), document));
        if (!isApart && place - std::floor(place) < kFoot) continue;
        QTextBlockFormat format;
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).mergeBlockFormat(format);
        document.markContentsDirty(0, document.characterCount());  // else what follows is not drawn
    }
}

void printFoot(QPainter& painter, const QString& title, const QString& number, const QRectF& foot) {
    painter.setPen(Theme::of(ThemeKind::light).textMuted);
    const double numberWidth = painter.fontMetrics().horizontalAdvance(number) + 4;
    const QString shown = painter.fontMetrics().elidedText(title, Qt::ElideRight,
                                                           static_cast<int>(foot.width() - numberWidth - 16));
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignBottom, shown);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignBottom, number);
}

}  // namespace

Result<void> writePdf(const ReportPage& page, const QFont& font, QIODevice& out) {
    QPdfWriter writer(&out);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm), QPageLayout::Millimeter);
    writer.setTitle(visibleText(page.title));
    writer.setCreator(u"Binnacle"_s);
    const double scale = writer.resolution() / kDpi;
    const double foot = kFootMm / 25.4 * kDpi;
    const QSizeF paper(writer.width() / scale, writer.height() / scale);
    const QSizeF body(paper.width(), paper.height() - foot);

    PrintedReport document;
    document.setDefaultFont(printed(font));
    document.setDocumentMargin(0);
    fill(document, page, body.width());
    document.setPageSize(body);
    keepHeadingsWithText(document);

    QPainter painter;
    if (!painter.begin(&writer)) return failure(ErrorCode::unavailable, "the PDF file", "");
    painter.setFont(footFont(font));
    painter.scale(scale, scale);
    const int pages = document.pageCount();
    for (int number = 0; number < pages; ++number) {
        if (number > 0 && !writer.newPage()) return failure(ErrorCode::unavailable, "the PDF file", "");
        const QRectF part(0, number * body.height(), body.width(), body.height());
        painter.save();
        painter.translate(0, -part.top());
        painter.setClipRect(part);
        document.drawContents(&painter, part);
        painter.restore();
        printFoot(painter, visibleText(page.title + u"  "_s + page.subtitle),
                  tr("Page %1 of %2").arg(number + 1).arg(pages),
                  {QPointF(0, body.height()), QSizeF(paper.width(), foot)});
    }
    if (!painter.end()) return failure(ErrorCode::unavailable, "the PDF file", "");
    return {};
}

}  // namespace binnacle
