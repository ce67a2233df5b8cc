// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace binnacle {

/// What may come next in a filter, at the cursor: candidates for the `length` characters from `from` on.
struct FilterCompletion {
    qsizetype from = 0;
    qsizetype length = 0;
    QStringList candidates;
};

/// Completes fields, operators, values and the words between conditions. `names` are the services and
/// workloads known now, offered as values. Total on any text. Any thread.
FilterCompletion completeFilter(const QString& text, qsizetype cursor, const QStringList& names);

/// Where in `text` an error at UTF-8 byte `offset` lies: from that character to the end of its word, at least
/// one long where there is any text.
struct FilterErrorPlace {
    qsizetype from = 0;
    qsizetype length = 0;
};
FilterErrorPlace filterErrorPlace(const QString& text, std::size_t offset);

}  // namespace binnacle
