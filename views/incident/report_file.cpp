// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_file.h"

#include "models/qt/format.h"
#include "views/incident/report_html.h"
#include "views/incident/report_markdown.h"
#include "views/incident/report_pdf.h"

#include <QBuffer>
#include <QFileInfo>
#include <QSaveFile>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

Result<QByteArray> bytesOf(const ReportPage& page, ReportFormat format, const QFont& font) {
    switch (format) {
        case ReportFormat::html:
            return toHtml(page);
        case ReportFormat::markdown:
            return toMarkdown(page);
        case ReportFormat::pdf:
            break;
    }
    QBuffer pdf;
    pdf.open(QIODevice::WriteOnly);
    if (auto written = writePdf(page, font, pdf); !written) return tl::unexpected<Error>(written.error());
    return pdf.data();
}

}  // namespace

std::optional<ReportFormat> reportFormatOf(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == u"html"_s || ending == u"htm"_s) return ReportFormat::html;
    if (ending == u"pdf"_s) return ReportFormat::pdf;
    if (ending == u"md"_s || ending == u"markdown"_s) return ReportFormat::markdown;
    return std::nullopt;
}

Result<void> writeReport(const ReportContent& content, const QString& path, const QFont& font) {
    const auto format = reportFormatOf(path);
    if (!format) return failure(ErrorCode::invalid, utf8(path), "Its name must end in .html, .pdf or .md.");
    const auto bytes = bytesOf(describeReport(content, font), *format, font);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    QSaveFile file(path);
    const bool isWritten =
        file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size() && file.commit();
    if (!isWritten) return failure(ErrorCode::unavailable, utf8(path), utf8(file.errorString() + u'.'));
    return {};
}

}  // namespace binnacle
