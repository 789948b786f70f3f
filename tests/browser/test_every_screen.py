"""Every screen, light and dark: no serious barrier (axe-core), no scroll sideways, a picture.

Pictures are written to ``tests/_artifacts``; ``REFRESH_SCREENSHOTS=1`` also refreshes those of the
documentation.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import settled
from PIL import Image
from playwright.sync_api import Page

from dashboard.screens.table import SCREENS, has_screen

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "tests" / "_artifacts"
FOR_THE_DOCS = ROOT / "analysis" / "docs" / "screenshots"
PRESENT = [screen for screen in SCREENS if has_screen(screen.name)]
#: Levels of axe-core that fail the test.
BARRIERS = {"serious", "critical"}


@pytest.fixture(scope="module")
def address(labelled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("screens") / "demo.db"
    shutil.copy(labelled_demo, copy)
    return copy


def keep_picture(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    if os.environ.get("REFRESH_SCREENSHOTS"):
        FOR_THE_DOCS.mkdir(parents=True, exist_ok=True)
        # 128 colours are enough for flat screens, and keep the pictures small.
        with Image.open(ARTIFACTS / f"{name}.png") as picture:
            few = picture.convert("RGB").quantize(128)
            few.save(FOR_THE_DOCS / f"{name}.png", optimize=True)


def barriers(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the parts concerned."""
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['help']}: {node['target']} {node['html'][:120]}"
        for item in found
        if item["impact"] in BARRIERS
        for node in item["nodes"][:3]
    ]


def test_every_screen_without_serious_barriers_in_light_and_dark(
    address: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
) -> None:
    url = serve(address)
    found: dict[str, list[str]] = {}
    wide: list[str] = []
    for scheme in ("light", "dark"):
        for screen in PRESENT:
            page = open_page(f"{url}/{screen.path if not screen.default else ''}", scheme=scheme)
            page.wait_for_timeout(1500)  # charts draw after the script has ended
            name = f"{screen.name}-{scheme}"
            keep_picture(page, name)
            if page.evaluate("document.documentElement.scrollWidth") > 1280:
                wide.append(name)
            if trouble := barriers(page):
                found[name] = trouble
            page.context.close()
    assert wide == []
    assert found == {}


@pytest.mark.parametrize("name", ["queue", "review"])
def test_reading_works_on_a_telephone(
    name: str, demo_url: str, open_page: Callable[..., Page]
) -> None:
    path = {"queue": "", "review": "review"}[name]
    page = open_page(f"{demo_url}/{path}", width=390, height=844)
    settled(page)
    keep_picture(page, f"{name}-telephone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
