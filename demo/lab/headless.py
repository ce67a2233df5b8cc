# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo without a screen: sees the shop, changes it, sees the change, all through binnaclectl."""

import os
import time

from . import net, shop
from .station import Ctl, edges, intent, is_acknowledged, write_json

ENOUGH = 120  # requests after which the shares of a split are judged
SEEN_WITHIN_S = 30
EFFECT_WITHIN_S = 25
TROUBLE_RATIO = 0.1
INCIDENT_S = 20  # what the snapshot is of
SETTLED_S = 3  # records of the last seconds may still come


class CheckFailed(Exception):
    """The demo did not show what it should."""


class Headless:
    """Runs the checks in order; each adds a line to the summary."""

    def __init__(self, run, duration_s, say):
        self._run = run
        self._ctl = run.ctl
        self._say = say
        self._started = time.monotonic()
        self._duration_s = duration_s
        self._missing = []
        self.summary = []

    def _note(self, text):
        self.summary.append(text)
        self._say("ok  " + text)

    def _left_s(self):
        return self._duration_s - (time.monotonic() - self._started)

    def run(self):
        self.proxies()
        self.topology()
        self.split()
        self.breaker()
        if self._left_s() > self._until_trouble_s() + SEEN_WITHIN_S * 0.6:
            self.trouble()
        self.incident()
        self.quiet_end()

    # -- what is there --

    def proxies(self):
        wanted = {proxy["node"] for proxy in self._run.shop.proxies}

        def connected():
            told = {proxy["node"] for proxy in self._ctl.status()["proxies"] if proxy["connected"]}
            return wanted <= told

        net.wait_until(connected, SEEN_WITHIN_S, "all proxies connected", every_s=0.5)
        self._note(f"{len(wanted)} of {len(wanted)} proxies connected")

    def topology(self):
        try:
            found = net.wait_until(self._whole_topology, SEEN_WITHIN_S, "the whole topology", every_s=0.5)
        except net.WaitTimeout as late:
            raise CheckFailed(f"{late}; missing: {', '.join(self._missing)}") from late
        requests = sum(edge["requests"] for edge in found["edges"])
        self._note(f"topology: {len(found['nodes'])} nodes, {len(found['edges'])} edges, {requests} requests in 30 s")
        for edge in found["edges"]:
            latency = edge["latency_ms"]
            if not 0 < latency["p50"] <= latency["p90"] <= latency["p99"] <= latency["max"]:
                raise CheckFailed(f"quantiles of {edge['source']} -> {edge['destination']}: {latency}")
        worst = max(found["edges"], key=lambda edge: edge["latency_ms"]["p99"])
        self._note(
            f"quantiles on every edge; slowest: {worst['source']} -> {worst['destination']} "
            f"p50 {worst['latency_ms']['p50']:.1f} ms, p99 {worst['latency_ms']['p99']:.1f} ms"
        )

    def _whole_topology(self):
        found = self._ctl.topology("30s")
        self._missing = self._missing_parts(found)
        return None if self._missing else found

    def _missing_parts(self, found):
        nodes = {node["id"] for node in found["nodes"]}
        wanted = {proxy["workload"] for proxy in self._run.shop.proxies} | set(shop.EXTERNAL)
        calls = edges(found)
        missing = sorted(wanted - nodes) + [f"{a} -> {b}" for a, b in shop.EDGES if (a, b) not in calls]
        if not any(destination == "frontend" for _, destination in calls):
            missing.append("visitors -> frontend")
        return missing

    # -- what can be changed --

    def _apply(self, kind, service, spec, reason):
        path = os.path.join(self._run.state_dir, "intent.yaml")
        write_json(path, intent(kind, service, spec))
        began = time.monotonic()
        answer = self._ctl.apply(path, reason)
        took_ms = (time.monotonic() - began) * 1000
        if not is_acknowledged(answer):
            raise CheckFailed(f"{kind} of {service} was not acknowledged by all: {answer}")
        return answer, took_ms

    def _payment(self, window_s):
        """(requests to v1, requests to v2, flags) from checkout and billing."""
        counts, flags = {"payment-v1": 0, "payment-v2": 0}, {}
        for (_, destination), edge in edges(self._ctl.topology(f"{window_s}s")).items():
            if destination not in counts:
                continue
            counts[destination] += edge["requests"]
            for flag, count in edge["flags"].items():
                flags[flag] = flags.get(flag, 0) + count
        return counts["payment-v1"], counts["payment-v2"], flags

    def _share_since(self, began):
        """The share of v2 since then (a little later: requests under way finish), None while there are too few."""
        window_s = int(time.monotonic() - began - 1)
        if window_s < 1:
            return None
        first, second, _ = self._payment(window_s)
        return second / (first + second) if first + second >= ENOUGH else None

    def split(self):
        answer, took_ms = self._apply(
            "TrafficSplit", "payment", {"weights": {"payment-v1": 90, "payment-v2": 10}}, "demo: send less to v2"
        )
        began = time.monotonic()
        share = net.wait_until(
            lambda: self._share_since(began), EFFECT_WITHIN_S, "requests after the split", every_s=0.5
        )
        if not 0.02 <= share <= 0.2:
            raise CheckFailed(f"after a split 90/10 payment-v2 got {share:.1%}")
        self._note(
            f"split 90/10 on payment: {answer['proxies']['acknowledged']} proxies acknowledged in {took_ms:.0f} ms "
            f"(command and all); payment-v2 then got {share:.1%}"
        )
        self._ctl.run("policy", "revert", answer["change"])
        self._note("split reverted")

    def breaker(self):
        answer, took_ms = self._apply(
            "CircuitBreaker", "payment", {"limits": {"maxRequests": 1}}, "demo: one request at a time"
        )
        rejected = net.wait_until(
            lambda: self._payment(5)[2].get("UO"), EFFECT_WITHIN_S, "rejections with flag UO", every_s=0.25
        )
        self._note(
            f"breaker maxRequests 1 on payment: {answer['proxies']['acknowledged']} proxies acknowledged in "
            f"{took_ms:.0f} ms; {rejected} requests rejected with flag UO"
        )
        self._ctl.run("policy", "revert", answer["change"])
        net.wait_until(
            lambda: not self._payment(2)[2].get("UO"), EFFECT_WITHIN_S, "no more rejections", every_s=0.5
        )
        self._note("breaker reverted: no more rejections")

    # -- the story --

    def _until_trouble_s(self):
        return max(0.0, self._run.shop.options.calm_s - (time.monotonic() - self._started))

    def _error_ratio(self, window_s):
        requests = errors = 0
        for (_, destination), edge in edges(self._ctl.topology(f"{window_s}s")).items():
            if destination.startswith("payment-"):
                requests += edge["requests"]
                errors += edge["errors"]
        return errors / requests if requests else 0.0

    def trouble(self):
        patience_s = self._until_trouble_s() + SEEN_WITHIN_S
        seen = lambda: self._error_ratio(4) > TROUBLE_RATIO
        net.wait_until(seen, patience_s, "payment-v2 in trouble", every_s=0.5)
        before = self._error_ratio(4)
        weights = {"payment-v1": 100, "payment-v2": 0}
        answer, _ = self._apply("TrafficSplit", "payment", {"weights": weights}, "demo: away from payment-v2")
        healed = lambda: self._error_ratio(3) < TROUBLE_RATIO / 2
        net.wait_until(healed, EFFECT_WITHIN_S, "payment healed by the split", every_s=0.5)
        self._note(
            f"payment-v2 in trouble ({before:.0%} errors on payment), healed by a split to v1 "
            f"({self._error_ratio(3):.1%} errors)"
        )
        self._ctl.run("policy", "revert", answer["change"])

    # -- what is remembered --

    def incident(self):
        """The story so far in one file: opened by another station, it shows what the live one showed."""
        self._ctl.run("note", "add", "payment-v2 is being watched", "--on", "payment-v2", "--at", "-10s")
        end = int(time.time()) - SETTLED_S
        window = ("--from", str(end - INCIDENT_S), "--to", str(end))
        live = self._ctl.json("topology", *window)
        path = os.path.join(self._run.state_dir, "incident.binnacle")
        self._ctl.run("snapshot", "export", path, *window, "--note", "the demo's incident")
        reopened = Ctl(snapshot=path)
        again = reopened.json("topology", *window)
        notes = [event for event in reopened.json("events", *window) if event["kind"] == "note"]
        if again["edges"] != live["edges"] or again["nodes"] != live["nodes"]:
            raise CheckFailed(f"the snapshot shows another picture:\n{live}\n{again}")
        size_kb = os.path.getsize(path) / 1000
        requests = sum(edge["requests"] for edge in live["edges"])
        self._note(
            f"snapshot of {INCIDENT_S} s, {requests} requests, {len(live['edges'])} edges, {size_kb:.0f} kB: "
            f"reopened without the mesh, every edge is the same ({len(notes)} note)"
        )

    # -- the end --

    def quiet_end(self):
        while self._left_s() > 0:
            dead = self._run.children.dead()
            if dead:
                raise CheckFailed(f"{dead[0].name} ended by itself:\n{dead[0].log_tail()}")
            time.sleep(min(1.0, max(0.0, self._left_s())))
        status = self._ctl.status()
        records = status["records"]
        if any(records["rejected"].values()):
            raise CheckFailed(f"the station rejected records: {records['rejected']}")
        history = self._ctl.json("policy", "history")
        station, proxies = self._run.memory_mib()
        self._note(
            f"{records['received']} records received, {records['dropped']} dropped, none rejected; "
            f"{len(history)} changes in the audit trail"
        )
        self._note(f"memory: station {station:.0f} MiB, {len(self._run.envoys)} Envoys {proxies:.0f} MiB")
