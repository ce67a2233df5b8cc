// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

enum class ErrorCode { notFound, invalid, unavailable, timeout, conflict, corrupt, cancelled };

/// What failed (code), on what (subject), and the detail a person needs to mend it.
/// Not for broken invariants: those are asserts. A plain value; any thread.
struct Error {
    ErrorCode code = ErrorCode::invalid;
    std::string subject;
    std::string detail;

    bool operator==(const Error&) const = default;
};

}  // namespace binnacle
