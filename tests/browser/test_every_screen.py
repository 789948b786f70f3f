"""Every screen, light and dark: no serious barrier (axe-core), no scroll sideways, a picture.

Pictures are written to ``tests/_artifacts``; ``REFRESH_SCREENSHOTS=1`` also refreshes those of the
documentation.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import settled
from looking import barriers, keep_picture, width
from playwright.sync_api import Page

from dashboard.screens.screen_list import SCREENS, has_screen

PRESENT = [screen for screen in SCREENS if has_screen(screen.name)]


@pytest.fixture(scope="module")
def address(labelled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("screens") / "demo.db"
    shutil.copy(labelled_demo, copy)
    return copy


def test_every_screen_without_serious_barriers_in_light_and_dark(
    address: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
) -> None:
    url = serve(address)
    found: dict[str, list[str]] = {}
    wide: list[str] = []
    for scheme in ("light", "dark"):
        for screen in PRESENT:
            page = open_page(f"{url}/{screen.path if not screen.default else ''}", scheme=scheme)
            page.wait_for_timeout(700)  # charts draw after the script has ended
            name = f"{screen.name}-{scheme}"
            keep_picture(page, name)
            if width(page) > 1280:
                wide.append(name)
            if trouble := barriers(page):
                found[name] = trouble
            page.context.close()
    assert wide == []
    assert found == {}


def test_reading_works_on_a_telephone(
    address: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
) -> None:
    url = serve(address)
    page = open_page(url, width=390, height=844)
    wide: dict[str, int] = {}
    for screen in PRESENT:
        page.goto(f"{url}/{screen.path if not screen.default else ''}")
        settled(page)
        page.wait_for_timeout(800)
        keep_picture(page, f"{screen.name}-telephone")
        if width(page) > 390:
            wide[screen.name] = width(page)
    assert wide == {}
