# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that refuses what it is sent is shown with its own words, keeps what it had, and is not sent it again."""

import socket
import unittest

from lab_path import envoys, net
from lab.net import split
from load import Load
from tiny_mesh import TinyMesh

PARTLY_APPLIED = 4


class OccupiedMesh(TinyMesh):
    """Somebody else listens where the proxy "desk" is told to listen: a real Envoy refuses that listener."""

    def _start_programs(self):
        super()._start_programs()
        self.occupier = socket.create_server(split(self.outbound("desk")))

    def stop(self):
        if getattr(self, "occupier", None):
            self.occupier.close()
        super().stop()


class RejectionTest(unittest.TestCase):
    def test_refused_change_is_told_in_the_proxys_words_and_not_sent_again(self):
        with TinyMesh() as mesh:
            admin = mesh.proxies["desk"]["admin"]
            refused = "cluster_manager.cds.update_rejected"
            # An interval of nothing is what Envoy's own validation refuses in a cluster; as a runtime value it passes.
            spec = {"outlierDetection": {"interval": "0s"}}
            answer = mesh.apply("CircuitBreaker", spec, expect=(PARTLY_APPLIED,))
            self.assertEqual(answer["proxies"], {"acknowledged": 1, "rejected": 1, "silent": 0}, answer)
            self.assertTrue(answer["errors"][0].startswith("desk-1: "), answer["errors"])
            self.assertIn("Interval: value must be greater than 0s", answer["errors"][0])
            self.assertEqual(envoys.counter(admin, refused), 1)
            # What the proxy had goes on, and what it refused is not sent again with the next change.
            self.assertEqual(dict(Load(mesh.outbound("desk"), "back").send(["/answer/200/0"] * 50)), {200: 50})
            mesh.apply("TrafficSplit", {"weights": {"back-v1": 90, "back-v2": 10}}, expect=None)
            self.assertEqual(envoys.counter(admin, refused), 1)
            # Taken back, it holds nothing up.
            mesh.ctl.run("policy", "revert", answer["change"])
            self.assertEqual(envoys.counter(admin, refused), 1)
            newest = mesh.ctl.json("policy", "history")[0]
            self.assertEqual(newest["proxies"], {"acknowledged": 2, "rejected": 0, "silent": 0}, newest)

    def test_refused_listener_is_told_and_not_sent_again(self):
        with OccupiedMesh(callers=("desk",)) as mesh:
            admin = mesh.proxies["desk"]["admin"]
            refused = "listener_manager.lds.update_rejected"
            net.wait_until(lambda: envoys.counter(admin, refused) > 0, 15, "the refusal")
            net.wait_until(lambda: "ddress already in use" in mesh.station.child.log(), 15, "the refusal in the log")
            # Another change makes the station send to this proxy again: not that listener, though.
            answer = mesh.apply("TrafficSplit", {"weights": {"back-v1": 90, "back-v2": 10}}, expect=None)
            self.assertEqual(answer["proxies"]["rejected"], 0, answer)
            self.assertEqual(envoys.counter(admin, refused), 1)


if __name__ == "__main__":
    unittest.main()
