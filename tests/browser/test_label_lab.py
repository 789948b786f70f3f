"""Two people annotate blind to each other, agreement is computed, the difference is settled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from driving import settled, sign_in
from playwright.sync_api import Page, expect

from analysis.domain.account import Role
from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer
from analysis.labels import LABEL_KEYS
from analysis.services.access import accounts
from analysis.services.annotation import adjudication, annotation_sets, answering
from analysis.storage.database import open_store

Open = Callable[..., Page]
PASSWORD = "a long enough word"
LABEL = "generalization"


def enter(page: Page, name: str) -> None:
    sign_in(page, name, PASSWORD)
    expect(page.get_by_role("heading", name="Label lab")).to_be_visible()


def mark(page: Page, first: int, last: int, facet: str) -> None:
    """Select the code points ``first`` to ``last`` of the comment, and press a facet's button."""
    page.locator(".marker .original").evaluate(
        """(box, [first, last]) => {
            const node = box.querySelector('.piece') ? null : box.firstChild;
            const range = document.createRange();
            const units = (n) => Array.from(node.data).slice(0, n).join('').length;
            range.setStart(node, units(first));
            range.setEnd(node, units(last));
            const root = box.getRootNode();
            const selection = root.getSelection ? root.getSelection() : document.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        }""",
        [first, last],
    )
    page.get_by_role("button", name=facet, exact=True).click()


def change_one(page: Page) -> None:
    """Find one's own answers again and change the last of them to yes, then back."""
    for answer, before in (("Yes", "No"), ("No", "Yes")):
        page.get_by_role("combobox", name="Look at one of yours again").click()
        page.get_by_role("option", name=f"Generalization: {before}").first.click()
        settled(page)
        expect(page.get_by_role("radio", name=re.compile(f"^{before}\\b"))).to_be_checked()
        page.locator("label").filter(has_text=re.compile(f"^{answer}\\b")).click()
        page.get_by_role("button", name="Save what I changed").click()
        expect(page.get_by_text("1 of your answers changed")).to_be_visible()


