// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/incident/report_page.h"

#include <QByteArray>

namespace binnacle {

/// A report as one HTML file that needs nothing else: no script, no link, no request, pictures inside. Reads
/// light or dark as the reader's system does, and prints. Any thread.
QByteArray toHtml(const ReportPage& page);

/// The sections alone, for who lays HTML out; `picture` gives a picture's element, and is told its number.
QString sectionsAsHtml(const ReportPage& page,
                       const std::function<QString(const ReportPicture&, int number)>& picture);

}  // namespace binnacle
