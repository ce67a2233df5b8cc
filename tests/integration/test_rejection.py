# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that refuses what it is sent is shown with its own words, and is not sent the same again."""

import socket
import unittest

from lab_path import envoys, net
from lab.net import split
from tiny_mesh import TinyMesh


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
    def test_refused_listener_is_shown_and_not_sent_again(self):
        with OccupiedMesh(callers=("desk",)) as mesh:
            admin = mesh.proxies["desk"]["admin"]
            refused = "listener_manager.lds.update_rejected"
            net.wait_until(lambda: envoys.counter(admin, refused) > 0, 15, "the refusal")

            def shown():
                told = next(p for p in mesh.ctl.status()["proxies"] if p["node"] == "desk-1")
                return [error for error in told.get("errors", []) if "ddress already in use" in error]

            net.wait_until(shown, 15, "the refusal in the status")
            # Another change makes the station send to this proxy again: not that listener, though.
            answer = mesh.apply("TrafficSplit", {"weights": {"back-v1": 90, "back-v2": 10}})
            self.assertEqual(answer["proxies"]["rejected"], 0, answer)
            self.assertEqual(envoys.counter(admin, refused), 1)


if __name__ == "__main__":
    unittest.main()
