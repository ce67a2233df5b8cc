# SPDX-License-Identifier: GPL-3.0-or-later
"""A station (binnacled) of ours, and binnaclectl to ask it."""

import json
import os
import subprocess

from . import net, paths


class CtlError(Exception):
    """binnaclectl ended with another exit code than expected."""

    def __init__(self, argv, done):
        super().__init__(f"binnaclectl {' '.join(argv)}: exit {done.returncode}: {done.stderr.strip()}")
        self.code = done.returncode


class Ctl:
    """Runs binnaclectl against a station's socket, or against a snapshot's file."""

    def __init__(self, socket_path=None, snapshot=None):
        self.socket_path = socket_path
        self._station = ["--socket", socket_path] if socket_path else ["--snapshot", snapshot]

    def run(self, *argv, expect=(0,), timeout_s=30):
        command = [paths.program("binnaclectl"), *self._station, *argv]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, stdin=subprocess.DEVNULL)
        if expect is not None and done.returncode not in expect:
            raise CtlError(argv, done)
        return done

    def json(self, *argv, expect=(0,)):
        return json.loads(self.run(*argv, "-o", "json", expect=expect).stdout)

    def status(self):
        return self.json("status")

    def topology(self, window="30s", *more):
        return self.json("topology", "--window", window, *more)

    def apply(self, path, reason, expect=(0,)):
        return self.json("policy", "apply", "-f", path, "--reason", reason, expect=expect)


class Station:
    """binnacled on a loopback port and a private socket."""

    def __init__(self, children, state_dir, listen, mesh_path=None):
        self._children = children
        self._state_dir = state_dir
        self.listen = listen
        self.mesh_path = mesh_path
        self.socket_path = os.path.join(state_dir, "station.sock")
        self.ctl = Ctl(self.socket_path)
        self.child = None

    def start(self, timeout_s=15):
        argv = [paths.program("binnacled"), "--listen", self.listen, "--socket", self.socket_path]
        argv += ["--data", os.path.join(self._state_dir, "data")]
        if self.mesh_path:
            argv += ["--config", self.mesh_path]
        self.child = self._children.start("binnacled", argv)
        net.wait_until(self._is_ready, timeout_s, "the station's start")

    def _is_ready(self):
        if not self.child.is_alive():
            raise net.WaitTimeout("the station ended:\n" + self.child.log_tail())
        return net.accepts(self.listen) and self.ctl.run("status", expect=None).returncode == 0

    def kill(self):
        """As the kernel would: no goodbye."""
        self.child.kill()
        self._children.forget(self.child)


def write_json(path, value):
    """A private file; JSON is YAML too."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
    return path


def intent(kind, service, spec):
    return {"apiVersion": "binnacle/v1", "kind": kind, "metadata": {"service": service}, "spec": spec}


def edges(topology):
    return {(edge["source"], edge["destination"]): edge for edge in topology["edges"]}


def is_acknowledged(answer):
    """Whether `policy apply` was answered by every proxy, and by all with yes."""
    proxies = answer["proxies"]
    return proxies["acknowledged"] > 0 and not proxies["rejected"] and not proxies["silent"]
