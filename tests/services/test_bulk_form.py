"""A form decides the comments that it was made of, as it showed them, and says what it left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from deciding import decide, undo
from scripted import EVEN, ScriptedPipeline, filled, numbers, write_comments

from analysis.domain.decision import Action, ReviewState
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.bulk_decisions import decide_many, decided_in_batch
from analysis.services.moderation.bulk_form import (
    BulkForm,
    LeftOut,
    bulk_form,
    left_out_of_batch,
)
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store

RANGE = QueueFilter(queue=Queue.ALL, label="possible_hostility", score_min=0.8)
TEXTS = {"a": "h=0.95", "b": "h=0.9", "c": "h=0.85", "d": "h=0.82", "e": "fine"}

Change = Callable[[Store, Path], object]


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Four comments of the range, the last of them decided already, and one beside it."""
    made = filled(store, tmp_path, TEXTS)
    decide(store, made["d"], Action.APPROVE, person="ben", seen_sequence=0)
    return made


def reword(store: Store, folder: Path, **texts: str) -> None:
    import_file(store, write_comments(folder / "again.jsonl", texts))
    score(store, ScriptedPipeline())


def decide_one_and_reopen_another(store: Store, folder: Path) -> None:
    """As many are open as before, and others."""
    here = numbers(store)
    decide(store, here["a"], Action.APPROVE, person="ben", seen_sequence=0)
    undo(store, here["d"], person="ben", seen_sequence=1)


def edit_one(store: Store, folder: Path) -> None:
    reword(store, folder, a="A fair point h=0.9")


def decide_and_edit_one(store: Store, folder: Path) -> None:
    decide(store, numbers(store)["a"], Action.APPROVE, person="ben", seen_sequence=0)
    edit_one(store, folder)


def bring_another_into_the_range(store: Store, folder: Path) -> None:
    reword(store, folder, e="not so fine h=0.99")


def decide_and_undo_one(store: Store, folder: Path) -> None:
    number = numbers(store)["a"]
    decide(store, number, Action.APPROVE, person="ben", seen_sequence=0)
    undo(store, number, person="ben", seen_sequence=1)


def send(store: Store, form: BulkForm) -> str:
    return decide_many(
        store,
        list(form.shown),
        Action.REJECT,
        person="anna",
        reason_code="insult",
        shown=form.shown,
        seen_reports=form.reports,
    )


@pytest.mark.parametrize(
    ("change", "decided", "left_out"),
    [
        (lambda *_: None, "abc", {}),
        (decide_one_and_reopen_another, "bc", {LeftOut.DECIDED: 1}),
        (edit_one, "bc", {LeftOut.EDITED: 1}),
        (decide_and_edit_one, "bc", {LeftOut.EDITED: 1}),
        (bring_another_into_the_range, "abc", {}),
        (decide_and_undo_one, "abc", {}),
    ],
)
def test_a_form_decides_what_it_showed_and_counts_what_it_left_out(
    store: Store,
    ids: dict[str, int],
    tmp_path: Path,
    change: Change,
    decided: str,
    left_out: dict[LeftOut, int],
) -> None:
    form = bulk_form(store, RANGE, most=500)
    assert (set(form.shown), form.total) == ({ids[key] for key in "abc"}, 4)
    change(store, tmp_path)
    batch = send(store, form)
    rejected = {key for key in ids if review(store, ids[key]).state is ReviewState.REJECTED}
    assert rejected == set(decided)
    assert decided_in_batch(store, batch) == len(decided)
    assert dict(left_out_of_batch(store, batch, form.shown)) == left_out


def erase_one(store: Store, folder: Path) -> None:
    erase_comment(store, numbers(store)["a"], person="dora", reason="asked for")


def edit_the_decided_one(store: Store, folder: Path) -> None:
    reword(store, folder, d="said anew h=0.9")


def edit_the_decided_one_away(store: Store, folder: Path) -> None:
    reword(store, folder, d="said anew, and fair h=0.1")


@pytest.mark.parametrize(
    ("before", "offered", "total"),
    [
        (lambda *_: None, "abc", 4),
        (erase_one, "bc", 4),
        (edit_one, "abc", 4),
        (decide_and_edit_one, "abc", 4),
        (edit_the_decided_one, "abcd", 4),
        (edit_the_decided_one_away, "abc", 3),
        (decide_one_and_reopen_another, "bcd", 4),
    ],
)
def test_a_form_offers_what_can_be_decided_and_that_is_all_decided(
    store: Store, ids: dict[str, int], tmp_path: Path, before: Change, offered: str, total: int
) -> None:
    before(store, tmp_path)
    form = bulk_form(store, RANGE, most=500)
    assert (set(form.shown), form.total) == ({ids[key] for key in offered}, total)
    batch = send(store, form)
    assert decided_in_batch(store, batch) == len(offered)
    assert not left_out_of_batch(store, batch, form.shown)


def test_the_record_keeps_the_thresholds_and_the_run_that_were_shown(
    store: Store, ids: dict[str, int]
) -> None:
    form = bulk_form(store, RANGE, most=500)
    before = review(store, ids["a"])
    publish_profile(store, EVEN, person="local", reason="the same again")
    score(store, ScriptedPipeline("2"), again=True)
    send(store, form)
    [made] = review(store, ids["a"]).decisions
    assert before.run is not None
    assert before.profile is not None
    assert (made.run_id, made.profile_version) == (before.run.id, before.profile.version)


def report(store: Store, folder: Path, *rows: tuple[str, str]) -> None:
    """What readers reported: pairs of comment and reader."""
    lines = ["comment_id,reporter", *(",".join(row) for row in rows)]
    path = folder / "reports.csv"
    path.write_text("\n".join(lines))
    import_reports(store, path)


@pytest.mark.parametrize("before", [(), (("b", "ann"),)])
def test_a_report_that_came_while_the_form_was_open_is_not_answered(
    store: Store, ids: dict[str, int], tmp_path: Path, before: tuple[tuple[str, str], ...]
) -> None:
    report(store, tmp_path, ("a", "ann"), *before)
    form = bulk_form(store, RANGE, most=500)
    report(store, tmp_path, ("a", "ann"), ("b", "bo"))  # the same reader again asks nothing
    send(store, form)
    waiting = queue_page(store, QueueFilter(queue=Queue.REPORTED)).items
    assert [item.platform_id for item in waiting] == ["b"]


def test_a_form_of_which_nothing_waits_decides_nothing(store: Store, ids: dict[str, int]) -> None:
    form = bulk_form(store, RANGE, most=500)
    for key in "abc":
        decide(store, ids[key], Action.APPROVE, person="ben", seen_sequence=0)
    with pytest.raises(BadInput, match="waiting for a decision any more"):
        send(store, form)


def test_more_than_can_be_decided_at_once_are_counted_and_not_offered(
    store: Store, ids: dict[str, int]
) -> None:
    assert bulk_form(store, RANGE, most=3) == BulkForm(4, {})
