"""What a page gives its room to: the comments before the filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from looking import keep_picture
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

#: How many of the comments stand whole in the window.
WHOLE = """(items) => items.map((e) => e.getBoundingClientRect())
  .filter((box) => box.top >= 0 && box.bottom <= innerHeight).length"""


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
