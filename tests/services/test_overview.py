"""The home screen's facts: what waits and for how long, what happened since, who decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deciding import decide
from scripted import EVEN, filled, write_comments

from analysis.domain.account import Role
from analysis.domain.decision import Action, Decision, ReviewState
from analysis.domain.errors import BadInput, NotAllowed
from analysis.domain.profile import Threshold
from analysis.domain.review import Queue
from analysis.services.access.accounts import create_account
from analysis.services.data.imports import import_file
from analysis.services.data.user_report_imports import import_reports
from analysis.services.overview import home as overview
from analysis.services.overview.author_page import author_page
from analysis.services.overview.home import home, note_visit
from analysis.services.overview.workload import (
    decisions_by_hour,
    late_since,
    second_reviews,
    verdict_pairs,
)
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def verdict(sequence: int, person: str, action: Action, replaces: int | None = None) -> Decision:
    return Decision(1, sequence, action, person, NOON, replaces=replaces)


APPROVE, REJECT, UNDO = Action.APPROVE, Action.REJECT, Action.UNDO


@pytest.mark.parametrize(
    ("decisions", "differ"),
    [
        ([verdict(1, "ana", APPROVE), verdict(2, "bo", REJECT)], [True]),
        ([verdict(1, "ana", APPROVE), verdict(2, "bo", APPROVE)], [False]),
        # One's own second thought is no second review.
        ([verdict(1, "ana", APPROVE), verdict(2, "ana", REJECT)], []),
        # What was taken back stands for nothing.
        ([verdict(1, "ana", APPROVE), verdict(2, "ana", UNDO, 1), verdict(3, "bo", REJECT)], []),
        # Asking somebody is no verdict; the answer is.
        (
            [
                verdict(1, "ana", APPROVE),
                verdict(2, "ana", Action.SECOND_OPINION),
                verdict(3, "bo", REJECT),
            ],
            [True],
        ),
        ([verdict(1, "ana", REJECT)], []),
    ],
)
def test_a_second_review_is_another_persons_verdict(decisions: list, differ: list[bool]) -> None:
    pairs = verdict_pairs(decisions, {decision.sequence: 1 for decision in decisions})
    assert [first.action is not then.action for first, then in pairs] == differ


@pytest.mark.parametrize(
    ("before", "after", "reviewed", "overturned"),
    [
        (["ana"], ["bo"], 0, 0),  # bo judged other words
        (["ana", "bo"], [], 1, 1),
        ([], ["ana", "bo"], 1, 1),
        (["ana"], ["ana", "bo"], 1, 1),
        (["ana", "bo"], ["ana"], 1, 1),
    ],
)
def test_a_verdict_on_an_edited_comment_overturns_none_on_its_first_words(
    store: Store,
    tmp_path: Path,
    before: list[str],
    after: list[str],
    reviewed: int,
    overturned: int,
) -> None:
    """Verdicts by turns reject and approve, so that every pair differs."""
    filled(store, tmp_path, {"a": "h=0.9"})
    actions = iter([REJECT, APPROVE] * 2)
    for n, person in enumerate(before):
        decide(store, 1, next(actions), person=person, seen_sequence=n)
    import_file(store, write_comments(tmp_path / "edited.jsonl", {"a": "h=0.9, said anew"}))
    for n, person in enumerate(after, len(before)):
        decide(store, 1, next(actions), person=person, seen_sequence=n)
    second = second_reviews(store, person="local")
    assert (second.reviewed, second.overturned) == (reviewed, overturned)


@pytest.mark.parametrize(
    ("waited", "limit", "late"),
    [(30, 24.0, 6), (24, 24.0, None), (1, 24.0, None), (900, 0.0, None), (None, 24.0, None)],
)
def test_a_queue_is_late_beyond_its_limit(
    waited: int | None, limit: float, late: int | None
) -> None:
    oldest = None if waited is None else NOON - timedelta(hours=waited)
    expected = None if late is None else timedelta(hours=late)
    assert late_since(oldest, limit, NOON) == expected


@pytest.fixture
def busy(store: Store, tmp_path: Path) -> Store:
    """Three flagged comments, an unsure one, one that failed; by one author each but two."""
    texts = {"a": "h=0.9", "b": "h=0.8", "c": "h=0.95", "d": "h=0.5", "e": "h=fail"}
    filled(store, tmp_path, texts, author="Kim")
    return store


def test_each_queue_says_how_many_wait_and_since_when(busy: Store) -> None:
    facts = home(busy, person="local")
    assert facts.counts[Queue.ATTENTION] == facts.counts[Queue.FLAGGED] == 3
    assert (facts.counts[Queue.UNSURE], facts.counts[Queue.UNSUPPORTED]) == (1, 1)
    ages = {wait.queue: wait.oldest for wait in facts.waiting}
    assert ages[Queue.ESCALATED] is None
    assert facts.oldest == ages[Queue.ATTENTION]
    assert facts.oldest is not None
    assert facts.oldest <= facts.at
    assert (facts.comments, facts.unscored, facts.failed) == (5, 0, 1)
    assert facts.run is not None


def test_what_happened_is_counted_since_the_visit_before(
    busy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home(busy, person="local").since is None, "a first visit has nothing before it"
    begun = overview.now()
    clock = [begun]
    monkeypatch.setattr(overview, "now", lambda: clock[0])
    note_visit(busy, person="local")
    clock[0] = begun + timedelta(hours=2)
    note_visit(busy, person="local")  # comes back: a new visit
    since = home(busy, person="local").since
    assert since is not None
    assert since.since == begun
    assert since.imported == 0
    clock[0] += timedelta(minutes=5)
    note_visit(busy, person="local")  # still the same visit
    assert home(busy, person="local").since == since


def test_the_thresholds_that_ship_are_published_by_nobody(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = overview.now()
    clock = [begun]
    monkeypatch.setattr(overview, "now", lambda: clock[0])
    note_visit(store, person="local")
    clock[0] = begun + timedelta(hours=2)
    note_visit(store, person="local")

    def published() -> tuple[int, ...]:
        since = home(store, person="local").since
        assert since is not None
        return since.published

    import_file(store, write_comments(tmp_path / "first.jsonl", ["fine"]))
    assert published() == ()
    publish_profile(store, EVEN, person="local", reason="even")
    assert published() == (2,)
    publish_profile(store, dict.fromkeys(EVEN, Threshold(0.8, 0.2)), person="local", reason="far")
    assert published() == (2, 3)


def test_decisions_are_counted_by_day_and_person_without_undone_presses(busy: Store) -> None:
    people = {"ada": Role.ADMIN, "ana": Role.MODERATOR, "max": Role.MANAGER, "rio": Role.RESEARCHER}
    for name, role in people.items():
        create_account(busy, name, None, role)
    ids = {item: n for n, item in enumerate("abcde", 1)}
    decide(busy, ids["a"], APPROVE, person="ana", seen_sequence=0)
    decide(busy, ids["b"], REJECT, person="ana", seen_sequence=0)
    decide(busy, ids["a"], REJECT, person="max", seen_sequence=1)
    counted = {count.person: count.decisions for count in home(busy, person="ana").days}
    assert counted == {"ana": 2, "max": 1}
    assert sum(count.decisions for count in decisions_by_hour(busy, person="max")) == 3
    second = second_reviews(busy, person="max")
    assert (second.reviewed, second.overturned) == (1, 1)
    for name in ("ana", "rio"):  # who did how much is for who plans
        with pytest.raises(NotAllowed):
            decisions_by_hour(busy, person=name)


def test_an_authors_page_counts_comments_decisions_and_nothing_else(busy: Store) -> None:
    decide(busy, 1, REJECT, person="local", seen_sequence=0)
    page = author_page(busy, "Kim")
    assert page.comments == page.page.total == 5
    assert page.states == {ReviewState.OPEN: 4, ReviewState.REJECTED: 1}
    assert (page.reported, page.reports) == (0, 0)
    with pytest.raises(BadInput):
        author_page(busy, "Nobody")


@pytest.mark.parametrize(
    ("rows", "reported", "readers"),
    [
        (["a,abusive,ann,", "a,abusive,bo,"], 1, 2),
        (["a,abusive,ann,", "a,spam,ann,"], 1, 1),
        (["a,abusive,ann,", "a,abusive,bo,", "a,abusive,,2"], 1, 2),
        (["a,abusive,ann,", "b,abusive,ann,"], 2, 2),  # nobody can tell that it is one reader
    ],
)
def test_an_authors_page_counts_each_reader_once_as_the_review_does(
    busy: Store, tmp_path: Path, rows: list[str], reported: int, readers: int
) -> None:
    for n, row in enumerate(rows):
        path = tmp_path / f"{n}.csv"
        path.write_text(f"comment_id,reason,reporter,people\n{row}\n")
        import_reports(busy, path)
    page = author_page(busy, "Kim")
    assert (page.reported, page.reports) == (reported, readers)
    shown = [item.reported for item in page.page.items if item.reported is not None]
    assert sum(some.people for some in shown) == readers
