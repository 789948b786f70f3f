"""What changes while a page is open is shown there, and no decision lands on what was not shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from driving import on_screen, press, saved
from interrupted import decisions
from playwright.sync_api import Page, expect

from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.imports import import_file
from analysis.services.moderation.queue import queue_page
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import open_store

CIVIL = "Thank you for the notes on the fair."
HOSTILE = "You are all fools, every single one of you."


def markup_comment(database: Path) -> int:
    """The number of the demo's comment that has a discussion of its own."""
    where = QueueFilter(queue=Queue.ALL, author="Mallory")
    [item] = queue_page(open_store(f"sqlite:///{database}"), where).items
    return item.comment_id


def edit(database: Path, folder: Path, text: str) -> None:
    """The site's comment has another text now, and its export is read again."""
    again = {"id": "markup-1", "thread_id": "markup", "title": "Notes on the fair", "text": text}
    path = folder / "again.jsonl"
    path.write_text(json.dumps({**again, "author": "Mallory"}) + "\n", encoding="utf-8")
    import_file(open_store(f"sqlite:///{database}"), path)


def come_back(page: Page) -> None:
    """No window of this browser is ever behind another one, so that it is told by hand."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def revisions_decided(database: Path) -> list[int]:
    with closing(sqlite3.connect(database)) as raw:
        return [row[0] for row in raw.execute("SELECT revision FROM decision ORDER BY id")]


def test_a_verdict_on_a_text_that_was_edited_meanwhile_is_refused_and_the_new_text_is_shown(
    demo_url: str, database: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    number = markup_comment(database)
    page = open_page(f"{demo_url}/review?queue=all&comment={number}")
    assert on_screen(page) == number
    edit(database, tmp_path, CIVIL)
    press(page, "f")
    message = page.locator(".review .message")
    expect(message).to_contain_text("The comment was edited; look again")
    assert decisions(database) == []
    if on_screen(page) != number:
        message.get_by_role("button", name="Show").click()
    original = page.locator(".review .original")
    expect(original).to_contain_text(CIVIL)
    # The page that is left open says so by itself, with the text of now.
    edit(database, tmp_path, HOSTILE)
    come_back(page)
    expect(original).to_contain_text(HOSTILE)
    expect(message).to_contain_text("This comment was edited")
    press(page, "d")
    saved(page)
    assert decisions(database) == [(number, "reject")]
    assert revisions_decided(database) == [3]


def test_other_thresholds_are_shown_under_an_open_page_and_the_decision_keeps_those_it_showed(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = open_store(f"sqlite:///{database}")
    before = active_profile(store)
    number = markup_comment(database)
    page = open_page(f"{demo_url}/review?queue=all&comment={number}")
    labels = page.locator(".review .aside")
    expect(labels).to_contain_text("flag")
    at = replace(before.thresholds["possible_hostility"], flag_at=1.0)
    publish_profile(
        store, {**before.thresholds, "possible_hostility": at}, person="local", reason="less"
    )
    press(page, "d")
    saved(page)
    with closing(sqlite3.connect(database)) as raw:
        [kept] = raw.execute("SELECT profile_version FROM decision").fetchall()
    assert kept == (before.version,)
    press(page, "u")
    saved(page)
    assert on_screen(page) == number
    expect(labels).to_contain_text("unsure")
