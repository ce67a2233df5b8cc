# SPDX-License-Identifier: GPL-3.0-or-later
"""The station is killed under load: proxies serve on, it is back in two seconds, and knows what it knew."""

import itertools
import time
import unittest

from lab_path import envoys, net
from load import Load
from tiny_mesh import TinyMesh

BACK_WITHIN_S = 2.0
CONVERGED_WITHIN_S = 15


class RestartTest(unittest.TestCase):
    def test_kill_of_the_station_under_load(self):
        with TinyMesh() as mesh:
            mesh.apply("TrafficSplit", {"weights": {"back-v1": 90, "back-v2": 10}}, "before the fall")
            history = mesh.ctl.json("policy", "history")
            loads = [Load(mesh.outbound(caller), "back", threads=3) for caller in ("desk", "till")]
            for load in loads:
                load.start(itertools.repeat("/answer/200/2"))
            try:
                net.wait_until(lambda: all(load.sent() > 200 for load in loads), 20, "load")
                mesh.station.kill()
                began = time.monotonic()
                mesh.station.start()
                took = time.monotonic() - began
                print(f"the station was back after {took:.2f} s")
                self.assertLess(took, BACK_WITHIN_S)
                net.wait_until(mesh._all_connected, CONVERGED_WITHIN_S, "all proxies back")
                self.check_nothing_emptied(mesh)
                self.check_history(history, mesh.ctl.json("policy", "history"))
                self.check_telemetry_goes_on(mesh)
                answer = mesh.apply("TrafficSplit", {"weights": {"back-v1": 50, "back-v2": 50}}, "after the fall")
                self.assertEqual(answer["proxies"], history[0]["proxies"])
            finally:
                for load in loads:
                    load.stop()
            for load in loads:
                self.assertEqual(set(load.answers), {200}, load.answers)

    def check_history(self, before, after):
        """Every change with all that was known of it; proxies that only now connected may have been added."""
        told = ("proxies", "answers")
        bare = [[{key: value for key, value in c.items() if key not in told} for c in each] for each in (before, after)]
        self.assertEqual(bare[1], bare[0])
        for old, new in zip(before, after):
            for answer in old["answers"]:
                self.assertIn(answer, new["answers"])

    def check_nothing_emptied(self, mesh):
        for name in ("desk", "back-v1", "back-v2"):
            admin = mesh.proxies[name]["admin"]
            self.assertGreaterEqual(envoys.counter(admin, "cluster_manager.active_clusters"), 2, name)
            self.assertGreaterEqual(envoys.counter(admin, "listener_manager.total_listeners_active"), 1, name)
            self.assertEqual(envoys.counter(admin, "cluster_manager.cluster_removed"), 0, name)
            self.assertEqual(envoys.counter(admin, "listener_manager.listener_removed"), 0, name)

    def check_telemetry_goes_on(self, mesh):
        def told():
            sources = {edge["source"] for edge in mesh.ctl.topology("10s")["edges"] if edge["requests"] > 0}
            return {"desk", "till"} <= sources

        net.wait_until(told, CONVERGED_WITHIN_S, "records after the restart", every_s=0.2)


if __name__ == "__main__":
    unittest.main()
