"""Screens drawn without a browser, on a copy of the labelled demo discussions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import labelled_demo as labelled
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.screens.screen_list import module

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def _packages_searched_once() -> Iterator[None]:
    """Streamlit reads what every installed package says of itself, for each screen that is drawn.

    It looks for components; a server does that once, when it starts.
    """
    with pytest.MonkeyPatch.context() as patch:
        searched = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", searched)
        yield


@pytest.fixture(scope="session")
def labelled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo discussions, imported and labelled by the rules alone; made once."""
    return labelled.labelled_demo(tmp_path_factory)


@pytest.fixture
def demo_url(labelled_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A copy of the labelled demo that the dashboard opens and the test may change."""
    copy = tmp_path / "demo.db"
    shutil.copy(labelled_demo, copy)
    url = f"sqlite:///{copy}"
    monkeypatch.setenv("MODERATO_DATABASE_URL", url)
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


@pytest.fixture
def empty_url(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database without a comment."""
    copy = tmp_path / "empty.db"
    shutil.copy(sqlite_template, copy)
    url = f"sqlite:///{copy}"
    monkeypatch.setenv("MODERATO_DATABASE_URL", url)
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


@pytest.fixture
def screen() -> Callable[..., AppTest]:
    """Draw one screen by its name, with what its address says."""

    def draw(name: str, **query: str) -> AppTest:
        at = AppTest.from_string(f"from {module(name)} import render\nrender()", default_timeout=60)
        for key, value in query.items():
            at.query_params[key] = value
        return at.run()

    return draw
