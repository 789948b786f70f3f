"""Reason, note and words on evidence stay with the comment they were meant for, and undo is about
the last thing that was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import READ, on_screen, press, saved, settled
from interrupted import decisions
from playwright.sync_api import Page, expect

from analysis.domain.annotation import Feedback
from analysis.services.annotation.evidence_feedback import feedback, standing
from analysis.storage.database import open_store

NOTE, REASON = "Note (optional)", "Reason for the decision"


def test_letters_typed_in_the_list_of_reasons_decide_nothing(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    first = on_screen(page)
    press(page, "w")
    for letter in "off topic":
        page.keyboard.press("Space" if letter == " " else letter)
        page.wait_for_timeout(READ)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    saved(page)
    assert decisions(database) == []
    assert on_screen(page) == first
    page.get_by_label(REASON).focus()
    page.get_by_label(REASON).select_option("off_topic")
    page.keyboard.press("Enter")
    press(page, "d")
    saved(page)
    assert decisions(database) == [(first, "reject")]


def test_what_is_written_stays_with_its_comment(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    note, reason = page.get_by_label(NOTE), page.get_by_label(REASON)
    first = on_screen(page)
    reason.select_option("spam")
    note.fill("about the first comment")
    note.press("Enter")
    press(page, "j")
    second = on_screen(page)
    expect(note).to_have_value("")
    expect(reason).to_have_value("")
    press(page, "f")
    saved(page)
    press(page, "k")
    while on_screen(page) != first:
        press(page, "k")
    expect(note).to_have_value("about the first comment")
    expect(reason).to_have_value("spam")
    press(page, "1")
    settled(page)
    expect(note).to_have_value("" if on_screen(page) != first else "about the first comment")
    assert decisions(database) == [(second, "approve")]


def test_a_refused_decision_gives_its_words_back_and_stays_told(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    mine = open_page(f"{demo_url}/review?queue=all")
    first = on_screen(mine)
    other = open_page(f"{demo_url}/review?queue=all&comment={first}")
    press(other, "e")
    saved(other)
    mine.get_by_label(NOTE).fill("written with care")
    mine.get_by_label(NOTE).press("Enter")
    press(mine, "d")
    refusal = mine.locator(".review .refusals [role=alert]")
    expect(refusal).to_have_count(1)
    press(mine, "f")  # on the next comment
    saved(mine)
    expect(refusal).to_have_count(1)
    mine.locator(".review .save-state[data-save='refused']").wait_for()
    refusal.get_by_role("button", name="Show").click()
    assert on_screen(mine) == first
    expect(mine.get_by_label(NOTE)).to_have_value("written with care")
    settled(mine)
    press(mine, "d")  # having seen what was decided meanwhile
    saved(mine)
    expect(refusal).to_have_count(0)
    assert [entry for entry in decisions(database) if entry[0] == first] == [
        (first, "escalate"),
        (first, "reject"),
    ]


@pytest.mark.slow
def test_a_page_left_after_decisions_and_come_back_to_shows_its_comment(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    for _ in range(2):
        press(page, "f")
    saved(page)
    left = on_screen(page)
    page.get_by_role("link", name="Home").click()
    settled(page)
    page.go_back()
    page.locator(".review .original").wait_for()
    assert on_screen(page) == left
    page.get_by_role("link", name="Queue").click()
    settled(page)
    page.go_back()
    page.locator(".review .original").wait_for()


@pytest.mark.slow
def test_undo_after_a_word_on_evidence_takes_back_that_word(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    first = on_screen(page)
    press(page, "d")
    saved(page)
    second = on_screen(page)
    page.get_by_role("button", name="Wrong").first.click()
    pressed = page.locator(".reasons button[aria-pressed=true]")
    expect(pressed.first).to_have_text("Wrong")
    saved(page)
    press(page, "u")
    saved(page)
    expect(page.locator(".review .message")).to_contain_text("Your word on this passage")
    expect(pressed).to_have_count(0)
    assert on_screen(page) == second
    assert decisions(database) == [(first, "reject")]
    press(page, "u")
    saved(page)
    assert decisions(database) == [(first, "reject"), (first, "undo")]


@pytest.mark.slow
def test_a_pressed_word_is_withdrawn_by_pressing_it_again(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    id_ = on_screen(page)
    pressed = page.locator(".reasons button[aria-pressed=true]")
    page.get_by_role("button", name="Wrong").first.click()
    expect(pressed.first).to_have_text("Wrong")
    saved(page)
    pressed.first.click()
    expect(pressed).to_have_count(0)
    saved(page)
    words = feedback(open_store(f"sqlite:///{database}"), id_)
    assert {word.verdict for word in words} == {Feedback.REJECT, Feedback.WITHDRAW}
    assert standing(words) == []
    page.locator(".review .original").click(click_count=3)  # selects the paragraph
    page.get_by_label("Missed by the scorers?").select_option("possible_hostility/mockery")
    expect(page.get_by_text("marked by local")).to_be_visible()
    saved(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("marked by local")).to_have_count(0)
