# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs as a shell sees them: what they print, how they exit, how the daemon starts and stops.

Usage: tst_daemon_cli.py BINNACLED BINNACLECTL
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

DAEMON, CTL = sys.argv[1:3]
STOP_WITHIN_S = 2.0

INTENT = """apiVersion: binnacle/v1
kind: CircuitBreaker
metadata: {service: payment}
spec: {limits: {maxRequests: 2}}
"""


RULE = """apiVersion: binnacle/v1
kind: AlertRule
metadata: {name: payment-errors}
spec: {when: "service = payment and error_ratio > 5%", for: 30s}
"""


def run(*argv, **more):
    return subprocess.run(argv, capture_output=True, text=True, timeout=30, **more)


def connections(path):
    """Sockets of this path: the listening one and one for each connection."""
    with open("/proc/net/unix", encoding="ascii", errors="replace") as table:
        return sum(line.rstrip("\n").endswith(" " + path) for line in table)


class Daemon:
    """binnacled on a port and a socket of its own; ready when the constructor returns."""

    def __init__(self, folder, *more):
        self.socket = os.path.join(folder, "run", "station.sock")
        argv = [DAEMON, "--listen", "127.0.0.1:0", "--socket", self.socket, "--data", os.path.join(folder, "data")]
        self.process = subprocess.Popen([*argv, *more], stderr=subprocess.PIPE, text=True)
        self.first_line = self.process.stderr.readline()
        found = re.fullmatch(r"binnacled: ready, proxies at (127\.0\.0\.1:\d+), console at (.+)\n", self.first_line)
        if not found or found[2] != self.socket:
            self.stop()
            raise AssertionError(f"not ready: {self.first_line!r}")
        self.address = found[1]

    def ctl(self, *argv, **more):
        return run(CTL, "--socket", self.socket, *argv, **more)

    def stop(self, how=signal.SIGTERM):
        """(exit code, seconds it took)"""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode, time.monotonic() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class DaemonCliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="binnacle-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_versions_name_the_libraries(self):
        done = run(DAEMON, "--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^binnacled \d+\.\d+\.\d+\ngRPC \S+, Protobuf \S+, SQLite \S+\n$")
        self.assertRegex(run(CTL, "--version").stdout, r"^binnaclectl \d+\.\d+\.\d+\n$")

    def test_help_tells_the_options(self):
        done = run(DAEMON, "--help")
        self.assertEqual(done.returncode, 0)
        for option in ("--listen", "--socket", "--data", "--config", "--read-only"):
            self.assertIn(option, done.stdout)
        self.assertIn("policy", run(CTL, "--help").stdout)

    def test_usage_errors_exit_2(self):
        self.assertEqual(run(DAEMON, "--colour").returncode, 2)
        self.assertEqual(run(CTL, "fly").returncode, 2)
        done = run(CTL, "topology", "--filter", "colour = red")
        self.assertEqual(done.returncode, 2)
        self.assertIn("position 1", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_starts_answers_and_stops(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            with Daemon(self.folder) as daemon:
                self.assertEqual(os.stat(daemon.socket).st_mode & 0o777, 0o600)
                self.assertEqual(os.stat(os.path.join(self.folder, "data")).st_mode & 0o777, 0o700)
                done = daemon.ctl("status", "-o", "json")
                self.assertEqual(done.returncode, 0, done.stderr)
                status = json.loads(done.stdout)
                self.assertEqual(status["proxies"], [])
                self.assertEqual(status["records"]["received"], 0)
                self.assertEqual(status["listening"], daemon.address)
                code, took = daemon.stop(how)
                self.assertEqual(code, 0)
                self.assertLess(took, STOP_WITHIN_S)
                self.assertFalse(os.path.exists(daemon.socket))

    def test_stops_with_a_console_open(self):
        with Daemon(self.folder) as daemon:
            argv = [CTL, "--socket", daemon.socket, "requests", "--follow"]
            with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as console:
                try:
                    while connections(daemon.socket) < 2 and console.poll() is None:
                        os.sched_yield()
                    code, took = daemon.stop()
                    self.assertEqual(code, 0)
                    self.assertLess(took, STOP_WITHIN_S)
                    self.assertIn("waiting", console.stderr.readline())
                finally:
                    console.terminate()

    def test_tells_ready_to_the_service_manager(self):
        path = os.path.join(self.folder, "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(10)
            os.environ["NOTIFY_SOCKET"] = path
            try:
                with Daemon(self.folder):
                    self.assertEqual(manager.recv(64), b"READY=1")
                self.assertEqual(manager.recv(64), b"STOPPING=1")
            finally:
                del os.environ["NOTIFY_SOCKET"]

    def test_what_stands_in_the_way_is_one_line(self):
        with Daemon(self.folder) as daemon:
            taken = run(DAEMON, "--listen", daemon.address, "--socket", self.folder + "/s", "--data", self.folder + "/d")
            same = run(DAEMON, "--listen", "127.0.0.1:0", "--socket", daemon.socket, "--data", self.folder + "/d")
        missing = run(DAEMON, "--config", self.folder + "/none.yaml", "--data", self.folder + "/d")
        open_to_all = run(DAEMON, "--listen", "0.0.0.0:0", "--socket", self.folder + "/s", "--data", self.folder + "/d")
        for done, word in ((taken, daemon.address), (same, "answers"), (missing, "none.yaml"), (open_to_all, "0.0.0.0")):
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertTrue(done.stderr.startswith("binnacled: "), done.stderr)
            self.assertIn(word, done.stderr)

    def test_a_station_that_is_away_is_said_with_what_to_do(self):
        done = run(CTL, "--socket", self.folder + "/none", "status")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no station answers here", done.stderr)
        self.assertIn("binnacled --socket", done.stderr)

    def test_compare_of_two_quiet_windows_finds_nothing(self):
        with Daemon(self.folder) as daemon:
            done = daemon.ctl("compare", "--window", "1m", "--against", "-5m", "-o", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)["calls"], [])
            self.assertEqual(daemon.ctl("compare", "--against", "soon").returncode, 2)

    def test_read_only_refuses_changes(self):
        with Daemon(self.folder, "--read-only") as daemon:
            self.assertTrue(json.loads(daemon.ctl("status", "-o", "json").stdout)["read_only"])
            done = daemon.ctl("policy", "apply", "-f", "-", "--reason", "try", input=INTENT)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(json.loads(daemon.ctl("policy", "history", "-o", "json").stdout), [])

    def test_adopt_prints_bootstrap_lines(self):
        with Daemon(self.folder) as daemon:
            done = daemon.ctl("adopt")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("rtds_layer", done.stdout)
            self.assertIn(daemon.address.rsplit(":", 1)[1], done.stdout)

    def test_records_and_remembers_notes_and_rules(self):
        with Daemon(self.folder) as daemon:
            done = daemon.ctl("note", "add", "deploy of v2", "--on", "payment", "--at", "-5m", "-o", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            note = json.loads(done.stdout)
            self.assertEqual((note["kind"], note["detail"], note["subject"]), ("note", "deploy of v2", "payment"))
            done = daemon.ctl("alerts", "rules", "-f", "-", input=RULE)
            self.assertEqual(done.returncode, 0, done.stderr)
            done = daemon.ctl("alerts", "rules", "-f", "-", input=RULE.replace("when", "wen"))
            self.assertEqual(done.returncode, 1)
        with Daemon(self.folder) as daemon:
            events = json.loads(daemon.ctl("events", "-o", "json").stdout)
            self.assertIn(note, events)
            self.assertEqual(daemon.ctl("alerts", "rules").stdout, RULE)
            self.assertEqual(json.loads(daemon.ctl("alerts", "-o", "json").stdout)["alerts"], [])
            self.assertEqual(daemon.ctl("note", "remove", str(note["id"])).returncode, 0)
            self.assertEqual(daemon.ctl("note", "remove", str(note["id"])).returncode, 1)
            status = json.loads(daemon.ctl("status", "-o", "json").stdout)
            self.assertTrue(status["history"]["recording"])
            self.assertEqual(status["history"]["problem"], "")
            self.assertEqual(daemon.ctl("topology", "--window", "24h").returncode, 0)
            self.assertEqual(daemon.ctl("policy", "list", "--at", "-1h").returncode, 0)

    def test_keeps_no_history_where_none_is_wanted(self):
        with Daemon(self.folder, "--no-history") as daemon:
            self.assertFalse(json.loads(daemon.ctl("status", "-o", "json").stdout)["history"]["recording"])
            self.assertEqual(json.loads(daemon.ctl("events", "-o", "json").stdout), [])
            self.assertEqual(daemon.ctl("note", "add", "x").returncode, 1)
            self.assertFalse(os.path.exists(os.path.join(self.folder, "data", "history.db")))

    def test_limits_of_the_history_are_checked(self):
        for wrong in (("--history-size", "10"), ("--history-size", "1GB"), ("--keep-errors", "7"), ("--keep-requests", "0h")):
            self.assertEqual(run(DAEMON, *wrong).returncode, 2, wrong)

    def test_a_snapshot_that_is_none_is_said(self):
        path = os.path.join(self.folder, "none.binnacle")
        for text in (None, "not a snapshot"):
            if text:
                with open(path, "w", encoding="ascii") as file:
                    file.write(text)
            done = run(CTL, "--snapshot", path, "topology")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(path, done.stderr)

    def test_a_snapshot_is_written_and_looked_at_alone(self):
        path = os.path.join(self.folder, "x.binnacle")
        with Daemon(self.folder) as daemon:
            daemon.ctl("note", "add", "deploy of v2")
            done = daemon.ctl("snapshot", "export", path, "--window", "5m", "--note", "why", "-o", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)["note"], "why")
        done = run(CTL, "snapshot", "inspect", path, "-o", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual((report["note"], report["checksums"]), ("why", "ok"))
        done = run(CTL, "--snapshot", path, "events", "-o", "json")
        self.assertIn("deploy of v2", [event["detail"] for event in json.loads(done.stdout)], done.stderr)
        status = json.loads(run(CTL, "--snapshot", path, "status", "-o", "json").stdout)
        self.assertEqual((status["snapshot"], status["read_only"]), ("x.binnacle", True))
        done = run(CTL, "--snapshot", path, "note", "add", "x")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing can be changed", done.stderr)

    def test_who_serves_a_snapshot_is_confined(self):
        path = os.path.join(self.folder, "x.binnacle")
        with Daemon(self.folder) as daemon:
            self.assertEqual(daemon.ctl("snapshot", "export", path).returncode, 0)
        at = os.path.join(self.folder, "look", "s")
        argv = [DAEMON, "--snapshot", path, "--socket", at]
        with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as child:
            try:
                self.assertIn("ready, a snapshot", child.stderr.readline())
                with open(f"/proc/{child.pid}/status", encoding="ascii") as file:
                    told = dict(line.split(":", 1) for line in file)
                self.assertEqual((told["Seccomp"].strip(), told["NoNewPrivs"].strip()), ("2", "1"))
                self.assertEqual(run(CTL, "--socket", at, "topology").returncode, 0)
            finally:
                child.terminate()
            self.assertEqual(child.wait(timeout=30), 0)

    def test_a_reader_that_leaves_is_no_failure(self):
        with Daemon(self.folder) as daemon:
            with subprocess.Popen([CTL, "--socket", daemon.socket, "adopt"], stdout=subprocess.PIPE) as reading:
                reading.stdout.close()
                self.assertEqual(reading.wait(timeout=30), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
