"""The demo discussions, imported and labelled by the rules alone: made once for a test run."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from shared_files import made_once

from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.site.pipelines import build_pipeline
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import Settings
from analysis.storage.database import open_store

ROOT = Path(__file__).resolve().parents[1]


def label(path: Path, files: Iterable[Path], *, model: str = "none") -> None:
    """Import ``files`` into the database at ``path`` and label what has no labels yet."""
    store = open_store(f"sqlite:///{path}", migrate=True)
    for file in files:
        import_file(store, file)
    settings = Settings(_env_file=None, model=model)  # type: ignore[call-arg, arg-type]
    score(store, build_pipeline(settings, active_profile(store)))
    store.close()


def labelled_demo(factory: pytest.TempPathFactory, *, model: str = "none") -> Path:
    """The demo in a SQLite file that nobody may change.

    The rules alone are quick and the same on every machine.
    """
    seeds = sorted((ROOT / "seeds" / "demo").iterdir())
    return made_once(factory, f"labelled-{model}.db", lambda path: label(path, seeds, model=model))


def with_more(
    factory: pytest.TempPathFactory, name: str, more: Path, *, model: str = "none"
) -> Path:
    """The labelled demo and the comments of one file more."""
    demo = labelled_demo(factory, model=model)

    def make(path: Path) -> None:
        shutil.copy(demo, path)
        label(path, [more], model=model)

    return made_once(factory, f"{name}-{model}.db", make)
