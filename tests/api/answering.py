"""A server with a scripted pipeline that listens, for clients that need an address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from scripted_release import PROFILE, LivePipeline

from analysis.api.app import create_app
from analysis.api.perspective.answer import Offer
from analysis.api.running import HTTP
from analysis.api.server import build_server
from analysis.labels.attributes import MEASURABLE
from analysis.services.serving.offered_attributes import known_names
from analysis.settings import load_settings
from analysis.storage.database import Store


@contextmanager
def answering(store: Store, **settings: Any) -> Iterator[str]:
    """The address of a server on ``store``, with a scripted pipeline, that listens here."""
    server = build_server(
        load_settings(**{"database_url": store.url, "api_log": False, **settings}),
        store,
        build=lambda _settings, _store: (LivePipeline(), PROFILE),  # type: ignore[arg-type, return-value]
    )
    server.offer = Offer({attribute.name: attribute for attribute in MEASURABLE}, known_names())
    config = uvicorn.Config(
        create_app(server), port=0, log_level="warning", access_log=False, http=HTTP
    )
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    while not web.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server ended at once"
    port = web.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    web.should_exit = True
    thread.join(10)
