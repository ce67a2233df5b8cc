#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the demo shop behind real Envoys and a station, then opens the desktop, or checks itself without one."""

import argparse
import os
import re
import signal
import sys
import time

from lab import net, paths
from lab.headless import CheckFailed, Headless
from lab.shop import ShopOptions
from lab.shop_run import ShopRun
from lab.station import CtlError

LONGEST_S = 30 * 60
HEADLESS_S = 90


class Stopped(Exception):
    """Somebody asked us to end."""


def read_duration(text):
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"not a duration: {text} (60s, 5m)")
    seconds = float(found.group(1)) * {"ms": 0.001, "s": 1, "": 1, "m": 60, "h": 3600}[found.group(2)]
    if not 0 < seconds <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"between 1 s and {LONGEST_S // 60} min, not {text}")
    return seconds


def read_options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--headless", action="store_true", help="no window: check and print a summary")
    parser.add_argument("--duration", type=read_duration, help="end by itself after this long (60s, 5m)")
    parser.add_argument("--flush", type=read_duration, default=0.25, help="the overlay proxies' access log flush")
    parser.add_argument("--calm", type=read_duration, default=60.0, help="how long the shop is calm before trouble")
    return parser.parse_args(argv)


def handle_end(handler):
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, handler)


def raise_stopped(number, _frame):
    handle_end(signal.SIG_IGN)  # once is enough: from here on we are ending, and nothing shall disturb that
    raise Stopped(signal.Signals(number).name)


def has_display():
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


class Narrator:
    """Says what happens, with the time since the start."""

    def __init__(self):
        self._began = time.monotonic()

    def __call__(self, text):
        print(f"[{time.monotonic() - self._began:6.1f} s] {text}", flush=True)


def watch_window(run, duration_s, say):
    """Until the window is closed, the time is over, or a part of the demo ends by itself."""
    argv = [paths.program("binnacle"), "--socket", run.station.socket_path]
    window = run.children.start("desktop", argv, env=dict(os.environ))
    say(f"the desktop is open; it ends with the window, with Ctrl-C, or after {duration_s:.0f} s")
    end = time.monotonic() + duration_s
    while time.monotonic() < end:
        if not window.is_alive():
            if window.process.returncode != 0:
                print(window.log_tail(), file=sys.stderr)
            return window.process.returncode == 0
        broken = [child for child in run.children.dead() if child is not window]
        if broken:
            print(f"{broken[0].name} ended by itself:\n{broken[0].log_tail()}", file=sys.stderr)
            return False
        time.sleep(0.2)
    return True


def show(run, options, say):
    """Returns whether all went well."""
    run.start(say)
    if not options.headless:
        return watch_window(run, options.duration or LONGEST_S, say)
    checks = Headless(run, options.duration or HEADLESS_S, say)
    try:
        checks.run()
    finally:
        print("\nSummary")
        for line in checks.summary:
            print("  " + line)
    return True


def main(argv):
    options = read_options(argv)
    if not options.headless and not has_display():
        print("demo: no display to open a window on; try --headless", file=sys.stderr)
        return 1
    handle_end(raise_stopped)
    run, is_good, say = None, False, Narrator()
    try:
        run = ShopRun(ShopOptions(flush_s=options.flush, calm_s=options.calm))
        is_good = show(run, options, say)
    except Stopped as stopped:
        say(f"stopped by {stopped}")
        is_good = not options.headless
    except (CheckFailed, CtlError, net.WaitTimeout, paths.Missing, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
    handle_end(signal.SIG_IGN)
    left = run.stop() if run else []
    for line in left:
        print("demo: " + line, file=sys.stderr)
    say("everything is stopped" + ("" if left else "; nothing is left behind"))
    if options.headless:
        print("PASSED" if is_good and not left else "FAILED")
    return 0 if is_good and not left else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
