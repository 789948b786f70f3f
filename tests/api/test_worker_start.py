"""Several processes of the API: one that takes long to start is waited for."""

from __future__ import annotations

from typing import Any

import pytest
import uvicorn

from analysis.api import running
from analysis.settings import load_settings


@pytest.mark.parametrize("workers", [1, 4])
def test_a_process_that_loads_its_models_is_not_taken_for_a_hung_one(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """At a load of 14 two processes were ended every five seconds, and never served."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda *_args, **options: given.update(options))
    monkeypatch.setattr(running, "from_environment", lambda: None)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setenv(running.WORKERS, "")
    monkeypatch.setenv("MODERATO_DATABASE_URL", "")
    settings = load_settings(database_url="sqlite:///none.db")
    running.run(settings, host="127.0.0.1", port=0, workers=workers, certificate=None)
    uvicorn.Config("app:app", **{k: v for k, v in given.items() if k not in ("factory", "workers")})
    assert given["timeout_worker_healthcheck"] >= 60
