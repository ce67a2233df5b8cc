// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/incident/report_page.h"

#include <QByteArray>
#include <QImage>
#include <optional>

namespace binnacle {

/// The map of the window, drawn as the window draws it; nothing where there is nothing to draw. Any thread.
std::optional<ReportPicture> mapPicture(const ReportContent& content, const QFont& font);
/// Requests by status, share of errors, and quantiles, with the window's changes, alerts and notes marked.
std::vector<ReportPicture> chartPictures(const ReportContent& content, const QFont& font);

QByteArray toSvg(const ReportPicture& picture, const Theme& theme);
/// `density` is pixels of the image to one of the picture.
QImage toImage(const ReportPicture& picture, const Theme& theme, double density);

}  // namespace binnacle
