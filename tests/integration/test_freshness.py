# SPDX-License-Identifier: GPL-3.0-or-later
"""From the end of a request to its record on the command line: the proxies' flush plus a quarter of a second."""

import math
import time
import unittest

from lab_path import net
from follow import Follower
from load import Load
from tiny_mesh import TinyMesh

OURS_S = 0.25
REQUESTS = 200


def paced(count, every_s):
    for number in range(count):
        time.sleep(every_s)
        yield f"/answer/200/1/{number}"


class FreshnessTest(unittest.TestCase):
    def check(self, flush_s):
        with TinyMesh(callers=("desk",), flush_s=flush_s) as mesh, Follower(mesh.ctl) as follower:
            warm = Load(mesh.outbound("desk"), "back", threads=1)
            warm.send(["/answer/200/1/warm"])
            follower.first(lambda record: record["path"].endswith("/warm"), 10, "the first record")
            load = Load(mesh.outbound("desk"), "back", threads=2)
            load.send(paced(REQUESTS, 0.03))

            def arrived():
                told = {}
                for when, record in follower.records():
                    if record["reporter"] == "source":
                        told.setdefault(record["path"], when)
                return told if len(told) >= REQUESTS + 1 else None

            told = net.wait_until(arrived, 10 + flush_s, "all records")
            late = sorted(told[path] - end for path, end in load.ends.items())
            p99 = late[math.ceil(0.99 * len(late)) - 1]
            print(f"flush {flush_s:g} s: p50 {late[len(late) // 2]:.3f} s, p99 {p99:.3f} s")
            self.assertLessEqual(p99, flush_s + OURS_S)

    def test_flush_of_a_tenth(self):
        self.check(0.1)

    def test_flush_of_a_second(self):
        self.check(1.0)


if __name__ == "__main__":
    unittest.main()
