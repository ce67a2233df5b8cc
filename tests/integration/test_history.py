# SPDX-License-Identifier: GPL-3.0-or-later
"""The station is killed under load again and again: nothing that it had told to be on disk is lost, windows across the
restarts answer, and it is back in two seconds each time."""

import itertools
import json
import time
import unittest

from lab_path import net
from load import Load
from tiny_mesh import TinyMesh

KILLS = 5
EACH = 400  # records on disk between two kills
BACK_WITHIN_S = 2.0
CONVERGED_WITHIN_S = 15
RECORDED_WITHIN_S = 20


def told(topology):
    """Records that a topology was made of: those of both sides."""
    both = ((edge["requests"], (edge["other_side"] or {"requests": 0})["requests"]) for edge in topology["edges"])
    return sum(map(sum, both))


class HistoryTest(unittest.TestCase):
    def test_nothing_recorded_is_lost_by_kills_under_load(self):
        with TinyMesh(callers=("desk",)) as mesh:
            began = time.time() - 1
            load = Load(mesh.outbound("desk"), "back", threads=3)
            load.start(f"/answer/200/1?n={n}" for n in itertools.count())
            acknowledged = 0
            try:
                for number in range(KILLS):
                    acknowledged += self.wait_recorded(mesh, EACH)
                    mesh.station.kill()
                    self.start_in_time(mesh, number)
                    self.assertGreaterEqual(self.count(mesh, began), acknowledged, f"after kill {number + 1}")
            finally:
                load.stop()
            self.assertEqual(set(load.answers), {200}, load.answers)
            self.check_single_requests(mesh, began, 2 * load.sent())
            history = mesh.ctl.status()["history"]
            self.assertTrue(history["recording"], history)
            self.assertFalse(history["problem"], history)

    def wait_recorded(self, mesh, wanted):
        """How many records this life of the station has on disk, once they are enough."""

        def enough():
            recorded = mesh.ctl.status()["history"]["recorded"]
            return recorded if recorded >= wanted else None

        return net.wait_until(enough, RECORDED_WITHIN_S, f"{wanted} records on disk", every_s=0.1)

    def start_in_time(self, mesh, number):
        began = time.monotonic()
        mesh.station.start()
        took = time.monotonic() - began
        print(f"kill {number + 1}: the station was back after {took:.2f} s")
        self.assertLess(took, BACK_WITHIN_S)
        net.wait_until(mesh._all_connected, CONVERGED_WITHIN_S, "all proxies back")

    def count(self, mesh, began):
        """Over one window from before the first kill until now."""
        return told(mesh.ctl.json("topology", "--from", f"{began:.3f}", "--to", "now"))

    def check_single_requests(self, mesh, began, most):
        """Each request is there once a proxy: none twice, however often the station came back."""

        def singles():
            window = ("--from", f"{began:.3f}", "--to", "now", "--limit", "100000")
            lines = mesh.ctl.run("requests", *window, "-o", "json").stdout.splitlines()
            return [json.loads(line) for line in lines]

        # The last ones are still on their way; then rollups and single requests tell of the same.
        seen = net.wait_until(
            lambda: records if len(records := singles()) == self.count(mesh, began) else None,
            RECORDED_WITHIN_S,
            "as many single requests as are counted",
            every_s=0.5,
        )
        self.assertGreater(len(seen), KILLS * EACH)
        self.assertLessEqual(len(seen), most)
        keys = [(record["proxy"], record["reporter"], record["request_id"]) for record in seen]
        self.assertEqual(len(set(keys)), len(keys), "a request is told twice")


if __name__ == "__main__":
    unittest.main()
