"""A review that is interrupted: decisions made by keys, and what the database has of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from driving import READ, on_screen, settled
from playwright.sync_api import Page

ACTIONS = {"d": "reject", "f": "approve", "e": "escalate"}


def decisions(database: Path) -> list[tuple[int, str]]:
    """Comment and action of every decision, in the order in which they were written."""
    with closing(sqlite3.connect(database)) as raw:
        return raw.execute("SELECT comment_id, action FROM decision ORDER BY id").fetchall()


def claims(database: Path) -> int:
    """How many comments somebody holds."""
    with closing(sqlite3.connect(database)) as raw:
        return int(raw.execute("SELECT count(*) FROM claim").fetchone()[0])


def save_state(page: Page, state: str) -> None:
    """Wait until the page says ``saved``, ``saving``, ``unsaved`` or ``refused``."""
    page.locator(f".review .save-state[data-save='{state}']").wait_for()


class Walk:
    """One tab's walk through the queue of all comments, and what was decided on it."""

    def __init__(self, database: Path, page: Page) -> None:
        self.database, self.page = database, page
        self.expected: list[tuple[int, str]] = decisions(database)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def decide(self, key: str) -> None:
        """Press a key as soon as the comment could be read; whether it arrives is the question."""
        self.page.wait_for_timeout(READ)
        self.expected.append((on_screen(self.page), ACTIONS[key]))
        self.page.keyboard.press(key)

    def undo(self) -> None:
        """Take the last decision back."""
        self.page.wait_for_timeout(READ)
        self.expected.append((self.expected[-1][0], "undo"))
        self.page.keyboard.press("u")

    def saved(self) -> None:
        """Wait until the page says that everything is saved."""
        save_state(self.page, "saved")

    def calm(self) -> None:
        """Wait until everything is saved and drawn."""
        self.page.locator(".review").wait_for()
        self.saved()
        settled(self.page)

    def lost(self) -> list[tuple[int, str]]:
        """What was decided and is not in the database, or is there though nobody decided it."""
        stored, expected = decisions(self.database), list(self.expected)
        for entry in list(stored):
            if entry in expected:
                expected.remove(entry)
                stored.remove(entry)
        return [*expected, *stored]
