"""A manager's first minutes: no database, a page pasted, looked at, brought in, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import look, settled
from looking import barriers, keep_picture, width
from playwright.sync_api import Page, expect

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from analysis.storage.database import open_store

PAGE = """Nora Quay
4 March 2024
The ferry left ten minutes early on Monday.
Reply
Share
Olaf
5 March 2024
It did not. You are an idiot.
Reply
Share
"""
TABLE = "nr;Verfasser;Datum;Kommentar;E-Mail\n" + "".join(
    f"{n};leser{n % 3};{n:02d}.03.2024 10:00;The ferry left {n} minutes early.;a@b.example\n"
    for n in range(1, 25)
)


def test_an_empty_place_is_filled_and_emptied_by_hand(
    serve: Callable[..., str], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    database = tmp_path / "new.db"
    page = open_page(serve(database, MODERATO_MODEL="none"))
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    assert page.url.endswith("/import")
    expect(page.get_by_role("button", name="Open the demo")).to_be_visible()

    page.get_by_text("A pasted page").click()
    page.get_by_role("textbox", name="Paste the page").fill(PAGE)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("2 records = 2 comments")).to_be_visible()
    assert queue_counts(open_store(f"sqlite:///{database}"))[Queue.ALL] == 0

    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("This is batch 1")).to_be_visible()
    assert queue_counts(open_store(f"sqlite:///{database}"))[Queue.ALL] == 2
    settled(page)
    page.get_by_role("button", name="Put away").click()
    settled(page)

    page.get_by_text("A file", exact=True).click()
    settled(page)
    page.set_input_files(
        "input[type=file]",
        files=[{"name": "export.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}],
    )
    expect(page.get_by_text("24 records = 24 comments")).to_be_visible()
    for scheme in ("light", "dark"):
        for wide in (1280, 390):
            look(page, width=wide, height=2600, scheme=scheme)
            settled(page)
            keep_picture(page, f"import-{scheme}-{wide}")
            assert width(page) <= wide
    look(page)
    settled(page)
    assert barriers(page) == []

    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Batch 1 is undone")).to_be_visible()
    assert queue_counts(open_store(f"sqlite:///{database}"))[Queue.ALL] == 0
