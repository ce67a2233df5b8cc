#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when an include or a link crosses a layer of docs/architecture.md, or a file outgrows its cap.

Usage: check_layers.py [ROOT]. Prints one line a finding; exit 1 if there is any.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
LINK = re.compile(r"target_link_libraries\s*\(([^)]*)\)", re.DOTALL)
QT = re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*|Q\w+/Q\w+)$")
GRPC = re.compile(r"^(grpc|grpcpp|google/protobuf|google/rpc|envoy|io/prometheus)/|\.pb\.h$")
WIDGETS = re.compile(r"^(QtWidgets|QtCharts)/|^Q(Widget|Chart|MainWindow|Dialog|Label|Action|UndoStack)")
JSON = re.compile(r"^nlohmann/")
TYPES = {".h", ".cpp"}
LINES = 500

# folder -> folders of ours it may include from (itself always).
MAY_INCLUDE = {
    "models/core": (),
    "models/qt": ("models/core",),
    "connectors/envoy": ("models/core",),
    "connectors/replay": ("models/core",),
    "connectors/station": ("models/core",),
    "views": ("models/core", "models/qt"),
    "app/daemon": ("models/core", "connectors"),
    "app/ctl": ("models/core", "connectors"),
    "app/desktop": ("models/core", "models/qt", "connectors", "views"),
    "demo": ("models/core",),
}
FORBIDDEN = {
    "models/core": ((QT, "Qt"), (GRPC, "gRPC or Protobuf"), (JSON, "JSON")),
    "models/qt": ((GRPC, "gRPC or Protobuf"), (WIDGETS, "Widgets"), (JSON, "JSON")),
    "connectors": ((QT, "Qt"),),
    "views": ((GRPC, "gRPC or Protobuf"), (JSON, "JSON")),
    "app/daemon": ((QT, "Qt"),),
    "app/ctl": ((QT, "Qt"), (GRPC, "gRPC or Protobuf")),
    "app/desktop": ((GRPC, "gRPC or Protobuf"),),
}
# folder -> what its CMake link lists must not name.
FORBIDDEN_LINKS = {
    "models/core": re.compile(r"Qt6::|gRPC::|protobuf|binnacle_(envoy|station|models_qt|view)"),
    "models/qt": re.compile(r"Qt6::(Widgets|Charts)|gRPC::|protobuf|binnacle_(envoy|station|view)"),
    "connectors": re.compile(r"Qt6::|binnacle_(models_qt|view)"),
    "views": re.compile(r"gRPC::|protobuf|binnacle_(envoy|station)"),
    "app/daemon": re.compile(r"Qt6::|binnacle_(models_qt|view)"),
    "app/ctl": re.compile(r"Qt6::|binnacle_(models_qt|view)"),
}
SINGLETON = re.compile(r"\b\w+::instance\(\)|\bstatic\s+\w+\s*&\s*instance\s*\(")
QT_SINGLETON = re.compile(r"\bQ\w+::instance\(\)")


def rules_for(table, path):
    return [(folder, value) for folder, value in table.items() if path.startswith(folder + "/")]


def check_source(root, path, findings):
    text = (root / path).read_text(encoding="utf-8")
    includes = INCLUDE.findall(text)
    if any(QT.match(i) for i in includes) and any(GRPC.search(i) for i in includes):
        findings.append(f"{path}: includes both a Qt and a gRPC/Protobuf header")
    for folder, patterns in rules_for(FORBIDDEN, path):
        for pattern, name in patterns:
            findings += [f"{path}: {folder} must not include {name} ({i})" for i in includes if pattern.search(i)]
    for folder, allowed in rules_for(MAY_INCLUDE, path):
        for include in includes:
            ours = include.split("/")[0] in ("app", "connectors", "demo", "models", "views", "tests")
            if ours and not include.startswith(tuple(f + "/" for f in (folder, *allowed))):
                findings.append(f"{path}: {folder} must not include {include}")
    if SINGLETON.search(QT_SINGLETON.sub("", text)):
        findings.append(f"{path}: a singleton")
    if text.count("\n") > LINES:
        findings.append(f"{path}: {text.count(chr(10))} lines, over {LINES}")
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in text[:200]:
        findings.append(f"{path}: no SPDX line")


def check_links(root, path, findings):
    text = (root / path).read_text(encoding="utf-8")
    for folder, pattern in rules_for(FORBIDDEN_LINKS, path):
        for links in LINK.findall(text):
            findings += [f"{path}: {folder} must not link {target}" for target in links.split() if pattern.match(target)]


def check(root):
    findings = []
    for top in ("app", "connectors", "demo", "models", "tests", "views"):
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix in TYPES:
                check_source(root, path, findings)
            elif file.name == "CMakeLists.txt":
                check_links(root, path, findings)
    return findings


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    findings = check(root)
    print("\n".join(findings) if findings else "layers hold")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
