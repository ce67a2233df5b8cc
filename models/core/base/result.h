// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/error.h"

#include <tl/expected.hpp>
#include <utility>

namespace binnacle {

/// A value or the Error that stood in its way. Exceptions do not cross a module.
template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, std::string subject, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(subject), std::move(detail)});
}

}  // namespace binnacle
