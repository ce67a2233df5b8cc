// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/policy_editor.h"

namespace binnacle {

struct PolicyEditor::Private {};

PolicyEditor::PolicyEditor(TelemetrySession&, PolicySession&, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {}

PolicyEditor::~PolicyEditor() = default;

QString PolicyEditor::service() const {
    return {};
}

void PolicyEditor::editService(const QString&) {}

QSize PolicyEditor::sizeHint() const {
    return {600, 720};
}

QSize PolicyEditor::minimumSizeHint() const {
    return {360, 240};
}

}  // namespace binnacle
