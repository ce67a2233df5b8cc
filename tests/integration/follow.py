# SPDX-License-Identifier: GPL-3.0-or-later
"""`binnaclectl requests --follow` as a background reader: each record with the time it arrived."""

import json
import subprocess
import threading
import time

from lab_path import net, paths


class Follower:
    """Use as a context manager. `records` holds (wall-clock arrival, record)."""

    def __init__(self, ctl, *options):
        self._argv = [paths.program("binnaclectl"), "--socket", ctl.socket_path, "requests", "--follow", "-o", "json"]
        self._argv += options
        self._lock = threading.Lock()
        self._records = []
        self._process = None
        self._thread = None

    def __enter__(self):
        self._process = subprocess.Popen(
            self._argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(10)
        self._thread.join()
        self._process.stdout.close()
        self._process.stderr.close()

    def _read(self):
        for line in self._process.stdout:
            arrived = time.time()
            record = json.loads(line)
            with self._lock:
                self._records.append((arrived, record))

    def records(self):
        with self._lock:
            return list(self._records)

    def first(self, matches, timeout_s, what):
        """(arrival, record) of the first record that matches, once it is there."""
        return net.wait_until(
            lambda: next((pair for pair in self.records() if matches(pair[1])), None), timeout_s, what, every_s=0.01
        )
