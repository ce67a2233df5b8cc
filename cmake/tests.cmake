# SPDX-License-Identifier: GPL-3.0-or-later
# binnacle_core_test(tst_x LIB ...): GoogleTest, no Qt. binnacle_qt_test(tst_x LIB ...): Qt Test, off screen, Qt warnings fatal.
# binnacle_bus_test(tst_x LIB ...): the same on a session bus of its own.
# One program a source file tst_x.cpp in the calling folder.
function(binnacle_core_test name)
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE binnacle_core binnacle_test_support GTest::gtest_main ${ARGN})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 60)
endfunction()

function(binnacle_qt_program name)
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE binnacle_models_qt binnacle_test_support Qt6::Test ${ARGN})
endfunction()

function(binnacle_qt_test_command name)
  # Qt warns, which is fatal here, where nobody set one that only the user may read.
  set(runtime ${CMAKE_BINARY_DIR}/runtime)
  file(MAKE_DIRECTORY ${runtime})
  file(CHMOD ${runtime} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES TIMEOUT 60 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_FATAL_WARNINGS=1;LANG=C.UTF-8;XDG_RUNTIME_DIR=${runtime}")
endfunction()

function(binnacle_qt_test name)
  binnacle_qt_program(${name} ${ARGN})
  binnacle_qt_test_command(${name} ${name})
endfunction()

function(binnacle_bus_test name)
  binnacle_qt_program(${name} ${ARGN})
  binnacle_qt_test_command(${name} dbus-run-session -- $<TARGET_FILE:${name}>)
endfunction()
