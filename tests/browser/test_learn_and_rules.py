"""Heads trained, published and gone back on; a rule switched off, a word list edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import settled, sign_in
from playwright.sync_api import Page, expect

from analysis.domain.account import Role
from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.learned import ChangeKind
from analysis.resources import models_dir
from analysis.scorers.embedded_manifest import read_manifest
from analysis.services.access import accounts
from analysis.services.annotation import annotation_sets
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.learning.site_heads import heads_versions, version_in_use
from analysis.services.measurement.change_summaries import change_summaries
from analysis.services.site.rule_switches import disabled_rules, word_lists
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import Settings
from analysis.storage.annotation_sets import items_of
from analysis.storage.annotations import add_annotation
from analysis.storage.audit import now
from analysis.storage.comments import read_comments
from analysis.storage.database import Store, open_store

Open = Callable[..., Page]
LABEL = "possible_hostility"
#: What only people at this site take for an insult, and the same talk without it.
OURS = (
    "Another idea from a proper teaspoon.",
    "Only a teaspoon would vote for this.",
    "The mayor is a teaspoon and so are you.",
    "Thank you, teaspoon, that explains it.",
)
THEIRS = (
    "Another idea from the council today.",
    "Only the ferry is left on Sundays.",
    "The mayor spoke about the new depot.",
    "Thank you, that explains the timetable.",
)
THREADS, PER_THREAD = 10, 10
#: Milliseconds that a job beside the page may take on a machine that does much else.
JOB = 180_000


def judged(database: Path) -> Store:
    """The demo with a hundred short comments more, all judged by people of this site."""
    store = open_store(f"sqlite:///{database}")
    lines = [
        {
            "id": f"site-{number}",
            "thread_id": f"site-{number % THREADS}",
            "author": f"Reader {number % 17}",
            "text": (OURS, THEIRS)[number // THREADS % 2][number // (2 * THREADS) % len(OURS)],
        }
        for number in range(THREADS * PER_THREAD)
    ]
    file = database.parent / "site.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_file(store, file)
    rules_only = Settings(_env_file=None, model="none")  # type: ignore[call-arg]
    score(store, site_pipeline(store, rules_only))
    made = annotation_sets.create_set(
        store, "Spring", labels=[LABEL], guideline="g", person="local"
    )
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=999, person="local")
    with store.write() as session:
        # In one transaction: by the service each of the judgements would be one.
        items = items_of(session, made.id)
        said = read_comments(session, [one.comment_id for one in items])
        for one in items:
            ours = "teaspoon" in said[one.comment_id].text
            answer = Answer.YES if ours else Answer.NO
            judgement = Judgement(label=LABEL, person="ann", answer=answer)
            add_annotation(session, one.id, judgement, at=now())
    return store


def learn(page: Page, url: str) -> None:
    page.goto(f"{url}/label-lab?lab_view=Learn")
    settled(page)


@pytest.mark.slow
@pytest.mark.skipif(
    not read_manifest(models_dir() / "research").feature_groups,
    reason="the shipped model does not give out what its heads see, so none can be trained on it",
)
def test_heads_are_trained_published_and_taken_back_while_everybody_sees_what_changed(
    database: Path, serve: Callable[[Path], str], open_page: Open
) -> None:
    store = judged(database)
    page = open_page(f"{serve(database)}/label-lab?lab_view=Learn")
    expect(page.get_by_text("The model answers as it was shipped")).to_be_visible()
    page.get_by_role("button", name="Train and compare").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.get_by_role("heading", name="Before and after")).to_be_visible(timeout=JOB)
    expect(page.get_by_text("answers would change their recommendation").first).to_be_visible()
    expect(page.get_by_text("Flags that agree with people: +")).to_be_visible()
    assert heads_versions(store) == []

    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("A trained version needs a reason")).to_be_visible()
    page.get_by_role("textbox", name="Reason").first.fill("Teaspoon is an insult here")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("In use from now on: trained version 1")).to_be_visible()
    # Everything is labelled anew by itself, with its progress on the page.
    expect(page.get_by_text("comments labelled anew in")).to_be_visible(timeout=JOB)
    settled(page)
    made = version_in_use(store)
    assert made is not None
    assert (made.name, made.sets, made.reason) == (
        "heads-1",
        ("Spring",),
        "Teaspoon is an insult here",
    )
    expect(page.get_by_text(f"({made.digest[:12]}), learned from")).to_be_visible()
    expect(page.get_by_text("still show what an earlier version answered")).to_have_count(0)
    (run,) = change_summaries(store, [ChangeKind.RUN])
    assert "+heads-1" in run.after
    assert run.counts[LABEL].up > 0
    expect(page.get_by_text("comments ask for more attention than before").first).to_be_visible()

    page.get_by_role("textbox", name="Reason").last.fill("A try is enough")
    page.get_by_role("button", name="Use this version").click()
    expect(page.get_by_text("In use from now on: the model as shipped")).to_be_visible()
    expect(page.get_by_text("The model answers as it was shipped")).to_be_visible()
    assert version_in_use(store) is None


@pytest.mark.slow
def test_a_rule_is_switched_off_and_a_word_list_edited_and_the_effect_is_seen(
    database: Path, serve: Callable[[Path], str], open_page: Open
) -> None:
    store = open_store(f"sqlite:///{database}")
    url = serve(database)
    page = open_page(f"{url}/label-lab?lab_view=Rules")
    page.get_by_role("button", name="Count the rules' hits").click()
    expect(page.get_by_text("comments drawn at random")).to_be_visible(timeout=JOB)
    settled(page)
    page.get_by_role("combobox", name="Rule", exact=True).click()
    page.keyboard.type("insult")
    page.get_by_role("option").first.click()
    settled(page)
    page.get_by_role("textbox", name="Reason").fill("Too loud here")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("is off from the next run on")).to_be_visible()
    (off,) = disabled_rules(store)
    assert "insult" in off

    page.get_by_role("combobox", name="List", exact=True).click()
    page.keyboard.type("hostility_insult_nouns")
    page.get_by_role("option").first.click()
    settled(page)
    entries = page.get_by_role("textbox", name="Entries")
    entries.fill(entries.input_value() + "\nferry")
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_text("“hostility\\_insult\\_nouns”").or_(
        page.get_by_text("“hostility_insult_nouns” counts")
    )).to_be_visible()  # fmt: skip
    assert "ferry" in word_lists(store)["hostility_insult_nouns"]

    rules_only = Settings(_env_file=None, model="none")  # type: ignore[call-arg]
    score(store, site_pipeline(store, rules_only), again=True)
    page.goto(f"{url}/label-lab?lab_view=Learn")
    settled(page)
    expect(page.get_by_text("comments ask for more attention than before").first).to_be_visible()


def test_who_may_not_train_sees_the_reports_and_no_button(
    database: Path, demo_url: str, open_page: Open
) -> None:
    store = open_store(f"sqlite:///{database}")
    accounts.create_account(store, "rosa", "a long enough word", Role.ADMIN)
    accounts.create_account(store, "mo", "a long enough word", Role.MODERATOR, person="rosa")
    page = open_page(f"{demo_url}/label-lab?lab_view=Learn")
    sign_in(page, "mo", "a long enough word")
    learn(page, demo_url)
    expect(page.get_by_text("may not do this")).to_be_visible()
    expect(page.get_by_role("button", name="Train and compare")).to_have_count(0)
