# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the demo's `lab` importable for the tests; import this one first."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "demo"))

from lab import bootstrap, envoys, net, paths, station  # noqa: E402,F401
