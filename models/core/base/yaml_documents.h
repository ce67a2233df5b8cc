// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace binnacle {

/// Whether a text holds at most so many YAML documents, empty ones included. To be asked before
/// YAML::LoadAll(), which makes documents without end of a text such as ",": yaml-cpp 0.7 never gets past
/// what cannot begin one. Throws what yaml-cpp throws. Any thread.
bool holdsFewDocuments(const std::string& yaml, std::size_t most);

}  // namespace binnacle
