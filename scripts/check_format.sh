#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when clang-format would change a C++ file. Usage: check_format.sh [clang-format]
set -eu
cd "$(dirname "$0")/.."
find app connectors demo models tests views \( -name '*.cpp' -o -name '*.h' \) -print0 |
    xargs -0 "${1:-clang-format-19}" --dry-run --Werror
