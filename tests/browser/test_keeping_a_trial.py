"""A tried comment is kept by one press, and taken back on the import screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import settled
from playwright.sync_api import Page, expect

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from analysis.storage.database import open_store


def comments(database: Path) -> int:
    store = open_store(f"sqlite:///{database}")
    try:
        return queue_counts(store)[Queue.ALL]
    finally:
        store.close()


def test_a_tried_comment_is_kept_and_taken_back(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    before = comments(database)
    page = open_page(f"{demo_url}/try", height=800)
    keep = page.get_by_role("button", name="Keep this comment")
    expect(keep).to_be_disabled()
    page.get_by_label("The comment", exact=True).fill("You are an idiot, and you know it.")
    expect(page.locator(".original mark").first).to_be_visible()
    expect(page.get_by_text("not stored")).to_be_visible()
    box = keep.bounding_box()
    assert box is not None
    assert box["y"] < 300, "it is offered where the comment stands"
    assert comments(database) == before
    keep.click()
    expect(page.get_by_text("Kept as batch")).to_be_visible()
    assert comments(database) == before + 1
    page.get_by_role("link", name="Look at it or undo it").click()
    settled(page)
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("1 comments are withdrawn")).to_be_visible()
    assert comments(database) == before
