"""An API on a fresh database with a scripted pipeline: no model, no socket."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from databases import sqlite_store, sqlite_template  # noqa: F401 (fixtures)
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "services"))

from scripted_release import PROFILE, LivePipeline

from analysis.api.app import create_app
from analysis.api.perspective.answer import Offer
from analysis.api.server import Server, build_server
from analysis.labels.attributes import MEASURABLE
from analysis.services.serving.offered_attributes import known_names
from analysis.settings import load_settings
from analysis.storage.database import Store


@pytest.fixture
def pipeline() -> LivePipeline:
    return LivePipeline()


@pytest.fixture
def serving(
    sqlite_store: Store,  # noqa: F811 (a fixture)
    pipeline: LivePipeline,
) -> Iterator[Callable[..., TestClient]]:
    """Starts a server with these settings; asks on its own host."""
    with ExitStack() as running:

        def start(**settings: Any) -> TestClient:
            server = build_server(
                load_settings(**{"database_url": sqlite_store.url, "api_log": False, **settings}),
                sqlite_store,
                build=lambda _settings, _store: (pipeline, PROFILE),
            )
            # Every attribute that could be: which ones are is tested with the model's figures.
            offered = {attribute.name: attribute for attribute in MEASURABLE}
            dropping = server.offer.dropping
            server.offer = Offer(offered, known_names(), dropping)
            client = TestClient(create_app(server), base_url="http://localhost")
            return running.enter_context(client)

        yield start
        pipeline.go.set()


@pytest.fixture
def client(serving: Callable[..., TestClient]) -> TestClient:
    return serving()


@pytest.fixture
def server(client: TestClient) -> Server:
    found: Server = client.app.state.server  # type: ignore[attr-defined]
    return found
