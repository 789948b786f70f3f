"""What a page looks like, and what stands in the way of those who can't see or point."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "tests" / "_artifacts"
FOR_THE_DOCS = ROOT / "analysis" / "docs" / "screenshots"
#: Levels of axe-core that fail a test.
BARRIERS = {"serious", "critical"}
#: Settles when no colour is on its way to another; what turns for ever is left out.
AT_REST = """() => Promise.all(document.getAnimations()
  .filter((item) => item.effect?.getComputedTiming().endTime !== Infinity)
  .map((item) => item.finished.catch(() => null)))"""


def keep_picture(page: Page, name: str) -> None:
    """Write a picture to ``tests/_artifacts``; when asked to, anew for a document that shows it."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    if os.environ.get("REFRESH_SCREENSHOTS") and _is_shown(name):
        FOR_THE_DOCS.mkdir(parents=True, exist_ok=True)
        # 128 colours are enough for flat screens, and keep the pictures small; the rare ones stay,
        # or the labels lose theirs.
        with Image.open(ARTIFACTS / f"{name}.png") as picture:
            few = picture.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE)
            few.save(FOR_THE_DOCS / f"{name}.png", optimize=True)


def _is_shown(name: str) -> bool:
    pages = [ROOT / "README.md", *(ROOT / "analysis" / "docs").glob("*.md")]
    return any(f"screenshots/{name}.png" in page.read_text(encoding="utf-8") for page in pages)


def barriers(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the parts concerned."""
    page.evaluate(AT_REST)
    # What passed isn't asked for: listing it takes longer than finding what is wrong.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{item['id']}: {item['help']}: {node['target']} {node['html'][:120]}"
        for item in found
        if item["impact"] in BARRIERS
        for node in item["nodes"][:3]
    ]


def width(page: Page) -> int:
    """How many pixels wide the page is; more than the window scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
