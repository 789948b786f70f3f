"""The review's edges: its last comment names what is left, and a telephone has all at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import press, saved, settled
from playwright.sync_api import Page, expect

#: Whether a part stands between the left and the right edge of the window, and above its end.
IN_SIGHT = """(node) => {
  const box = node.getBoundingClientRect();
  return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
}"""


@pytest.mark.slow
def test_the_end_of_a_queue_stays_said_and_names_no_queue_that_is_empty_by_then(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    """Flagged generalizations are in two queues at once: neither is offered when it is empty."""
    flagged = "queue=attention&label=generalization&recommendation=flag"
    page = open_page(f"{demo_url}/review?{flagged}")
    main = page.locator(".review .main")
    expect(main).not_to_have_attribute("data-comment", "")
    card = page.locator(".review .card")
    for _ in range(30):
        above = card.bounding_box()
        shown = main.get_attribute("data-comment")
        press(page, "f")
        saved(page)
        if page.locator(".review .end .notice").count():
            break
        assert main.get_attribute("data-comment") != shown
        now = card.bounding_box()
        assert above is not None
        assert now is not None
        assert above["y"] == now["y"], "the line of a decision pushes no comment away"
    end = page.locator(".review .end")
    expect(end).to_contain_text("Nothing that matches the filter is left")
    page.wait_for_timeout(6_500)  # the offer to undo is gone by then
    expect(page.locator(".review .message .notice")).to_have_count(0)
    expect(end).to_contain_text("Nothing that matches the filter is left")
    named = end.get_by_role("button").inner_text()
    counts = page.locator(".review .queues button").all_inner_texts()
    assert any(count.split()[0] in named and not count.endswith(" 0") for count in counts)


def test_a_telephone_has_the_decisions_in_reach_and_the_queue_in_sight(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all", width=390, height=844)
    for act in ("approve", "reject", "escalate", "second", "undo"):
        assert page.locator(f".review [data-act={act}]").evaluate(IN_SIGHT), act
    page.mouse.wheel(0, 400)
    assert page.locator(".review [data-act=approve]").evaluate(IN_SIGHT)
    page.mouse.wheel(0, -400)
    current = page.locator(".review .queues [aria-current]")
    expect(current).to_contain_text("All")
    page.wait_for_timeout(100)
    assert current.evaluate(IN_SIGHT)
    card = page.locator(".review .card").bounding_box()
    assert card is not None
    assert card["y"] < 300, "the comment comes first"
    page.goto(f"{demo_url}/queue?queue=all")
    settled(page)
    chosen = page.locator(".st-key-queue_queues button").filter(has_text="All ")
    assert chosen.evaluate(IN_SIGHT)
