"""A person's first ten minutes, from an empty database to a published threshold, step by step.

With ``REFRESH_SCREENSHOTS=1`` the pictures and the table of ``analysis/docs/first-ten-minutes.md``
are written anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from driving import look, press, saved, settled
from looking import ROOT, barriers, keep_picture, width
from playwright.sync_api import Locator, Page, expect

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store, open_store

DOCUMENT = ROOT / "analysis" / "docs" / "first-ten-minutes.md"
#: The table of the document stands below this line, up to the next empty one.
TABLE = "| step | clicks and keys | seconds |\n|---|---|---|\n"
SIZES = ((1280, 800), (390, 844))
SCHEMES = ("light", "dark")


@dataclass(slots=True)
class Steps:
    """What each step took: a name, how often something was pressed, seconds of the machine."""

    taken: list[tuple[str, int, float]] = field(default_factory=list)
    presses: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.presses = 0
        began = time.monotonic()
        yield
        self.taken.append((name, self.presses, time.monotonic() - began))

    def click(self, button: Locator) -> None:
        self.presses += 1
        button.click()

    def press(self, page: Page, key: str) -> None:
        self.presses += 1
        press(page, key)

    def lines(self) -> list[str]:
        return [f"| {name} | {presses} | {took:.1f} |" for name, presses, took in self.taken]


def seen(page: Page, name: str, *, height: int = 800) -> None:
    """Keep a picture in each size and scheme; nothing is wider than the window."""
    for scheme in SCHEMES:
        for wide, high in SIZES:
            look(page, width=wide, height=max(high, height), scheme=scheme)
            page.wait_for_timeout(600)  # a chart is drawn anew when its width is known
            settled(page)
            keep_picture(page, f"first-{name}-{scheme}-{wide}")
            assert width(page) <= wide, (name, scheme)
    look(page, height=800)
    settled(page)


def in_sight(part: Locator, *, height: int = 800) -> bool:
    """Whether it stands whole in the window."""
    box = part.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.slow
def test_from_an_empty_database_to_thresholds_of_their_own(
    serve: Callable[..., str], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    database = tmp_path / "new.db"
    url = serve(database)
    steps = Steps()
    with steps.step("Open the dashboard on an empty database"):
        page = open_page(url, height=800)
        expect(page.get_by_text("Moderato asks four questions")).to_be_visible()
        expect(page.get_by_role("button", name="Open the demo")).to_be_visible()
    seen(page, "empty")

    words = (ROOT / "seeds" / "demo" / "harbour-ferry.txt").read_text(encoding="utf-8")
    with steps.step("Paste a page and look at what it would be read as"):
        steps.click(page.get_by_text("A pasted page"))
        page.get_by_role("textbox", name="Paste the page").fill(words)
        steps.click(page.get_by_role("button", name="Look at it"))
        expect(page.get_by_text("15 records = 15 comments")).to_be_visible()
        settled(page)
    bring_in = page.get_by_role("button", name="Import", exact=True)
    assert in_sight(bring_in), "whoever has looked need not search for the next step"
    assert page.get_by_text("Which column is what").count() == 0, "a page has no columns"
    seen(page, "preview")
    assert barriers(page) == []

    with steps.step("Import the comments and label them"):
        steps.click(bring_in)
        expect(page.get_by_text("This is batch 1")).to_be_visible()
        settled(page)
    seen(page, "imported")

    store = open_store(f"sqlite:///{database}")
    waiting = queue_counts(store)[Queue.ATTENTION]
    with steps.step("Open the first comment that needs attention"):
        steps.click(page.get_by_role("button", name=f"Review what needs attention ({waiting})"))
        page.wait_for_selector(".review .main[data-comment]:not([data-comment=''])")
        settled(page)
    seen(page, "review")

    with steps.step(f"Decide {waiting} comments and go on with the next queue"):
        decide_all(page, steps, store, waiting)
    seen(page, "next-queue")

    page.goto(f"{url}/thresholds")
    settled(page)
    with steps.step("Lower a threshold, see what moves, publish it"):
        handle = page.get_by_role("slider").first
        handle.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
            steps.presses += 1
        page.get_by_role("textbox", name="Reason for the change").fill("Threats were let through.")
        steps.click(page.get_by_role("button", name="Publish"))
        expect(page.get_by_text("Version 2 is in force")).to_be_visible()
        assert in_sight(page.get_by_text("Published as version 2"))
        settled(page)
    seen(page, "published")
    assert active_profile(store).version == 2

    with steps.step("Look at the tone of the discussion"):
        steps.click(page.get_by_role("link", name="Tone"))
        expect(page.get_by_text("Along the thread").first).to_be_visible()
        expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(6)
        settled(page)
    seen(page, "tone")
    store.close()

    print("\n" + "\n".join(steps.lines()))
    assert sum(took for _, _, took in steps.taken) < 600
    if os.environ.get("REFRESH_SCREENSHOTS"):
        record(steps)


def decide_all(page: Page, steps: Steps, store: Store, waiting: int) -> None:
    """Reject and approve by keys; the comment stands still, and the end names the next queue."""
    card = page.locator(".review .card")
    for number in range(waiting):
        before = card.bounding_box()
        steps.press(page, "df"[number % 2])
        expect(page.locator(".review .message")).to_contain_text("Undo")
        after = card.bounding_box()
        if number < waiting - 1:
            assert before is not None
            assert after is not None
            assert before["y"] == after["y"], "what is read must not move"
        saved(page)
    counts = queue_counts(store)
    assert counts[Queue.ATTENTION] == 0
    assert counts[Queue.DECIDED] == waiting
    go_on = page.locator(".review .end button")
    expect(go_on).to_contain_text(f"Unsure ({counts[Queue.UNSURE]})")
    steps.press(page, go_on.locator("kbd").inner_text())
    expect(page.locator(".review .queues [aria-current]")).to_contain_text("Unsure")
    settled(page)


def record(steps: Steps) -> None:
    """Put the table into the document."""
    before, after = DOCUMENT.read_text(encoding="utf-8").split(TABLE)
    rest = after.partition("\n\n")[2]
    lines = "\n".join(steps.lines())
    DOCUMENT.write_text(f"{before}{TABLE}{lines}\n\n{rest}", encoding="utf-8")
