// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/number_field.h"

#include "views/latency/health_mark.h"
#include "views/latency/tone_label.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QSignalBlocker>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kUnset = -1;  ///< the spin box's special value

}  // namespace

NumberField::NumberField(const PolicyField& field, QWidget* parent) : QWidget(parent), m_field(field) {
    const bool isTime = field.unit == FieldUnit::seconds;
    m_isSet = new QCheckBox(field.name, this);
    m_isSet->setToolTip(field.help);
    m_isSet->setObjectName(u"set:"_s + QString::fromLatin1(field.id));
    m_number = new QDoubleSpinBox(this);
    m_number->setObjectName(u"number:"_s + QString::fromLatin1(field.id));
    m_number->setAccessibleName(field.name);
    m_number->setAccessibleDescription(field.help);
    m_number->setDecimals(isTime ? 1 : 0);
    m_number->setRange(kUnset, field.most);
    m_number->setAlignment(Qt::AlignRight);
    m_number->setFixedWidth(104);
    m_number->setKeyboardTracking(true);
    if (isTime || field.unit == FieldUnit::percent) m_number->setSuffix(u' ' + unitText(field.unit));
    m_facts = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_facts->setFit(TextFit::wrap);
    m_zero = new ToneLabel(field.zero, TextSize::small, TextTone::normal, this);
    m_zero->setFit(TextFit::wrap);
    m_zero->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_zeroMark = new HealthMark(this);
    m_zeroMark->setHealth(Health::degraded);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_isSet, 0, 0, 1, 2);
    grid->addWidget(m_number, 0, 2);
    grid->addWidget(m_facts, 1, 0, 1, 3);
    grid->addWidget(m_zeroMark, 2, 0, Qt::AlignTop);
    grid->addWidget(m_zero, 2, 1, 1, 2);
    connect(m_isSet, &QCheckBox::toggled, this, &NumberField::toggle);
    connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (!m_isShowing && m_isSet->isChecked() && value > kUnset) Q_EMIT edited(value);
    });
    setValue(std::nullopt);
}

void NumberField::setValue(std::optional<double> value) {
    m_isShowing = true;
    m_isSet->setChecked(value.has_value());
    m_number->setEnabled(value.has_value());
    // The special text stands for the least value: a 0 that was meant must not read as "not set".
    m_number->setSpecialValueText(value ? QString() : tr("not set"));
    m_number->setMinimum(value ? 0 : kUnset);
    // Half-typed text of the user's own is left alone: only another value replaces it.
    if (m_number->value() != value.value_or(kUnset)) m_number->setValue(value.value_or(kUnset));
    m_isShowing = false;
    showZero(value);
}

void NumberField::setFacts(const QString& facts) {
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
}

void NumberField::toggle(bool isSet) {
    if (m_isShowing) return;
    Q_EMIT edited(isSet ? std::optional(m_suggestion) : std::nullopt);
    if (isSet) m_number->setFocus();
}

void NumberField::showZero(std::optional<double> value) {
    const bool isZero = value && *value == 0 && !m_field.zero.isEmpty();
    m_zero->setVisible(isZero);
    m_zeroMark->setVisible(isZero);
}

}  // namespace binnacle
