# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests with known answers come back from the station exactly: by edge, code, flag and quantile."""

import math
import random
import socket
import unittest

from lab_path import net
from load import Load
from lab.station import edges
from tiny_mesh import TinyMesh

ARRIVE_S = 15


def total(topology, source, destinations):
    """(requests, codes, flags) of the edges from one source to some destinations."""
    requests, codes, flags = 0, {}, {}
    for (start, end), edge in edges(topology).items():
        if start != source or end not in destinations:
            continue
        requests += edge["requests"]
        for name, into in (("codes", codes), ("flags", flags)):
            for key, count in edge[name].items():
                into[key] = into.get(key, 0) + count
    return requests, codes, flags


def near_quantile(values, q, told):
    """Whether `told` is within 1 % of the sorted value at rank q, by any of the usual ways to round a rank."""
    ordered = sorted(values)
    low = ordered[math.floor(q * (len(ordered) - 1))]
    high = ordered[min(math.ceil(q * len(ordered)), len(ordered) - 1)]
    return low * 0.99 <= told <= high * 1.01


class GroundTruthTest(unittest.TestCase):
    def check_caller(self, caller):
        answers = {200: 300, 404: 40, 503: 25, 500: 10}
        paths = [f"/answer/{code}/0" for code, count in answers.items() for _ in range(count)]
        random.Random(5).shuffle(paths)
        with TinyMesh(callers=(caller,)) as mesh:
            told = Load(mesh.outbound(caller), "back").send(paths)
            self.assertEqual(dict(told), answers)
            failed = Load(mesh.outbound(caller), "nowhere").send(["/"] * 30)
            self.assertEqual(dict(failed), {503: 30})

            def arrived():
                topology = mesh.ctl.topology("60s")
                back = total(topology, caller, ("back-v1", "back-v2"))
                nowhere = total(topology, caller, ("nowhere",))
                return (back, nowhere) if back[0] + nowhere[0] >= len(paths) + 30 else None

            back, nowhere = net.wait_until(arrived, ARRIVE_S, "all records")
            self.assertEqual(back, (len(paths), {str(code): count for code, count in answers.items()}, {}))
            self.assertEqual(nowhere, (30, {"503": 30}, {"UF": 30}))
            records = mesh.ctl.status()["records"]
            self.assertEqual(records["dropped"], 0)
            self.assertFalse(any(records["rejected"].values()), records)

    def test_full_proxy_tells_every_request_once(self):
        self.check_caller("desk")

    def test_overlay_proxy_tells_every_request_once(self):
        self.check_caller("till")

    def test_callee_tells_calls_from_outside_the_mesh(self):
        with TinyMesh(callers=()) as mesh:
            Load(mesh.proxies["back-v1"]["inbound"], "back").send(["/answer/200/0"] * 50)

            def arrived():
                into = [edge for edge in mesh.ctl.topology("60s")["edges"] if edge["destination"] == "back-v1"]
                return into if sum(edge["requests"] for edge in into) >= 50 else None

            into = net.wait_until(arrived, ARRIVE_S, "all records")
            self.assertEqual([edge["requests"] for edge in into], [50])
            self.assertEqual(into[0]["codes"], {"200": 50})

    def test_tcp_connections_are_told_once_each(self):
        with TinyMesh(callers=("desk",), vault=True) as mesh:
            address = mesh.proxies["desk"]["outboundTcp"]["vault"]
            for number in range(40):
                with socket.create_connection(net.split(address), timeout=10) as connection:
                    connection.sendall(f"SET key {number}\n".encode())
                    self.assertEqual(connection.recv(64), b"OK\n")

            def arrived():
                edge = edges(mesh.ctl.topology("60s")).get(("desk", "vault"))
                return edge if edge and edge["requests"] >= 40 else None

            edge = net.wait_until(arrived, ARRIVE_S, "all connections")
            self.assertEqual((edge["requests"], edge["protocol"], edge["flags"]), (40, "tcp", {}))
            self.assertGreater(edge["bytes_sent"], 0)
            # The callee's proxy tells them too, without knowing of whom: still the same connections.
            into = [pair for pair in edges(mesh.ctl.topology("60s")) if pair[1] == "vault"]
            self.assertEqual(into, [("desk", "vault")])

    def test_quantiles_are_within_one_percent_of_what_the_proxy_logged(self):
        pick = random.Random(11)
        paths = [f"/answer/200/{int(pick.lognormvariate(3.0, 0.5))}" for _ in range(600)]
        with TinyMesh(callers=("till",), file_log=True) as mesh:
            Load(mesh.outbound("till"), "back", threads=12).send(paths)

            def logged():
                by_cluster = {}
                with open(mesh.file_log, encoding="utf-8") as log:
                    for line in log:
                        *_, cluster, microseconds = line.split()
                        by_cluster.setdefault(cluster, []).append(int(microseconds) / 1000)
                return by_cluster if sum(map(len, by_cluster.values())) == len(paths) else None

            durations = net.wait_until(logged, 30, "the file access log")

            def arrived():
                topology = mesh.ctl.topology("60s")
                return topology if total(topology, "till", ("back-v1", "back-v2"))[0] == len(paths) else None

            told = edges(net.wait_until(arrived, ARRIVE_S, "all records"))
            for cluster, values in durations.items():
                latency = told[("till", cluster)]["latency_ms"]
                for name, q in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
                    message = f"{cluster} {name}: {latency[name]} of {len(values)} values"
                    self.assertTrue(near_quantile(values, q, latency[name]), message)


if __name__ == "__main__":
    unittest.main()
