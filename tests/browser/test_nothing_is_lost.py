"""The server is killed at ten points of the loop: every decision is made, and made once.

``KILLS`` is the table that `analysis/docs/choices/decisions-that-stay.md` shows. Two of them, the
most telling ones, are part of every run; all ten are a longer check.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, Server
from driving import READ, on_screen
from interrupted import Walk, decisions, save_state
from playwright.sync_api import Page, Route, expect


@contextmanager
def killed(server: Server) -> Iterator[None]:
    """Kill -9 before the block, start again after it."""
    server.kill()
    yield
    server.start()


def nothing_decided_before(walk: Walk, server: Server) -> None:
    walk.page.reload()
    walk.calm()
    with killed(server):
        walk.decide("d")
        save_state(walk.page, "unsaved")
        expect(walk.page.locator(".save-state")).to_contain_text("Not saved yet (1).")
        expect(walk.page.locator("[data-testid=stDialog]")).not_to_be_visible()


def three_held_back(walk: Walk, server: Server) -> None:
    with killed(server):
        for key in "fed":
            walk.decide(key)
        walk.page.wait_for_timeout(READ)
        stays = on_screen(walk.page)
        walk.page.keyboard.press("f")
        expect(walk.page.locator(".review .message")).to_contain_text("Going on waits for them")
        assert on_screen(walk.page) == stays


def opened_anew_meanwhile(walk: Walk, server: Server) -> None:
    with killed(server):
        walk.decide("d")
        walk.page.reload()
        expect(walk.page.locator("h1")).to_contain_text("nothing you decided is lost")


def closed_meanwhile(walk: Walk, server: Server) -> None:
    with killed(server):
        walk.decide("f")
        address = walk.page.url
        context = walk.page.context
        walk.page.close()
    walk.page = context.new_page()
    walk.page.goto(address)


def in_the_moment_of_the_key(walk: Walk, server: Server) -> None:
    walk.decide("d")
    with killed(server):
        walk.page.wait_for_timeout(READ)


def while_it_waits_for_the_database(walk: Walk, server: Server) -> None:
    with closing(sqlite3.connect(walk.database, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with walk.page.expect_request("**/moderato/commands"):
            walk.decide("e")
        walk.page.wait_for_timeout(300)
        with killed(server):
            raw.execute("ROLLBACK")


def done_but_not_answered(walk: Walk, server: Server) -> None:
    def swallow(route: Route) -> None:
        assert route.fetch().ok
        server.kill()
        route.abort()

    walk.page.route("**/moderato/commands", swallow, times=1)
    walk.decide("f")
    save_state(walk.page, "unsaved")
    assert walk.lost() == []  # it is done; the page can't know
    server.start()


def with_an_undo_on_its_way(walk: Walk, server: Server) -> None:
    walk.decide("d")
    walk.saved()
    walk.undo()
    with killed(server):
        walk.page.wait_for_timeout(READ)


def while_the_next_comments_are_fetched(walk: Walk, server: Server) -> None:
    for _ in range(4):
        walk.page.wait_for_timeout(60)
        walk.page.keyboard.press("j")
    with killed(server):
        walk.decide("f")


def twice_in_a_row(walk: Walk, server: Server) -> None:
    with killed(server):
        walk.decide("d")
    # It begins to send what was held back, and to draw itself anew.
    walk.page.wait_for_timeout(400)
    with killed(server):
        walk.page.wait_for_timeout(READ)


KILLS: dict[str, Callable[[Walk, Server], None]] = {
    "before anything was decided in this tab": nothing_decided_before,
    "under three decisions that are held back": three_held_back,
    "and the page is opened anew meanwhile": opened_anew_meanwhile,
    "and the tab is closed meanwhile": closed_meanwhile,
    "in the moment of the key": in_the_moment_of_the_key,
    "while a decision waits for the database": while_it_waits_for_the_database,
    "after a decision was done, before it was answered": done_but_not_answered,
    "with an undo on its way": with_an_undo_on_its_way,
    "while the next comments are fetched": while_the_next_comments_are_fetched,
    "twice in a row": twice_in_a_row,
}
MOST_TELLING = ("before anything was decided in this tab", "and the page is opened anew meanwhile")
PAGE = ROOT / "analysis" / "docs" / "choices" / "decisions-that-stay.md"


@pytest.mark.parametrize(
    "points",
    [
        MOST_TELLING,
        pytest.param(tuple(KILLS)[:5], marks=pytest.mark.slow),
        pytest.param(tuple(KILLS)[5:], marks=pytest.mark.slow),
    ],
    ids=["the most telling", "one to five", "six to ten"],
)
def test_the_server_is_killed_and_nothing_is_lost(
    points: tuple[str, ...], server: Server, database: Path, open_page: Callable[..., Page]
) -> None:
    walk = Walk(database, open_page(f"{server.url}/review?queue=all"))
    lost = {}
    for point in points:
        before = len(walk.expected)
        KILLS[point](walk, server)
        walk.calm()
        lost[point] = walk.lost()
        print(f"| {point} | {len(walk.expected) - before} | {len(lost[point])} |", flush=True)
    assert {point: some for point, some in lost.items() if some} == {}
    assert len(decisions(database)) == len(walk.expected)


def test_the_page_about_it_names_every_point() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [point for point in KILLS if f"| {point} |" not in text] == []
