#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layer check finds each kind of breach when it is planted, and nothing in a tree that keeps the rules."""

import importlib.util
import pathlib
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPEC = importlib.util.spec_from_file_location("check_layers", ROOT / "scripts" / "check_layers.py")
check_layers = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_layers)

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"


class CheckLayersTest(unittest.TestCase):
    def findings(self, path, text):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / path
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            return check_layers.check(pathlib.Path(directory))

    def assert_found(self, path, text, words):
        self.assertTrue(any(words in f for f in self.findings(path, text)), f"{path}: {text!r}")

    def test_a_breach_of_an_include_rule_is_found(self):
        for path, include, words in [
            ("models/core/a.cpp", "<QString>", "must not include Qt"),
            ("models/core/a.cpp", "<grpcpp/server.h>", "must not include gRPC"),
            ("models/core/a.cpp", '"connectors/envoy/a.h"', "must not include connectors/envoy/a.h"),
            ("models/core/a.cpp", '"models/qt/a.h"', "must not include models/qt/a.h"),
            ("models/qt/a.cpp", "<QtWidgets/QWidget>", "must not include Widgets"),
            ("connectors/envoy/a.cpp", "<QObject>", "must not include Qt"),
            ("connectors/envoy/a.cpp", '"connectors/station/a.h"', "must not include connectors/station/a.h"),
            ("connectors/envoy/a.cpp", '"views/map/a.h"', "must not include views/map/a.h"),
            ("views/map/a.cpp", "<grpcpp/server.h>", "must not include gRPC"),
            ("views/map/a.cpp", '"connectors/station/a.h"', "must not include connectors/station/a.h"),
            ("app/daemon/a.cpp", "<QCoreApplication>", "must not include Qt"),
            ("app/desktop/a.cpp", '"binnacle/v1/station.pb.h"', "must not include gRPC"),
        ]:
            self.assert_found(path, f"{SPDX}#include {include}\n", words)

    def test_a_file_with_qt_and_grpc_is_found(self):
        self.assert_found("tests/gui/a.cpp", SPDX + "#include <QObject>\n#include <grpcpp/server.h>\n", "both a Qt")

    def test_a_breach_of_a_link_rule_is_found(self):
        for path, link in [
            ("models/core", "Qt6::Core"),
            ("models/core", "gRPC::grpc++"),
            ("models/qt", "Qt6::Widgets"),
            ("connectors/envoy", "Qt6::Core"),
            ("views/map", "binnacle_station"),
            ("app/daemon", "Qt6::Core"),
        ]:
            text = f"target_link_libraries(x PUBLIC binnacle_core\n  {link})\n"
            self.assert_found(f"{path}/CMakeLists.txt", text, f"must not link {link}")

    def test_caps_and_habits_are_held(self):
        self.assert_found("views/a.cpp", SPDX + "\n" * 501, "over 500")
        self.assert_found("views/a.cpp", "int a;\n", "no SPDX")
        self.assert_found("views/a.cpp", SPDX + "auto& s = Settings::instance();\n", "a singleton")

    def test_what_is_allowed_is_not_found(self):
        for path, include in [
            ("models/core/a.cpp", "<sqlite3.h>"),
            ("models/qt/a.cpp", '"models/core/a.h"'),
            ("views/map/a.cpp", '"views/common/theme.h"'),
            ("app/desktop/a.cpp", '"connectors/station/station_client.h"'),
            ("connectors/envoy/a.cpp", "<grpcpp/server.h>"),
        ]:
            self.assertEqual(self.findings(path, f"{SPDX}#include {include}\n"), [])


if __name__ == "__main__":
    unittest.main()
