# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole shop, running: station, Envoys, the program that plays the services."""

import os
import shutil
import tempfile

from . import bootstrap, envoys, net, paths
from .children import Children, rss_mib
from .shop import Shop
from .station import Station, write_json

START_PATIENCE_S = 60


class ShopRun:
    """Starts everything in a private directory; stop() ends and removes everything, in whatever state it is."""

    def __init__(self, options=None):
        self.state_dir = tempfile.mkdtemp(prefix="binnacle-demo-")  # 0700
        self.children = Children(os.path.join(self.state_dir, "log"))
        ports = net.Ports()
        self.shop = Shop(ports, options)
        self._listen = ports.address()
        ports.release()
        self.station = None
        self.player = None
        self.envoys = []

    @property
    def ctl(self):
        return self.station.ctl

    def start(self, say=lambda text: None):
        mesh_path = write_json(os.path.join(self.state_dir, "mesh.yaml"), self.shop.mesh_file())
        self.station = Station(self.children, self.state_dir, self._listen, mesh_path)
        self.station.start()
        say("the station is ready on " + self._listen)
        self.ctl.run("alerts", "rules", "-f", paths.ALERT_RULES)
        for proxy in self.shop.proxies:
            child = envoys.start(self.children, proxy["node"], self._bootstrap(proxy), self.state_dir)
            self.envoys.append((child, proxy["admin"]))
        config_path = write_json(os.path.join(self.state_dir, "shop.json"), self.shop.program_config())
        envoys.wait_ready(self.envoys, START_PATIENCE_S)
        say(f"{len(self.envoys)} Envoys are ready")
        self._wait_listeners()
        self.player = self.children.start("shop", [paths.program("binnacle-shop"), config_path])
        net.wait_until(lambda: "ready" in self.player.log(), START_PATIENCE_S, "the shop's start")
        say("the shop is open")

    def _bootstrap(self, proxy):
        if proxy["mode"] == "full":
            return bootstrap.full(proxy, self._listen)
        options = {"flush_s": self.shop.options.flush_s}
        return bootstrap.overlay(proxy, self.shop.upstreams(proxy), self._listen, options)

    def _wait_listeners(self):
        for proxy in self.shop.proxies:
            wanted = [proxy.get("inbound"), proxy.get("outbound"), *proxy.get("outboundTcp", {}).values()]
            # Asked of the admin interface: a connection just to try would be a failed call of the store in the picture.
            net.wait_until(
                lambda p=proxy, w=wanted: envoys.listens(p["admin"], filter(None, w)),
                START_PATIENCE_S,
                proxy["node"] + " with all its listeners",
                every_s=0.05,
            )

    def memory_mib(self):
        """(station, sum of the Envoys)"""
        return rss_mib(self.station.child.pid), sum(rss_mib(child.pid) for child, _ in self.envoys)

    def stop(self):
        """Returns what did not end as asked, in words."""
        pids = [child.pid for child in self.children.running()]
        left = [name + " had to be killed" for name in self.children.stop_all()]
        left += [f"process {pid} is still there" for pid in pids if os.path.exists(f"/proc/{pid}")]
        shutil.rmtree(self.state_dir, ignore_errors=True)
        if os.path.exists(self.state_dir):
            left.append(self.state_dir + " is still there")
        return left
