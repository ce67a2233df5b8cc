# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's incident in one file: with the mesh gone it shows the same numbers, edge by edge, and no secret."""

import json
import os
import subprocess
import tempfile
import time
import unittest

from lab_path import net, paths
from lab.shop import ShopOptions
from lab.shop_run import ShopRun
from lab.station import edges

TROUBLE_WITHIN_S = 60
RECORDED_WITHIN_S = 30
WINDOW_S = 20
SETTLED_S = 3  # until the proxies have told all of a window
TROUBLE_RATIO = 0.1

# What a request may carry that must not leave: the secret, what stands behind /home/planted-N in its path, its headers.
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
SECRETS = [
    ("query-s3cret-7431", "?token=query-s3cret-7431", {}),
    ("second-s3cret-8832", "?page=2&password=second-s3cret-8832", {}),
    (JWT, "/" + JWT, {}),
    ("AKIAIOSFODNN7EXAMPLE", "/AKIAIOSFODNN7EXAMPLE", {}),
    ("user-s3cret-5561", "?next=http://alice:user-s3cret-5561@bank/", {}),
    ("bearer-s3cret-9917", "", {"Authorization": "Bearer bearer-s3cret-9917"}),
    ("cookie-s3cret-2204", "", {"Cookie": "session=cookie-s3cret-2204"}),
]


class SnapshotTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="binnacle-test-")
        cls.addClassCleanup(place.cleanup)
        cls.folder = place.name
        cls.file = os.path.join(place.name, "incident.binnacle")
        run = ShopRun(ShopOptions(calm_s=12, trouble_s=60))
        try:
            run.start()
            cls.live, cls.requests, cls.window = cls.incident(run)
            cls.report = run.ctl.json("snapshot", "export", cls.file, *cls.window, "--note", "payment-v2 fails")
        finally:
            cls.left = run.stop()

    @classmethod
    def incident(cls, run):
        """Waits for the trouble and plants the secrets in it; (topology, requests, window) as the station tells them."""
        net.wait_until(lambda: cls.is_troubled(run.ctl), TROUBLE_WITHIN_S, "the trouble", every_s=0.5)
        cls.plant(run)
        end = int(time.time()) + 1
        net.wait_until(lambda: time.time() > end + SETTLED_S, SETTLED_S + 5, "the window's end")
        window = ("--window", f"{WINDOW_S}s", "--to", str(end))
        net.wait_until(lambda: cls.is_recorded(run.ctl, end), RECORDED_WITHIN_S, "the window on disk", every_s=0.2)
        requests = run.ctl.run("requests", *window, "--limit", "100000", "-o", "json").stdout.splitlines()
        return run.ctl.json("topology", *window), requests, window

    @staticmethod
    def is_troubled(ctl):
        edge = edges(ctl.topology("5s")).get(("checkout", "payment-v2"))
        return edge is not None and edge["error_ratio"] > TROUBLE_RATIO

    @staticmethod
    def is_recorded(ctl, end):
        newest = ctl.status()["history"]["newest"]
        return newest is not None and newest > time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(end + 1))

    @classmethod
    def plant(cls, run):
        frontend = run.shop.proxy("frontend")["inbound"]
        for number, (_, rest, headers) in enumerate(SECRETS):
            net.get(frontend, f"/home/planted-{number}{rest}", {"Host": "frontend", **headers})

    def ctl(self, *argv, expect=0):
        """There is no station and no mesh any more: the file is all there is."""
        command = [paths.program("binnaclectl"), *argv]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def ask(self, *argv, expect=0):
        return self.ctl("--snapshot", self.file, *argv, expect=expect)

    def test_the_mesh_is_gone(self):
        self.assertEqual(self.left, [])

    def test_every_edge_has_the_same_numbers(self):
        told = json.loads(self.ask("topology", *self.window, "-o", "json"))
        self.assertEqual([told["from"], told["to"]], [self.live["from"], self.live["to"]])
        self.assertEqual(told["nodes"], self.live["nodes"])
        was, now = edges(self.live), edges(told)
        self.assertEqual(sorted(now), sorted(was))
        self.assertGreater(len(was), 12)
        for call, edge in was.items():
            self.assertEqual(now[call], edge, call)

    def test_single_requests_are_the_same(self):
        told = [json.loads(line) for line in self.ask("requests", *self.window, "--limit", "100000", "-o", "json").splitlines()]
        was = [json.loads(line) for line in self.requests]
        self.assertEqual(len(told), len(was))
        self.assertEqual({r["request_id"] for r in told}, {r["request_id"] for r in was})

    def test_contents_are_listed(self):
        told = json.loads(self.ctl("snapshot", "inspect", self.file, "-o", "json"))
        self.assertEqual(told["note"], "payment-v2 fails")
        self.assertEqual(told["mesh"], "shop")
        self.assertEqual(told["edges"], len(self.live["edges"]))
        self.assertEqual(told["bytes"], os.path.getsize(self.file))
        self.assertGreater(told["records"], 0)
        self.assertTrue(told["parts"])

    def test_no_secret_is_in_it(self):
        with open(self.file, "rb") as file:
            raw = file.read()
        said = self.ask("requests", *self.window, "--limit", "100000", "-o", "json")
        said += self.ctl("snapshot", "inspect", self.file, "-o", "json")
        said += self.ask("events", "--window", "1h", "-o", "json") + self.ask("policy", "list", "-o", "json")
        for number, (secret, _, _) in enumerate(SECRETS):
            self.assertIn(f"/home/planted-{number}", said, "the request that carried it is there")
            self.assertNotIn(secret.encode(), raw)
            self.assertNotIn(secret, said)

    def test_it_can_not_be_changed(self):
        self.ask("policy", "revert", "c-1", "--reason", "try", expect=1)

    def test_compared_with_itself_nothing_got_worse(self):
        told = json.loads(self.ctl("snapshot", "compare", self.file, self.file, "-o", "json"))
        self.assertEqual(told["counts"]["same"], len(told["calls"]))


if __name__ == "__main__":
    unittest.main()
