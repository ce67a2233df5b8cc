// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_maker.h"

#include "models/qt/current_user.h"
#include "models/qt/format.h"
#include "views/incident/report_file.h"

#include <QGuiApplication>
#include <QMetaObject>
#include <utility>

namespace binnacle {

ReportMaker::ReportMaker(ReportSources sources, const Clock& clock, QObject* parent)
    : QObject(parent), m_sources(std::move(sources)), m_clock(clock), m_font(QGuiApplication::font()) {}

ReportMaker::~ReportMaker() {
    m_worker.stop();  // while this is still whole; what it queued to it dies with it
}

void ReportMaker::make(const ReportOrder& order, const QString& path) {
    ++m_waiting;
    ReportOrder asked = order;
    asked.who = currentUser();
    m_worker.post([this, asked, path] {
        const auto content = collectReport(m_sources, asked, m_clock.now());
        const Result<void> outcome =
            content ? writeReport(*content, path, m_font) : tl::unexpected<Error>(content.error());
        QMetaObject::invokeMethod(
            this, [this, outcome, path] { answer(outcome, path); }, Qt::QueuedConnection);
    });
}

void ReportMaker::answer(const Result<void>& outcome, const QString& path) {
    --m_waiting;
    if (outcome) {
        Q_EMIT finished(path);
    } else {
        Q_EMIT failed(sentence(outcome.error()));
    }
}

}  // namespace binnacle
