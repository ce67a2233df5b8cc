# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounded load on one listener: so many requests by so many threads, each answer noted."""

import collections
import http.client
import threading
import time

from lab_path import net

READ_PATIENCE_S = 15


class Load:
    """Sends paths to one address under one Host. `answers` counts status codes; 0 is no answer at all."""

    def __init__(self, address, host, threads=8):
        self._address = address
        self._host = host
        self._threads = threads
        self._lock = threading.Lock()
        self.answers = collections.Counter()
        self.ends = {}  # path -> wall-clock time its answer was read
        self._stop = threading.Event()
        self._running = []

    def send(self, paths):
        """Sends each path once and waits for all."""
        self.start(paths)
        self.join()
        return self.answers

    def start(self, paths):
        """Paths may be an endless iterator: then stop() ends it."""
        iterator = iter(paths)
        self._running = [threading.Thread(target=self._work, args=(iterator,)) for _ in range(self._threads)]
        for thread in self._running:
            thread.start()

    def stop(self):
        self._stop.set()
        self.join()

    def join(self):
        for thread in self._running:
            thread.join()

    def sent(self):
        with self._lock:
            return sum(self.answers.values())

    def _work(self, paths):
        connection = None
        while not self._stop.is_set():
            with self._lock:
                path = next(paths, None)
            if path is None:
                break
            connection = connection or http.client.HTTPConnection(*net.split(self._address), timeout=READ_PATIENCE_S)
            status = self._ask(connection, path)
            with self._lock:
                self.answers[status] += 1
                self.ends[path] = time.time()
            if status == 0:
                connection.close()
                connection = None
        if connection:
            connection.close()

    def _ask(self, connection, path):
        try:
            connection.request("GET", path, headers={"Host": self._host})
            response = connection.getresponse()
            response.read()
            return response.status
        except (OSError, http.client.HTTPException):
            return 0
