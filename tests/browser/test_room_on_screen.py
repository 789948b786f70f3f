"""What a page gives its room to: comments before filters, and words that don't collide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from deciding import decide
from driving import look, settled
from looking import keep_picture
from playwright.sync_api import Page, expect

from analysis.domain.decision import Action
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import open_store

Open = Callable[..., Page]

#: How many of the comments stand whole in the window.
WHOLE = """(items) => items.map((e) => e.getBoundingClientRect())
  .filter((box) => box.top >= 0 && box.bottom <= innerHeight).length"""

#: Words of all charts, and pairs of words in one chart that stand over one another.
WORDS = """() => {
  const shown = (e) => e.textContent.trim() && getComputedStyle(e).opacity !== "0";
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const pairs = [];
  let measured = 0;
  for (const svg of document.querySelectorAll("[data-testid=stVegaLiteChart] svg")) {
    const words = [...svg.querySelectorAll("text")].filter(shown);
    const boxes = words.map((e) => e.getBoundingClientRect());
    measured += words.length;
    words.forEach((e, i) => words.slice(0, i).forEach((other, j) => {
      if (over(boxes[i], boxes[j])) pairs.push(`${e.textContent} | ${other.textContent}`);
    }));
  }
  return { measured, pairs };
}"""


@pytest.mark.parametrize(("width", "height", "whole"), [(1280, 800, 5), (390, 844, 2)])
def test_comments_come_before_filters_on_a_desk_and_on_a_telephone(
    demo_url: str, open_page: Open, width: int, height: int, whole: int
) -> None:
    page = open_page(f"{demo_url}/queue?queue=all", width=width, height=height)
    items = page.locator(".queue a.item")
    expect(items.first).to_be_visible()
    keep_picture(page, f"queue-room-{width}")
    assert items.evaluate_all(WHOLE) >= whole
    first = items.first.bounding_box()
    assert first is not None
    assert first["y"] <= height * 0.36
    for line in (".st-key-queue_queues", ".st-key-queue_filters"):
        box = page.locator(line).bounding_box()
        assert box is not None
        assert box["height"] <= 60, line
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def drawn_words(page: Page) -> dict[str, object]:
    charts = page.locator("[data-testid=stVegaLiteChart] svg")
    expect(charts.first).to_be_visible()
    settled(page, lasting=400)  # a chart is drawn anew when its width is known
    return dict(page.evaluate(WORDS))


@pytest.mark.slow
def test_no_words_of_a_chart_collide_at_either_width(
    database: Path, demo_url: str, open_page: Open
) -> None:
    store = open_store(f"sqlite:///{database}")
    where = QueueFilter(queue=Queue.ALL, label="possible_hostility", sort=Sort.SCORE)
    for item in queue_page(store, where, page_size=6).items:
        decide(
            store,
            item.comment_id,
            Action.REJECT,
            person="local",
            reason_code="insult",
            seen_sequence=0,
        )
    collisions: dict[str, object] = {}
    draft = "thresholds?draft_hostility=0.1-0.3"  # in force and proposed side by side
    first, *others = ("thresholds", draft, "thresholds?view=Pick+a+score+range", "tone")
    page = open_page(f"{demo_url}/{first}")
    for path in (first, *others):
        if path != first:
            page.goto(f"{demo_url}/{path}")
        for width in (1280, 390):
            look(page, width=width, height=900)
            words = drawn_words(page)
            keep_picture(page, f"words-{path.split('?')[0]}-{len(path)}-{width}")
            assert words["measured"], (path, width)
            if words["pairs"]:
                collisions[f"{path} at {width}"] = words["pairs"]
    assert collisions == {}
