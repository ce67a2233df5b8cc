# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts Envoys from bootstraps and waits until they are ready."""

import os

from . import net, paths
from .station import write_json


def start(children, name, bootstrap, state_dir, more=()):
    """`more`: further Envoy options. Concurrency 1 keeps an Envoy near 60 MB."""
    path = write_json(os.path.join(state_dir, f"envoy-{name}.json"), bootstrap)
    argv = [paths.envoy(), "-c", path, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warn", *more]
    return children.start("envoy-" + name, argv)


def is_ready(child, admin):
    if not child.is_alive():
        raise net.WaitTimeout(f"{child.name} ended:\n{child.log_tail()}")
    return net.get(admin, "/ready", timeout_s=1)[0] == 200


def wait_ready(started, timeout_s):
    """`started`: pairs of child and admin address."""
    for child, admin in started:
        net.wait_until(lambda c=child, a=admin: is_ready(c, a), timeout_s, child.name + " ready", every_s=0.05)


def listens(admin, addresses):
    """Whether an Envoy has active listeners on all of these."""
    _, body = net.get(admin, "/listeners")
    active = {line.partition("::")[2].strip() for line in body.splitlines()}
    return all(address in active for address in addresses)


def counter(admin, name):
    """One counter or gauge of an Envoy by its full name; 0 when it has none such."""
    _, body = net.get(admin, f"/stats?filter=^{name.replace('.', '[.]')}$")
    for line in body.splitlines():
        key, _, value = line.partition(": ")
        if key == name:
            return int(value)
    return 0
