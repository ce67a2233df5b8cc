# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demo and the integration tests share: children, ports, Envoy bootstraps, station, shop."""
