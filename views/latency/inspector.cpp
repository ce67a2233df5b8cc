// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/inspector.h"

namespace binnacle {

struct Inspector::Private {};

Inspector::Inspector(TelemetrySession&, PolicySession&, MapSelection&, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {}

Inspector::~Inspector() = default;

QSize Inspector::sizeHint() const {
    return {360, 720};
}

QSize Inspector::minimumSizeHint() const {
    return {320, 240};
}

}  // namespace binnacle
