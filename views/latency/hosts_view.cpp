// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/hosts_view.h"

namespace binnacle {

struct HostsView::Private {};

HostsView::HostsView(TelemetrySession&, MapSelection&, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {}

HostsView::~HostsView() = default;

}  // namespace binnacle
