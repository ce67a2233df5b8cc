# SPDX-License-Identifier: GPL-3.0-or-later
"""A small mesh of real Envoys with a station, whose services answer to the letter: what the integration tests act on.

desk (full) and till (overlay) call the service "back" (back-v1, back-v2, full) with /answer/CODE/MILLISECONDS, and
"nowhere", where nobody listens. With `vault`, desk also calls a TCP service of that name."""

import os
import shutil
import tempfile

from lab_path import bootstrap, envoys, net, paths, station
from lab.children import Children

START_PATIENCE_S = 30
CALLS = ["back", "nowhere"]


class TinyMesh:
    """Use as a context manager: everything is started on entry, ended and removed on exit."""

    def __init__(self, callers=("desk", "till"), flush_s=0.1, file_log=False, vault=False):
        self.flush_s = flush_s
        self.state_dir = tempfile.mkdtemp(prefix="binnacle-test-")
        self.children = Children(os.path.join(self.state_dir, "log"))
        self.file_log = os.path.join(self.state_dir, "access.txt") if file_log else None
        self.ports = net.Ports()
        self.nowhere = self.ports.address()
        self.listen = self.ports.address()
        self.proxies = {}
        for name in callers:
            self.proxies[name] = self._proxy(name, name, "overlay" if name == "till" else "full", "outbound")
        for name in ("back-v1", "back-v2"):
            self.proxies[name] = self._proxy("back", name, "full", "inbound", "application")
        if vault:
            self.proxies["vault"] = self._proxy("vault", "vault", "full", "inbound", "application")
            self.proxies["desk"]["outboundTcp"] = {"vault": self.ports.address()}
        self.station = None
        self.envoys = {}

    def _proxy(self, service, workload, mode, *addresses):
        proxy = {"node": workload + "-1", "service": service, "workload": workload, "mode": mode}
        for name in ("admin", *addresses):
            proxy[name] = self.ports.address()
        return proxy

    @property
    def ctl(self):
        return self.station.ctl

    def outbound(self, caller):
        return self.proxies[caller]["outbound"]

    def mesh_file(self):
        keys = ("node", "mode", "inbound", "application", "outbound", "outboundTcp", "admin")
        services = {}
        for proxy in self.proxies.values():
            service = services.setdefault(proxy["service"], {"name": proxy["service"], "workloads": []})
            service["calls"] = CALLS + list(proxy.get("outboundTcp", ())) if "outbound" in proxy else []
            service["protocol"] = "tcp" if proxy["service"] == "vault" else "http"
            entry = {key: proxy[key] for key in keys if key in proxy}
            service["workloads"].append({"name": proxy["workload"], "proxies": [entry]})
        external = {"name": "nowhere", "external": [self.nowhere]}
        metadata = {"name": "tiny", "flushInterval": f"{int(self.flush_s * 1000)}ms"}
        listed = [*services.values(), external]
        return {"apiVersion": "binnacle/v1", "kind": "Mesh", "metadata": metadata, "services": listed}

    def upstreams(self):
        back = {name: [self.proxies[name]["inbound"]] for name in ("back-v1", "back-v2")}
        return {"back": back, "nowhere": {"nowhere": [self.nowhere]}}

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _start(self):
        self.ports.release()
        mesh_path = station.write_json(os.path.join(self.state_dir, "mesh.yaml"), self.mesh_file())
        self.station = station.Station(self.children, self.state_dir, self.listen, mesh_path)
        self.station.start()
        self._start_programs()
        for name in self.proxies:
            self.start_envoy(name)
        self.wait_ready()

    def _start_programs(self):
        services = [
            {"name": name, "listen": proxy["application"], "scripted": True, "threads": 64}
            for name, proxy in self.proxies.items()
            if "application" in proxy and name != "vault"
        ]
        stores = [self.proxies["vault"]["application"]] if "vault" in self.proxies else []
        config = {"services": services, "stores": stores}
        path = station.write_json(os.path.join(self.state_dir, "programs.json"), config)
        program = self.children.start("programs", [paths.program("binnacle-shop"), path])
        net.wait_until(lambda: "ready" in program.log(), START_PATIENCE_S, "the programs' start")

    def start_envoy(self, name):
        proxy = self.proxies[name]
        if proxy["mode"] == "full":
            config = bootstrap.full(proxy, self.listen)
        else:
            options = {"flush_s": self.flush_s, "file_log": self.file_log}
            config = bootstrap.overlay(proxy, self.upstreams(), self.listen, options)
        self.envoys[name] = envoys.start(self.children, name, config, self.state_dir)

    def wait_ready(self):
        envoys.wait_ready([(self.envoys[name], self.proxies[name]["admin"]) for name in self.envoys], START_PATIENCE_S)
        for name, proxy in self.proxies.items():
            for address in filter(None, (proxy.get("inbound"), proxy.get("outbound"))):
                what = f"{name} listening on {address}"
                net.wait_until(lambda a=address: net.accepts(a), START_PATIENCE_S, what)
        net.wait_until(self._all_connected, START_PATIENCE_S, "all proxies connected", every_s=0.1)

    def _all_connected(self):
        connected = {proxy["node"] for proxy in self.ctl.status()["proxies"] if proxy["connected"]}
        return {proxy["node"] for proxy in self.proxies.values()} <= connected

    def apply(self, kind, spec, reason="test", expect=(0,)):
        path = station.write_json(os.path.join(self.state_dir, "intent.yaml"), station.intent(kind, "back", spec))
        return self.ctl.apply(path, reason, expect=expect)

    def stop(self):
        self.children.stop_all()
        shutil.rmtree(self.state_dir, ignore_errors=True)
