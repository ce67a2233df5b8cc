// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/comparison_session.h"

#include <string>

namespace binnacle {

/// Opens a snapshot to compare with: a station of its own serves it for as long as the recording is held.
/// Waits until that is ready, so not on the UI thread. Errors: as OwnStation::open().
Result<ComparisonSession::Recording> openRecording(const std::string& path);

}  // namespace binnacle
