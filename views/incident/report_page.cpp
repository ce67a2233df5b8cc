// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_page.h"

#include "models/qt/format.h"
#include "views/incident/report_pictures.h"
#include "views/incident/report_sections.h"

#include <QCoreApplication>
#include <algorithm>
#include <cassert>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

ReportSection mapSection(const ReportContent& content, const QFont& font) {
    ReportSection section{u"map"_s, tr("Who calls whom"), {}};
    if (auto map = mapPicture(content, font)) {
        section.blocks.emplace_back(*std::move(map));
    } else {
        section.blocks.emplace_back(ReportText{tr("Nothing was called in this window.")});
    }
    return section;
}

ReportSection chartSection(const ReportContent& content, const QFont& font) {
    ReportSection section{u"charts"_s, tr("Over time"), {}};
    for (ReportPicture& chart : chartPictures(content, font)) section.blocks.emplace_back(std::move(chart));
    return section;
}

}  // namespace

ReportPage describeReport(const ReportContent& content, const QFont& font) {
    ReportPage page;
    const QString mesh = text(content.status.mesh);
    page.title = mesh.isEmpty() ? tr("Incident report") : tr("Incident report: %1").arg(mesh);
    page.subtitle = reportWindow(*content.frame);
    page.sections.push_back(summarySection(content));
    page.sections.push_back(mapSection(content, font));
    page.sections.push_back(callsSection(content));
    page.sections.push_back(chartSection(content, font));
    for (const auto& section : {timelineSection, changesSection, notesSection, failingSection, slowestSection,
                                policySection, removedSection, aboutSection}) {
        page.sections.push_back(section(content));
    }
    return page;
}

const ReportSection& sectionOf(const ReportPage& page, const QString& id) {
    const auto found = std::find_if(page.sections.begin(), page.sections.end(),
                                    [&](const ReportSection& section) { return section.id == id; });
    assert(found != page.sections.end());
    return *found;
}

}  // namespace binnacle
