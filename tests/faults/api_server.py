"""The API as a process that can be killed: scripted pipeline, real routes and webhooks."""

from __future__ import annotations

import logging
from datetime import timedelta

import uvicorn
from scripted_release import PROFILE, LivePipeline

from analysis.api.app import create_app
from analysis.api.server import build_server
from analysis.services.webhooks import outbox
from analysis.settings import load_settings
from analysis.storage.database import open_store

PRELOADED = ("analysis.api.app", "analysis.pipeline", "uvicorn")
"""What takes seconds to load, so that it is once."""


def serve(url: str, port: int) -> None:
    """Serve until killed. What a killed server had in hand is free again after a second."""
    logging.disable()  # it would say over and over that a killed database is not there
    outbox.LEASE = timedelta(seconds=1)
    outbox.FIRST_PAUSE = timedelta(seconds=0.2)
    outbox.LOOK_SECONDS = 0.05
    server = build_server(
        load_settings(database_url=url, api_log=False),
        open_store(url),
        build=lambda _settings, _store: (LivePipeline(), PROFILE),  # type: ignore[arg-type, return-value]
    )
    uvicorn.run(create_app(server), port=port, log_level="critical", access_log=False)
