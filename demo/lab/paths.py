# SPDX-License-Identifier: GPL-3.0-or-later
"""Where our programs and Envoy are."""

import os
import re
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALERT_RULES = os.path.join(ROOT, "demo", "alerts.yaml")
OLDEST_ENVOY = (1, 31)


class Missing(Exception):
    """A program that is needed is not there."""


def bin_dir():
    return os.environ.get("BINNACLE_BIN", os.path.join(ROOT, "build", "release", "bin"))


def program(name):
    path = os.path.join(bin_dir(), name)
    if not os.access(path, os.X_OK):
        raise Missing(f"{path} is not there: build first (./run build)")
    return path


def envoy_version(path):
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"/(\d+)\.(\d+)\.\d+", told)
    return (int(found.group(1)), int(found.group(2))) if found else None


def envoy():
    """$BINNACLE_ENVOY, else the private environment's, else one on PATH that is new enough."""
    named = os.environ.get("BINNACLE_ENVOY")
    if named:
        return named
    private = os.path.join(ROOT, ".venv", "bin", "envoy")
    if os.access(private, os.X_OK):
        return private
    found = shutil.which("envoy")
    version = envoy_version(found) if found else None
    if version and version >= OLDEST_ENVOY:
        return found
    raise Missing("no Envoy newer than 1.30: ./run build installs one into .venv")
