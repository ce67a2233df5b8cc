# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo without a screen passes, and leaves nothing behind however it stops."""

import os
import signal
import subprocess
import sys
import tempfile
import unittest

from lab_path import net, paths

DEMO = os.path.join(paths.ROOT, "demo", "demo.py")


def start(temporary, *options):
    return subprocess.Popen(
        [sys.executable, "-B", DEMO, "--headless", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": temporary},
    )


def descendants(pid):
    """Process ids below one, itself left out."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                parents[int(name)] = int(stat.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return [child for child in parents if parents[child] == pid]


def is_there(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class DemoTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="binnacle-test-")
        self.addCleanup(place.cleanup)
        self.temporary = place.name

    def wait_open(self, demo):
        lines = []
        for line in demo.stdout:
            lines.append(line)
            if "the shop is open" in line:
                return
        self.fail("".join(lines))

    def test_headless_sees_changes_and_heals(self):
        demo = start(self.temporary, "--duration", "50s", "--calm", "25s")
        told, _ = demo.communicate(timeout=110)
        print(told)
        self.assertEqual(demo.returncode, 0)
        self.assertIn("PASSED", told)
        self.assertIn("healed by a split", told)
        self.assertEqual(os.listdir(self.temporary), [])

    def check_end(self, number):
        demo = start(self.temporary, "--duration", "60s")
        self.wait_open(demo)
        children = descendants(demo.pid)
        self.assertGreaterEqual(len(children), 12)
        demo.send_signal(number)
        demo.stdout.read()
        demo.stdout.close()
        demo.wait(20)
        net.wait_until(lambda: not any(map(is_there, children)), 10, f"all of {children} ended")

    def test_termination_ends_every_child(self):
        self.check_end(signal.SIGTERM)

    def test_even_a_kill_ends_every_child(self):
        self.check_end(signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
