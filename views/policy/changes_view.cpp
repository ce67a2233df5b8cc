// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/changes_view.h"

namespace binnacle {

struct ChangesView::Private {};

ChangesView::ChangesView(PolicySession&, QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {}

ChangesView::~ChangesView() = default;

}  // namespace binnacle
