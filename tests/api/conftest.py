"""An API on a fresh database with a scripted pipeline: no model, no socket."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "services"))

from answering import answering
from scripted_release import PROFILE, LivePipeline

from analysis.api.app import create_app
from analysis.api.perspective.answer import Offer
from analysis.api.server import Server, build_server
from analysis.labels.attributes import MEASURABLE
from analysis.services.serving.offered_attributes import known_names
from analysis.settings import load_settings
from analysis.storage.database import Store, open_store


@pytest.fixture
def pipeline() -> LivePipeline:
    return LivePipeline()


@pytest.fixture
def serving(
    sqlite_store: Store,
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


@pytest.fixture(scope="session")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that all these tests share."""
    file = tmp_path_factory.mktemp("api") / "api.db"
    shutil.copy(sqlite_template, file)
    store = open_store(f"sqlite:///{file}")
    with answering(store) as url:
        yield url
    store.close()
