#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy 19 over the C++ sources below the folders named (default: all of ours), with the release preset's commands.
# Usage: scripts/check_tidy.sh [FOLDER...]
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- app connectors demo models views
find "$@" -name '*.cpp' -print0 |
    xargs -0 -n 4 -P "$(nproc)" clang-tidy-19 -p build/release --quiet --extra-arg=-Wno-unknown-warning-option
