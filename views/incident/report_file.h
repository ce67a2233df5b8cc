// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/incident/report_content.h"

#include <QFont>
#include <QString>
#include <optional>

namespace binnacle {

enum class ReportFormat { html, pdf, markdown };

/// By the ending of a file's name: .html, .htm, .pdf, .md, .markdown.
std::optional<ReportFormat> reportFormatOf(const QString& path);

/// Writes a report to `path`, which it replaces only when all of it is written. Any thread. Errors: invalid
/// (no format has that ending), unavailable (no space, no permission).
Result<void> writeReport(const ReportContent& content, const QString& path, const QFont& font);

}  // namespace binnacle