@pytest.mark.slow
def test_two_people_annotate_alpha_is_computed_and_the_difference_is_settled(
    database: Path, demo_url: str, open_page: Open
) -> None:
    store = open_store(f"sqlite:///{database}")
    accounts.create_account(store, "rosa", PASSWORD, Role.ADMIN)
    for name in ("ann", "bo"):
        accounts.create_account(store, name, PASSWORD, Role.MODERATOR, person="rosa")

    rosa = open_page(f"{demo_url}/label-lab")
    enter(rosa, "rosa")
    rosa.get_by_role("textbox", name="Name").fill("Spring")
    for label in ("Disagreement", "Possible hostility", "Constructive evidence"):
        rosa.get_by_role("button", name=f"Remove {label}").click()
    rosa.get_by_role("button", name="Make the set").click()
    expect(rosa.get_by_text("The set “Spring” is there")).to_be_visible()
    rosa.get_by_role("spinbutton", name="How many").fill("3")
    rosa.get_by_role("spinbutton", name="How many").press("Tab")
    rosa.get_by_role("button", name="Add", exact=True).click()
    expect(rosa.get_by_text("3 comments added")).to_be_visible()
    made = annotation_sets.sets(store)[0]
    assert (made.labels, made.items) == ((LABEL,), 3)

    page = open_page(f"{demo_url}/label-lab")
    for person, answers in (("ann", ("Yes", "No", "No")), ("bo", ("No", "No", "No"))):
        enter(page, person)
        for number, answer in enumerate(answers):
            expect(page.get_by_text(f"You have judged {number} of 3")).to_be_visible()
            settled(page)
            expect(page.locator(".marker .original")).to_be_visible()
            if answer == "Yes":
                mark(page, 0, 6, "Generic")
                expect(page.locator(".marker .marks li")).to_have_count(1)
                expect(page.get_by_role("radio", name=re.compile(r"^Yes\b"))).to_be_checked()
            else:
                page.locator("label").filter(has_text=re.compile(f"^{answer}\\b")).click()
            page.get_by_role("button", name="Save and next").click()
        expect(page.get_by_text("You have judged every comment")).to_be_visible()
        # Nobody sees the other's answers; settling and making sets are not for moderators.
        expect(page.get_by_role("radio", name="Annotate")).to_be_visible()
        expect(page.get_by_role("radio", name="Settle differences")).to_have_count(0)
        if person == "ann":
            change_one(page)
            # Both sit at one machine, one after the other.
            page.get_by_role("button", name="Sign out").click()

    first = answering.my_annotations(store, made.id, person="ann")[0]
    assert first.answer is Answer.YES
    assert [(s.span.start, s.span.end, s.facet) for s in first.spans] == [(0, 6, "generic")]

    # The file is written after the click, when no session is at hand.
    rosa.goto(f"{demo_url}/label-lab?lab_view=Sets")
    settled(rosa)
    with rosa.expect_download() as taken:
        rosa.get_by_role("button", name="Export the set").click()
    lines = taken.value.path().read_text(encoding="utf-8").splitlines()
    assert [len(json.loads(line)["judgements"]) for line in lines] == [2, 2, 2]

    rosa.goto(f"{demo_url}/label-lab?lab_view=Agreement")
    settled(rosa)
    # One yes among six votes, one of three comments differs: alpha is 0.
    expect(rosa.get_by_text("Krippendorff's alpha is 1")).to_be_visible()
    expect(rosa.locator("[data-testid=stVegaLiteChart] svg")).to_contain_text(
        "0.00 (-0.67 to 0.00) · n 3"
    )

    rosa.goto(f"{demo_url}/label-lab?lab_view=Settle+differences")
    expect(rosa.get_by_text("1 of 1 differences wait")).to_be_visible()
    rosa.locator("label").filter(has_text=re.compile("^No$")).click()
    rosa.get_by_role("button", name="Settle S").or_(
        rosa.get_by_role("button", name="Settle", exact=True)
    ).first.click()
    expect(rosa.get_by_text("0 of 1 differences wait")).to_be_visible()
    settled_one = adjudication.disputed(store, made.id, person="rosa")[0].settled
    assert settled_one is not None
    assert (settled_one.answer, settled_one.person) == (Answer.NO, "rosa")


def test_a_comment_is_answered_by_a_few_keys_with_everything_in_view(
    database: Path, demo_url: str, open_page: Open
) -> None:
    """Four questions used to take five clicks a comment: one for each, and one to save."""
    store = open_store(f"sqlite:///{database}")
    group = annotation_sets.create_set(
        store, "Spring", labels=list(LABEL_KEYS), guideline="g", person="local"
    )
    annotation_sets.add_items(store, group.id, selection=Selection.RANDOM, count=4, person="local")
    page = open_page(f"{demo_url}/label-lab", width=1280, height=800)
    save = page.get_by_role("button", name="Save and next")
    expect(page.locator(".marker .original")).to_be_visible()
    settled(page)
    for part in (page.locator(".marker .original"), save):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800, "everything is in view without scrolling"

    # Nothing is there in two of three comments; one is hostile, to be found by its key.
    ways = (["n", "Enter"], ["6", "n", "8", "Enter"], ["n", "Enter"])
    for number, keys in enumerate(ways, start=1):
        for key in keys:
            page.keyboard.press(key)
        expect(page.get_by_text(f"You have judged {number} of 4")).to_be_visible()
        settled(page)
    assert median(len(keys) for keys in ways) == 2 < 5
    mine = answering.my_annotations(store, group.id, person="local")
    levels = [one.level for one in mine if one.label == "possible_hostility"]
    assert sorted(level or 0 for level in levels) == [0, 0, 2]
    assert sum(one.answer is Answer.YES for one in mine) == 1

    # Back to the one before, with its answers, and another one now.
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Save what I changed")).to_be_visible()
    settled(page)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of your answers changed")).to_be_visible()
