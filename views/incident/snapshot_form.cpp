// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/snapshot_form.h"

#include "models/qt/format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QFormLayout>
#include <QPlainTextEdit>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNoteHeight = 72;
constexpr std::chrono::minutes kUsual{15};

QString windowText(const TimeWindow& window) {
    if (!window.to) {
        return SnapshotForm::tr("What is looked at: the last %1").arg(formatDuration(window.length));
    }
    const auto clock = [](TimePoint at) {
        return formatClock(std::chrono::floor<std::chrono::seconds>(at)).left(8);
    };
    return SnapshotForm::tr("What is looked at: %1 – %2")
        .arg(clock(*window.to - window.length), clock(*window.to));
}

}  // namespace

SnapshotForm::SnapshotForm(QWidget* parent)
    : QWidget(parent),
      m_window(new QComboBox(this)),
      m_requests(new QComboBox(this)),
      m_configuration(new QCheckBox(tr("Configuration of the proxies"), this)),
      m_note(new QPlainTextEdit(this)) {
    buildFields();
    connect(m_window, &QComboBox::currentIndexChanged, this, &SnapshotForm::changed);
    connect(m_requests, &QComboBox::currentIndexChanged, this, &SnapshotForm::changed);
    connect(m_configuration, &QCheckBox::toggled, this, &SnapshotForm::changed);
}

void SnapshotForm::buildFields() {
    m_window->setObjectName(u"snapshotWindow"_s);
    m_window->addItems({windowText(m_lookedAt), tr("Last 15 min")});
    m_window->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_requests->setObjectName(u"snapshotRequests"_s);
    m_requests->addItem(tr("All"), static_cast<int>(SnapshotRequests::all));
    m_requests->addItem(tr("Errors and slow ones"), static_cast<int>(SnapshotRequests::errorsAndSlow));
    m_requests->addItem(tr("None"), static_cast<int>(SnapshotRequests::none));
    m_configuration->setObjectName(u"snapshotConfiguration"_s);
    m_configuration->setChecked(true);
    m_configuration->setToolTip(tr("As the proxies tell it, without keys and passwords"));
    m_note->setObjectName(u"snapshotNote"_s);
    m_note->setPlaceholderText(tr("What happened, for whoever opens this"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(kNoteHeight);
    auto* fields = new QFormLayout(this);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(8);
    fields->setRowWrapPolicy(QFormLayout::WrapLongRows);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->addRow(tr("Window"), m_window);
    fields->addRow(tr("Single requests"), m_requests);
    fields->addRow(QString(), m_configuration);
    fields->addRow(tr("Note"), m_note);
}

void SnapshotForm::setLookedAt(const TimeWindow& window) {
    if (window == m_lookedAt) return;
    m_lookedAt = window;
    m_window->setItemText(0, windowText(window));
    if (m_window->currentIndex() == 0) Q_EMIT changed();
}

void SnapshotForm::showReportFieldsOnly() {
    auto* fields = static_cast<QFormLayout*>(layout());
    for (QWidget* field : std::initializer_list<QWidget*>{m_requests, m_configuration}) {
        field->hide();
        if (QWidget* label = fields->labelForField(field)) label->hide();
    }
}

SnapshotOrder SnapshotForm::order() const {
    SnapshotOrder order;
    order.window = m_window->currentIndex() == 0 ? m_lookedAt : TimeWindow{kUsual, {}};
    order.requests = static_cast<SnapshotRequests>(m_requests->currentData().toInt());
    order.withConfiguration = m_configuration->isChecked();
    order.note = utf8(m_note->toPlainText().trimmed());
    return order;
}

}  // namespace binnacle
