"""A command line without the optional models, so that only this project's rules speak."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Moderato


@pytest.fixture
def moderato(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Moderato:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    # Where a test names no database: not the one that somebody works with in this folder.
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{tmp_path / 'usual.db'}")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.chdir(tmp_path)
    return Moderato(capfdbinary)
