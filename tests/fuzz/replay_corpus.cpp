// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over each file of a folder: what once was found stays found, with any compiler.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
    if (argc != 2) return EXIT_FAILURE;
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream in(file.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        // Whole, and cut at several places.
        for (std::size_t part = 0; part <= 16; ++part) LLVMFuzzerTestOneInput(data, bytes.size() * part / 16);
        ++files;
    }
    std::printf("%zu files\n", files);
    return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
