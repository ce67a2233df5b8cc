// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/csv.h"

#include <QStringList>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

bool startsFormula(const QString& text) {
    if (text.isEmpty() || !u"=+-@\t\r"_s.contains(text.front())) return false;
    bool isNumber = false;
    text.toDouble(&isNumber);
    return !isNumber;
}

QStringList rowTexts(const QAbstractItemModel& model, int row) {
    QStringList texts;
    for (int column = 0; column < model.columnCount(); ++column) {
        texts << model.index(row, column).data(Qt::DisplayRole).toString();
    }
    return texts;
}

QString csvLine(QStringList cells) {
    for (QString& cell : cells) cell = csvCell(cell);
    return cells.join(u',') + u"\r\n"_s;
}

}  // namespace

QString csvCell(const QString& text) {
    QString cell = startsFormula(text) ? u'\'' + text : text;
    const bool needsQuotes =
        cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r');
    if (!needsQuotes) return cell;
    cell.replace(u'"', u"\"\""_s);
    return u'"' + cell + u'"';
}

QString toCsv(const QAbstractItemModel& model, const QList<int>& rows) {
    QStringList headers;
    for (int column = 0; column < model.columnCount(); ++column) {
        headers << model.headerData(column, Qt::Horizontal).toString();
    }
    QString csv = csvLine(headers);
    for (const int row : rows) csv += csvLine(rowTexts(model, row));
    return csv;
}

QString toTabbedText(const QAbstractItemModel& model, const QList<int>& rows) {
    QStringList lines;
    for (const int row : rows) {
        QStringList texts = rowTexts(model, row);
        // A tab or a line break from the mesh must not make a new cell.
        for (QString& text : texts) text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
        lines << texts.join(u'\t');
    }
    return lines.join(u'\n');
}

}  // namespace binnacle
