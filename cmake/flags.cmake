# SPDX-License-Identifier: GPL-3.0-or-later
# The one place for compiler flags: every target of ours links binnacle_flags.
add_library(binnacle_flags INTERFACE)
target_include_directories(binnacle_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(
  binnacle_flags
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wnon-virtual-dtor
            -Wold-style-cast
            -Wcast-qual
            -Woverloaded-virtual
            -Wextra-semi
            -Werror
            # g++ 12 at -O2 sees overlapping copies in any `"text" + string` (GCC bug 105651).
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:RelWithDebInfo>>:-Wno-restrict>)
if(BINNACLE_SANITIZE)
  target_compile_options(binnacle_flags INTERFACE -fsanitize=${BINNACLE_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=all)
  target_link_options(binnacle_flags INTERFACE -fsanitize=${BINNACLE_SANITIZE})
endif()
find_program(LLD ld.lld)
if(LLD)
  target_link_options(binnacle_flags INTERFACE -fuse-ld=lld)
endif()

# What every Qt target adds.
add_library(binnacle_qt_flags INTERFACE)
target_link_libraries(binnacle_qt_flags INTERFACE binnacle_flags)
target_compile_definitions(
  binnacle_qt_flags INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
                              QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_KEYWORDS QT_USE_QSTRINGBUILDER)
