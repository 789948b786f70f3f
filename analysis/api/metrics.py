"""What a scraper of Prometheus reads: counts and durations by route, and what waits. No texts."""

from __future__ import annotations

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where processes that serve together leave their counts; `moderato serve --workers` sets it."""
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The counters of one server; each has its own registry, so that tests do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "moderato_requests",
            "Requests answered.",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "moderato_request_seconds",
            "Seconds until the answer began.",
            ["route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.texts = Counter(
            "moderato_texts",
            "Texts answered, by whether the answer was known already.",
            ["cached"],
            registry=self.registry,
        )
        self.refused = Counter(
            "moderato_refused",
            "Requests refused since too much waited or an answer took too long.",
            ["why"],
            registry=self.registry,
        )
        self.waiting = Gauge(
            "moderato_waiting",
            "Texts that wait to be labelled.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def text(self) -> bytes:
        """All of it in Prometheus's text format; of all processes that serve together."""
        if not os.environ.get(_SHARED_FOLDER):
            return generate_latest(self.registry)
        joined = CollectorRegistry()
        multiprocess.MultiProcessCollector(joined)  # type: ignore[no-untyped-call]
        return generate_latest(joined)
