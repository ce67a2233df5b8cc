# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows of real traffic side by side: what broke, what got slower, and what is only noise."""

import math
import time
import unittest

from lab_path import net
from load import Load
from tiny_mesh import TinyMesh

WINDOW_S = 6
ARRIVE_S = 15
REQUESTS = 400
CALM = ["/answer/200/2"] * REQUESTS


class CompareTest(unittest.TestCase):
    def test_what_broke_and_what_got_slower_is_named(self):
        slow = ["/answer/200/40"] * REQUESTS
        failing = ["/answer/200/2", "/answer/503/2"] * (REQUESTS // 2)
        with TinyMesh() as mesh:
            first, second = self.two_windows(mesh, {"desk": CALM, "till": CALM}, {"desk": failing, "till": slow})
            told = self.compare(mesh, first, second, expect=3)
            verdicts = {(call["source"], call["verdict"]) for call in told["calls"]}
            self.assertEqual(verdicts, {("desk", "broke"), ("till", "slower")}, told["counts"])
            self.assertEqual([call["verdict"] for call in told["calls"]], ["broke"] * 2 + ["slower"] * 2)
            worst = told["calls"][0]
            self.assertEqual(worst["before"]["errors"], 0)
            self.assertLess(worst["error_difference"]["low"], 0.5)
            self.assertGreater(worst["error_difference"]["high"], 0.5)
            # The other way round it got better, and that is no reason to stop a script.
            back = self.compare(mesh, second, first, expect=0)
            self.assertEqual({call["verdict"] for call in back["calls"]}, {"mended", "faster"})

    def test_two_windows_alike_are_the_same(self):
        with TinyMesh() as mesh:
            first, second = self.two_windows(mesh, {"desk": CALM, "till": CALM}, {"desk": CALM, "till": CALM})
            told = self.compare(mesh, first, second, expect=0)
            self.assertEqual(told["whole"]["before"]["requests"], 2 * REQUESTS)
            self.assertEqual(told["whole"]["after"]["requests"], 2 * REQUESTS)
            self.assertEqual(told["counts"]["broke"], 0, told)

    def two_windows(self, mesh, before, after):
        """Sends each caller's requests in a window of its own; where both windows end."""
        return self.window(mesh, before), self.window(mesh, after)

    def window(self, mesh, paths):
        # A window begins and ends on a whole second, as the station keeps them.
        begin = math.ceil(time.time()) + 1
        net.wait_until(lambda: time.time() > begin, 5, "the window's begin")
        loads = {caller: Load(mesh.outbound(caller), "back", threads=4) for caller in paths}
        for caller, load in loads.items():
            load.start(paths[caller])
        for load in loads.values():
            load.join()
        end = begin + WINDOW_S
        self.assertLess(time.time(), end, "the requests took longer than their window")
        net.wait_until(lambda: time.time() > end, WINDOW_S + 1, "the window's end")
        wanted = sum(map(len, paths.values()))

        def arrived():
            edges = mesh.ctl.topology(f"{WINDOW_S}s", "--to", str(end))["edges"]
            return sum(edge["requests"] for edge in edges) == wanted

        net.wait_until(arrived, ARRIVE_S, f"all of {wanted} records", every_s=0.2)
        return end

    def compare(self, mesh, against, to, expect):
        options = ("--window", f"{WINDOW_S}s", "--to", str(to), "--against", str(against))
        return mesh.ctl.json("compare", *options, expect=(expect,))


if __name__ == "__main__":
    unittest.main()
