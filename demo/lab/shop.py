# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo shop: which services there are, who calls whom, and the files that say so to the station, the Envoys and
the program that plays them all."""

import dataclasses

# service: (protocol, mode, workloads with versions, own work in ms, services it calls)
SERVICES = {
    "frontend": ("http", "overlay", {"frontend": ""}, 3, ["catalog", "cart", "checkout", "recommendation"]),
    "catalog": ("http", "full", {"catalog": ""}, 5, []),
    "cart": ("http", "full", {"cart": ""}, 4, ["store"]),
    "checkout": ("http", "full", {"checkout": ""}, 6, ["payment", "shipping"]),
    "payment": ("http", "full", {"payment-v1": "v1", "payment-v2": "v2"}, 12, ["bank"]),
    "shipping": ("http", "full", {"shipping": ""}, 8, []),
    "recommendation": ("http", "full", {"recommendation-v1": "v1", "recommendation-v2": "v2"}, 7, ["catalog"]),
    "billing": ("http", "overlay", {"billing": ""}, 0, ["payment"]),
    "store": ("tcp", "full", {"store": ""}, 0, []),
}
EXTERNAL = {"bank": 25}

# What a service calls while it answers: (path it answers, service, path it asks for, probability, is needed)
CALLS = {
    "frontend": [
        ("/home", "catalog", "/items", 1.0, True),
        ("/home", "recommendation", "/for-you", 0.7, False),
        ("/cart", "cart", "/cart", 1.0, True),
        ("/checkout", "checkout", "/order", 1.0, True),
    ],
    "checkout": [("", "payment", "/charge", 1.0, True), ("", "shipping", "/quote", 0.8, True)],
    "payment": [("", "bank", "/transfer", 1.0, True)],
    "recommendation": [("", "catalog", "/items", 0.3, False)],
}
# The edges that must be seen, besides visitors -> frontend.
EDGES = [
    ("frontend", "catalog"),
    ("frontend", "cart"),
    ("frontend", "checkout"),
    ("frontend", "recommendation-v1"),
    ("frontend", "recommendation-v2"),
    ("recommendation-v1", "catalog"),
    ("recommendation-v2", "catalog"),
    ("cart", "store"),
    ("checkout", "payment-v1"),
    ("checkout", "payment-v2"),
    ("checkout", "shipping"),
    ("billing", "payment-v1"),
    ("billing", "payment-v2"),
    ("payment-v1", "bank"),
    ("payment-v2", "bank"),
]
VISITS = {"/home": 40, "/cart": 20, "/checkout": 40}


@dataclasses.dataclass
class ShopOptions:
    flush_s: float = 0.25
    visits_per_second: float = 40.0
    bills_per_second: float = 8.0
    calm_s: float = 60.0
    trouble_s: float = 180.0
    seed: int = 7


class Shop:
    """Addresses for every proxy, and the three kinds of files made from them."""

    def __init__(self, ports, options=None):
        self.options = options or ShopOptions()
        self.external = {name: ports.address() for name in EXTERNAL}
        self.proxies = []
        for service, (protocol, mode, workloads, _, calls) in SERVICES.items():
            for workload, version in workloads.items():
                self.proxies.append(self._proxy(ports, service, workload, version, protocol, mode, calls))

    @staticmethod
    def _proxy(ports, service, workload, version, protocol, mode, calls):
        proxy = {"node": workload + "-1", "service": service, "workload": workload, "version": version, "mode": mode}
        proxy["protocol"] = protocol
        proxy["admin"] = ports.address()
        if service != "billing":  # a job: it calls, nobody calls it
            proxy["inbound"] = ports.address()
            proxy["application"] = ports.address()
        if any(SERVICES.get(name, ("http",))[0] == "http" for name in calls):
            proxy["outbound"] = ports.address()
        tcp = [name for name in calls if name in SERVICES and SERVICES[name][0] == "tcp"]
        if tcp:
            proxy["outboundTcp"] = {name: ports.address() for name in tcp}
        return proxy

    def proxy(self, workload):
        return next(proxy for proxy in self.proxies if proxy["workload"] == workload)

    def upstreams(self, proxy):
        """service -> {workload: [addresses]} of the HTTP services that a proxy calls."""
        result = {}
        for service in SERVICES[proxy["service"]][4]:
            if service in self.external:
                result[service] = {service: [self.external[service]]}
            elif SERVICES[service][0] == "http":
                result[service] = {name: [self.proxy(name)["inbound"]] for name in SERVICES[service][2]}
        return result

    def mesh_file(self):
        keys = ("node", "mode", "inbound", "application", "outbound", "outboundTcp", "admin")
        services = []
        for name, (protocol, _, workloads, _, calls) in SERVICES.items():
            described = []
            for workload, version in workloads.items():
                proxy = self.proxy(workload)
                entry = {"name": workload, "proxies": [{key: proxy[key] for key in keys if key in proxy}]}
                if version:
                    entry["version"] = version
                described.append(entry)
            services.append({"name": name, "protocol": protocol, "calls": calls, "workloads": described})
        services += [{"name": name, "external": [address]} for name, address in self.external.items()]
        metadata = {"name": "shop", "flushInterval": f"{int(self.options.flush_s * 1000)}ms"}
        return {"apiVersion": "binnacle/v1", "kind": "Mesh", "metadata": metadata, "services": services}

    def _service_config(self, proxy):
        service = proxy["service"]
        config = {"name": proxy["workload"], "listen": proxy["application"], "median_ms": SERVICES[service][3]}
        config["error_ratio"] = 0.002
        config["missing_ratio"] = 0.01 if service == "catalog" else 0
        config["threads"] = 48 if service in ("frontend", "checkout", "payment") else 24
        config["calls"] = [
            {"on": on, "host": host, "path": path, "probability": chance, "needed": needed, "via": proxy["outbound"]}
            for on, host, path, chance, needed in CALLS.get(service, [])
        ]
        if "outboundTcp" in proxy:
            config["store"] = {"via": proxy["outboundTcp"]["store"]}
        return config

    def program_config(self):
        """What binnacle-shop reads."""
        options = self.options
        played = [p for p in self.proxies if p["protocol"] == "http" and "application" in p]
        services = [self._service_config(proxy) for proxy in played]
        for name, address in self.external.items():
            services.append({"name": name, "listen": address, "median_ms": EXTERNAL[name], "threads": 48})
        visitors = {
            "name": "visitors", "target": self.proxy("frontend")["inbound"], "host": "frontend", "threads": 24,
            "rps": options.visits_per_second, "paths": VISITS,
        }
        bills = {
            "name": "billing", "target": self.proxy("billing")["outbound"], "host": "payment", "threads": 8,
            "rps": options.bills_per_second, "paths": {"/invoice": 1},
        }
        story = {
            "service": "payment-v2", "peers": ["payment-v1", "payment-v2"],
            "calm_ms": int(options.calm_s * 1000), "trouble_ms": int(options.trouble_s * 1000),
        }
        return {
            "seed": options.seed, "services": services, "stores": [self.proxy("store")["application"]],
            "loads": [visitors, bills], "story": story,
        }
