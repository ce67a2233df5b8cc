// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QList>
#include <QString>

namespace binnacle {

/// One cell as RFC 4180 wants it, and safe to open in a spreadsheet: a text that would start a formula (= + -
/// @ TAB CR) gets a leading apostrophe, a plain number does not. Any thread.
QString csvCell(const QString& text);
/// Header and the given rows of a model as shown, lines ended by CR LF.
QString toCsv(const QAbstractItemModel& model, const QList<int>& rows);
/// The given rows as tab-separated text, for pasting into a chat.
QString toTabbedText(const QAbstractItemModel& model, const QList<int>& rows);

}  // namespace binnacle
