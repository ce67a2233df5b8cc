// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/snapshot_review.h"

#include "models/qt/format.h"
#include "views/incident/report_text.h"
#include "views/latency/fact_table.h"
#include "views/latency/tone_label.h"

#include <QVBoxLayout>
#include <map>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

FactRow row(const QString& what, const QString& count) {
    return {{{what}, {count}}};
}

/// Parts of one kind as one: "configuration/checkout-1" and its like.
std::map<QString, std::uint64_t> sizesByKind(const SnapshotReport& report) {
    std::map<QString, std::uint64_t> sizes;
    for (const SnapshotPart& part : report.parts) {
        sizes[visibleText(text(part.name)).section(u'/', 0, 0)] += part.bytes;
    }
    return sizes;
}

std::vector<FactRow> contentsOf(const SnapshotReport& report) {
    std::vector<FactRow> rows = {row(SnapshotReview::tr("Services"), formatCount(report.nodes)),
                                 row(SnapshotReview::tr("Call relations"), formatCount(report.edges)),
                                 row(SnapshotReview::tr("Requests counted"), formatCount(report.requests)),
                                 row(SnapshotReview::tr("Single requests"), formatCount(report.records)),
                                 row(SnapshotReview::tr("Events and notes"), formatCount(report.events)),
                                 row(SnapshotReview::tr("Changes of policy"), formatCount(report.changes))};
    for (const auto& [kind, bytes] : sizesByKind(report)) {
        rows.push_back(
            row(SnapshotReview::tr("Part “%1”").arg(kind), formatBytes(static_cast<double>(bytes))));
    }
    return rows;
}

}  // namespace

SnapshotReview::SnapshotReview(QWidget* parent)
    : QWidget(parent),
      m_state(new ToneLabel({}, TextSize::body, TextTone::muted, this)),
      m_contents(new FactTable({tr("What leaves"), tr("How much")}, this)),
      m_removedTitle(new ToneLabel(tr("Removed before it leaves"), TextSize::strong, TextTone::normal, this)),
      m_removed(new FactTable({tr("Kind"), tr("Removed")}, this)),
      m_nothing(new ToneLabel(tr("Nothing that looks like a secret was found."), TextSize::body,
                              TextTone::muted, this)) {
    m_state->setFit(TextFit::wrap);
    m_nothing->setFit(TextFit::wrap);
    m_contents->setAccessibleName(tr("What leaves"));
    m_removed->setAccessibleName(tr("Removed before it leaves"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget* each :
         std::initializer_list<QWidget*>{m_state, m_contents, m_removedTitle, m_removed, m_nothing}) {
        column->addWidget(each);
    }
    say({});
}

void SnapshotReview::say(const QString& state) {
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
    for (QWidget* each : std::initializer_list<QWidget*>{m_contents, m_removedTitle, m_removed, m_nothing}) {
        each->hide();
    }
}

void SnapshotReview::showAsking() {
    say(tr("The station is looking what would leave…"));
}

void SnapshotReview::showFailure(const QString& sentence) {
    say(sentence);
}

void SnapshotReview::showReport(const SnapshotReport& report) {
    say({});
    m_contents->setRows(contentsOf(report));
    std::vector<FactRow> removed;
    for (const auto& [kind, count] : report.removed) {
        removed.push_back(row(visibleText(text(kind)), formatCount(count)));
    }
    m_contents->show();
    m_removedTitle->show();
    m_removed->setVisible(!removed.empty());
    m_nothing->setVisible(removed.empty());
    m_removed->setRows(std::move(removed));
}

}  // namespace binnacle
