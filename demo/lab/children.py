# SPDX-License-Identifier: GPL-3.0-or-later
"""Child processes that end with us: each by its own process id, whatever way we stop."""

import ctypes
import os
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1
TERM_PATIENCE_S = 5.0

_libc = ctypes.CDLL(None, use_errno=True)


def _end_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program of ours and the file its output goes to."""

    def __init__(self, name, argv, log_path, env=None):
        self.name = name
        self.argv = [str(part) for part in argv]
        self.log_path = log_path
        with open(log_path, "ab") as log:
            # A session of its own: Ctrl-C reaches us only, and we stop the children in order.
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    @property
    def pid(self):
        return self.process.pid

    def is_alive(self):
        return self.process.poll() is None

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def log_tail(self, lines=15):
        return "\n".join(self.log().splitlines()[-lines:])

    def signal(self, number):
        if self.is_alive():
            os.kill(self.pid, number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, patience_s=TERM_PATIENCE_S):
        """Asks, waits, insists."""
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.kill()


class Children:
    """All children of one run; stops them newest first."""

    def __init__(self, log_dir):
        self.log_dir = log_dir
        self._all = []
        os.makedirs(log_dir, mode=0o700, exist_ok=True)

    def start(self, name, argv, env=None):
        child = Child(name, argv, os.path.join(self.log_dir, name + ".log"), env)
        self._all.append(child)
        return child

    def dead(self):
        return [child for child in self._all if not child.is_alive()]

    def running(self):
        return [child for child in self._all if child.is_alive()]

    def forget(self, child):
        self._all.remove(child)

    def __len__(self):
        return len(self._all)

    def stop_all(self):
        """Returns the names of those that did not go when asked and had to be killed."""
        stubborn = []
        for child in self._all:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + TERM_PATIENCE_S
        for child in reversed(self._all):
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                stubborn.append(child.name)
                child.kill()
        self._all.clear()
        return stubborn


def rss_mib(pid):
    """Resident memory of a process, 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576
    except (OSError, IndexError):
        return 0.0
