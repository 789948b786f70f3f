"""Several people at once, each under their own name; and a person's word on the evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import on_screen, press, saved, settled, sign_in
from playwright.sync_api import Page, expect

from analysis.domain.account import Role
from analysis.domain.annotation import Feedback
from analysis.domain.decision import ReviewState
from analysis.services.access.accounts import create_account
from analysis.services.annotation.evidence_feedback import feedback
from analysis.services.moderation.review import review
from analysis.storage.database import Store, open_store

PASSWORD = "a long enough password"


def opened(database: Path) -> Store:
    return open_store(f"sqlite:///{database}")


@pytest.mark.slow
def test_two_moderators_are_kept_off_the_same_comment(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = opened(database)
    create_account(store, "ada", PASSWORD, Role.ADMIN)
    create_account(store, "bo", PASSWORD, Role.MODERATOR)
    ada = open_page(f"{demo_url}/review")
    sign_in(ada, "ada", PASSWORD)
    first = on_screen(ada)
    # Whoever opens what a colleague reads is told, and can't decide; it opens when it is free.
    bo = open_page(f"{demo_url}/review?comment={first}")
    sign_in(bo, "bo", PASSWORD)
    expect(bo.get_by_text("ada has this comment open")).to_be_visible()
    expect(bo.get_by_role("button", name="Reject")).to_be_disabled()
    ada.get_by_role("link", name="Queue").click()
    expect(bo.get_by_role("button", name="Reject")).to_be_enabled()

    # In one queue they walk past each other.
    bo.get_by_role("link", name="Queue").click()
    settled(bo)
    ada.goto(f"{demo_url}/review")
    settled(ada)
    assert on_screen(ada) == first
    bo.goto(f"{demo_url}/review")
    settled(bo)
    second = on_screen(bo)
    press(bo, "d")
    saved(bo)
    press(ada, "f")
    saved(ada)
    expect(ada.locator(".card .notice.bad")).to_have_count(0)
    assert len({first, second, on_screen(ada), on_screen(bo)}) == 4

    assert review(store, first).state is ReviewState.APPROVED
    assert review(store, second).state is ReviewState.REJECTED
    assert review(store, first).decisions[0].person == "ada"
    assert review(store, second).decisions[0].person == "bo"


def test_a_word_on_evidence_takes_one_click_and_stays(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    id_ = on_screen(page)
    page.get_by_role("button", name="Wrong").first.click()
    pressed = page.locator(".reasons button[aria-pressed=true]")
    expect(pressed.first).to_have_text("Wrong")
    words = feedback(opened(database), id_)  # one for each mark that the passage is made of
    assert {word.verdict for word in words} == {Feedback.REJECT}


def test_missed_words_are_marked_by_selecting_them(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    id_ = on_screen(page)
    page.locator(".review .original").click(click_count=3)  # selects the paragraph
    page.get_by_label("Missed by the scorers?").select_option("possible_hostility/mockery")
    expect(page.get_by_text("marked by local")).to_be_visible()
    store = opened(database)
    [word] = feedback(store, id_)
    text = review(store, id_).comment.text
    assert word.verdict is Feedback.ADD
    assert word.span.of(text).strip() in text
    assert word.span.start == 0
