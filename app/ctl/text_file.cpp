// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/text_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

namespace binnacle {
namespace {

constexpr std::size_t kFileBytes = 1024 * 1024;

Result<std::string> readBounded(std::istream& in, const std::string& name) {
    std::string text(kFileBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return failure(ErrorCode::unavailable, name, "cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kFileBytes) return failure(ErrorCode::invalid, name, "is larger than 1 MiB");
    return text;
}

}  // namespace

std::string textFileName(const std::string& file) {
    return file == "-" ? "standard input" : file;
}

Result<std::string> readTextFile(const std::string& file) {
    if (file == "-") return readBounded(std::cin, textFileName(file));
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return failure(ErrorCode::unavailable, file,
                       std::string("cannot be opened: ") + std::strerror(errno));
    return readBounded(in, file);
}

}  // namespace binnacle
