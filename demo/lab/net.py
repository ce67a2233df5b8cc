# SPDX-License-Identifier: GPL-3.0-or-later
"""Free ports and waiting: everything is on the loopback address."""

import http.client
import socket
import time

HOST = "127.0.0.1"


class WaitTimeout(Exception):
    """Something that had to happen did not, in its time."""


class Ports:
    """Hands out ports that nobody listens on. Held until release(), so that two calls never give the same."""

    def __init__(self):
        self._held = []

    def address(self):
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((HOST, 0))
        self._held.append(holder)
        return f"{HOST}:{holder.getsockname()[1]}"

    def release(self):
        for holder in self._held:
            holder.close()
        self._held.clear()


def split(address):
    host, _, port = address.rpartition(":")
    return host, int(port)


def wait_until(condition, timeout_s, what, every_s=0.02):
    """Polls until condition() is true and returns its value."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise WaitTimeout(f"{what}: not within {timeout_s:g} s")
        time.sleep(every_s)


def accepts(address):
    try:
        with socket.create_connection(split(address), timeout=0.5):
            return True
    except OSError:
        return False


def get(address, path, headers=None, timeout_s=5, method="GET"):
    """One HTTP request: (status, body); status 0 when there was no answer."""
    host, port = split(address)
    connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
