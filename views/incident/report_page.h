// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/report_content.h"
#include "views/common/theme.h"

#include <QFont>
#include <QPainter>
#include <QSizeF>
#include <QString>
#include <QStringList>
#include <functional>
#include <variant>
#include <vector>

namespace binnacle {

struct ReportText {
    enum class Kind { plain, quote, code };
    QString text;
    Kind kind = Kind::plain;
};

struct ReportTable {
    struct Column {
        enum class Kind { text, figure, time };  ///< figures are right-aligned; neither breaks over lines
        QString title;
        Kind kind = Kind::text;
    };
    std::vector<Column> columns;
    std::vector<QStringList> rows;
    QString instead;  ///< said where there are no rows
    QString more;     ///< said below: what was left out
};

/// Something to draw, in pixels of `size`; as often as a format needs it, in the colours that suit it.
struct ReportPicture {
    QString title;
    QString inWords;  ///< for those who can't see it
    QFont font;       ///< that it is drawn with
    QSizeF size;
    std::function<void(QPainter&, const Theme&)> paint;
};

using ReportBlock = std::variant<ReportText, ReportTable, ReportPicture>;

struct ReportSection {
    QString id;  ///< of the section in the document: plain letters
    QString title;
    std::vector<ReportBlock> blocks;
};

/// A report as a document: what every format writes, in the order in which it is read. Texts are not escaped
/// yet. A plain value; any thread.
struct ReportPage {
    QString title;
    QString subtitle;
    std::vector<ReportSection> sections;
};

/// Figures become text here, and nowhere else. `font` is what pictures are drawn with. Any thread.
ReportPage describeReport(const ReportContent& content, const QFont& font);

/// The one section with that id; it must be there.
const ReportSection& sectionOf(const ReportPage& page, const QString& id);

}  // namespace binnacle
