# SPDX-License-Identifier: GPL-3.0-or-later
"""What desktops are told about the program and its files, judged by their own tools."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
SNAPSHOT = "application/vnd.binnacle.snapshot"


def run(*command, **others):
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=False, **others)


class PackagingTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        packages = self.folder / "mime" / "packages"
        packages.mkdir(parents=True)
        shutil.copy(PACKAGING / "mime" / "org.binnacle.Binnacle.xml", packages)
        built = run("update-mime-database", str(self.folder / "mime"))
        self.assertEqual(built.returncode, 0, built.stderr)
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.folder), HOME=str(self.folder),
                                XDG_CURRENT_DESKTOP="GNOME")

    def kind_of(self, file):
        told = run("xdg-mime", "query", "filetype", str(file), env=self.environment)
        return told.stdout.strip()

    def test_snapshots_are_known_by_name(self):
        file = self.folder / "incident.binnacle"
        file.write_bytes(b"BINNACLE\x01")

        self.assertEqual(self.kind_of(file), SNAPSHOT)

    def test_snapshots_are_known_by_what_they_begin_with(self):
        magic = (self.folder / "mime" / "magic").read_bytes()

        self.assertIn(SNAPSHOT.encode(), magic)
        self.assertIn(b"BINNACLE", magic)

    def test_the_desktop_entry_opens_them(self):
        entry = PACKAGING / "desktop" / "org.binnacle.Binnacle.desktop"
        checked = run("desktop-file-validate", str(entry))

        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        lines = entry.read_text(encoding="utf-8").splitlines()
        self.assertIn(f"MimeType={SNAPSHOT};", lines)
        self.assertIn("Exec=binnacle %f", lines)

    def test_the_description_is_valid(self):
        checked = run("appstreamcli", "validate", "--no-net",
                      str(PACKAGING / "desktop" / "org.binnacle.Binnacle.metainfo.xml"))

        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
