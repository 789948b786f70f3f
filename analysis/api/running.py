"""Running the application under uvicorn: alone, or as several processes."""

from __future__ import annotations

import ipaddress
import logging
import os
import sys
import tempfile
from typing import Any

import uvicorn

from analysis.api.app import WORKERS, from_environment
from analysis.api.certificate import Certificate
from analysis.domain.errors import BadInput
from analysis.services.access.api_keys import any_key_in_force
from analysis.settings import Settings
from analysis.storage.database import Store

GRACE_SECONDS = 30
"""How long requests that came in may still take once the server was told to stop."""
KEEP_ALIVE_SECONDS = 15
ANSWERS_WITHIN_SECONDS = 120
"""How long one of several processes may be silent before it is ended and started anew. While it
imports and loads its models it answers nothing, which on a busy machine took longer than the five
seconds of uvicorn: no process ever came to serve."""
HTTP = "analysis.api.connections:HeadsInTime"
"""By name, since each of several processes loads it for itself."""
MOST_CONNECTIONS = 2_000
"""Requests in hand at once; more are refused before they are read."""


def check_reach(store: Store, host: str) -> None:
    """``BadInput`` where others could reach the API and nobody would have to show a key."""
    if not is_loopback(host) and not any_key_in_force(store):
        raise BadInput(
            f"--host {host}: others could use the API without a key; make one first with "
            "`moderato keys add NAME`, or listen on 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(
    settings: Settings, *, host: str, port: int, workers: int, certificate: Certificate | None
) -> None:
    """Serve until stopped; each process reads its settings from the environment."""
    os.environ["MODERATO_DATABASE_URL"] = settings.database_url
    os.environ[WORKERS] = str(workers)
    log_to_stderr()
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "log_level": "warning",
        "access_log": False,  # its lines hold addresses, and an address holds a key
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_worker_healthcheck": ANSWERS_WITHIN_SECONDS,
        "http": HTTP,
    }
    if certificate is not None:
        options["ssl_certfile"] = str(certificate.file)
        options["ssl_keyfile"] = str(certificate.key_file)
    if workers == 1:
        uvicorn.run(from_environment(), **options)
        return
    with tempfile.TemporaryDirectory(prefix="moderato-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        uvicorn.run("analysis.api.running:worker_app", factory=True, workers=workers, **options)


def worker_app() -> object:
    """The application of one of several processes."""
    log_to_stderr()
    return from_environment()


def log_to_stderr() -> None:
    """Lines of the API as they are, one request each."""
    logger = logging.getLogger("moderato.requests")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
