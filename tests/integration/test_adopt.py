# SPDX-License-Identifier: GPL-3.0-or-later
"""An Envoy with a configuration of its own adopts the station by the lines that `binnaclectl adopt` prints: no mesh
file, nothing else. Then it is seen, and takes a breaker."""

import json
import os
import re
import shutil
import tempfile
import unittest

from lab_path import bootstrap, envoys, net, paths, station
from lab.children import Children
from load import Load

ARRIVE_S = 15
# The Envoy's own configuration, as its owner wrote it; the access logger's lines go in at @LOG@.
OWN_LISTENER = """  listeners:
    - name: mine
      address: {socket_address: {address: 127.0.0.1, port_value: @PORT@}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: mine
                http_filters:
                  - {name: envoy.filters.http.router, typed_config: {"@type": @ROUTER@}}
                route_config:
                  virtual_hosts:
                    - {name: all, domains: ["*"], routes: [{match: {prefix: "/"}, route: {cluster: shop}}]}
@LOG@
"""


def access_logger(printed):
    """The commented lines of the access logger, as they are meant to be used."""
    lines = [line[4:] for line in printed.splitlines() if line.startswith("#   ")]
    text = "\n".join(" " * 16 + line for line in lines)
    return text.replace("buffer_flush_interval: 1s", "buffer_flush_interval: 0.1s")


def merge(printed, listen, upstream, admin):
    """What the owner of the Envoy does by hand."""
    text = "\n".join(line for line in printed.splitlines() if not line.startswith("#")).replace("NAME", "edge")
    own = OWN_LISTENER.replace("@PORT@", str(net.split(listen)[1])).replace("@ROUTER@", bootstrap.ROUTER)
    own = own.replace("@LOG@", access_logger(printed))
    cluster = {"name": "shop", "type": "STATIC", "load_assignment": bootstrap.endpoints("shop", [upstream])}
    head = f"admin: {json.dumps({'address': bootstrap.socket_address(admin)})}\n"
    return head + re.sub(
        r"^static_resources:.*\n  clusters:.*\n",
        lambda _: f"static_resources:\n{own}  clusters:\n    - {json.dumps(cluster)}\n",
        text,
        flags=re.MULTILINE,
    )


class AdoptTest(unittest.TestCase):
    def setUp(self):
        self.state_dir = tempfile.mkdtemp(prefix="binnacle-test-")
        self.addCleanup(shutil.rmtree, self.state_dir, ignore_errors=True)
        self.children = Children(os.path.join(self.state_dir, "log"))
        self.addCleanup(self.children.stop_all)
        ports = net.Ports()
        self.listen, self.upstream, self.admin, address = (ports.address() for _ in range(4))
        ports.release()
        self.station = station.Station(self.children, self.state_dir, address)
        self.station.start()

    def start_program(self):
        services = [{"name": "shop", "listen": self.upstream, "scripted": True}]
        config = station.write_json(os.path.join(self.state_dir, "program.json"), {"services": services})
        program = self.children.start("program", [paths.program("binnacle-shop"), config])
        net.wait_until(lambda: "ready" in program.log(), ARRIVE_S, "the program's start")

    def start_envoy(self):
        printed = self.station.ctl.run("adopt").stdout
        path = os.path.join(self.state_dir, "edge.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(merge(printed, self.listen, self.upstream, self.admin))
        argv = [paths.envoy(), "-c", path, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warn"]
        child = self.children.start("edge", argv)
        envoys.wait_ready([(child, self.admin)], ARRIVE_S)
        net.wait_until(lambda: net.accepts(self.listen), ARRIVE_S, "the Envoy's listener")

    def test_printed_lines_make_an_envoy_seen_and_governed(self):
        self.start_program()
        self.start_envoy()
        self.assertEqual(dict(Load(self.listen, "shop").send(["/answer/200/0"] * 40)), {200: 40})

        def seen():
            found = [e for e in self.station.ctl.topology("60s")["edges"] if e["source"] == "edge"]
            return found if sum(edge["requests"] for edge in found) == 40 else None

        found = net.wait_until(seen, ARRIVE_S, "the records of a proxy nobody declared")
        self.assertEqual(len(found), 1)
        intent = station.intent("CircuitBreaker", found[0]["destination"], {"limits": {"maxRequests": 0}})
        path = station.write_json(os.path.join(self.state_dir, "intent.yaml"), intent)
        answer = self.station.ctl.apply(path, "none at all")
        self.assertEqual(answer["proxies"], {"acknowledged": 1, "rejected": 0, "silent": 0}, answer)
        self.assertEqual(dict(Load(self.listen, "shop").send(["/answer/200/0"] * 20)), {503: 20})

        def rejected():
            edges = self.station.ctl.topology("60s")["edges"]
            return sum(edge["flags"].get("UO", 0) for edge in edges if edge["source"] == "edge") == 20

        net.wait_until(rejected, ARRIVE_S, "rejections with flag UO")


if __name__ == "__main__":
    unittest.main()
