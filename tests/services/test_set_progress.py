"""Progress of a set: people and ways of choosing apart, and what may become gold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from refilling import once
from scripted import filled, write_comments

from analysis.domain.account import Role
from analysis.domain.annotation import Selection
from analysis.domain.errors import BadInput, NotAllowed
from analysis.domain.judgement import Answer, Judgement
from analysis.services.access import accounts
from analysis.services.annotation.annotation_sets import add_items, create_set, sets
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.annotation.gold import agreed_item, fit_for_gold, set_gold
from analysis.services.annotation.set_progress import set_progress
from analysis.services.data.batches import undo
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.storage.annotation_sets import items_of
from analysis.storage.database import Store

HOSTILE, GENERAL = "possible_hostility", "generalization"
YES, NO, SKIP = Answer.YES, Answer.NO, Answer.SKIP


@pytest.fixture
@once
def a_set(store: Store, tmp_path: Path) -> int:
    """Two comments at random and one near the thresholds, asked for two labels."""
    filled(store, tmp_path, {f"c{n}": f"comment h=0.{n}" for n in range(6)})
    made = create_set(store, "first", labels=[HOSTILE, GENERAL], guideline="1", person="rita").id
    add_items(store, made, selection=Selection.RANDOM, count=2, person="rita")
    add_items(store, made, selection=Selection.UNCERTAIN, count=1, person="rita")
    return made


def judge(store: Store, a_set: int, person: str, *answers: Answer) -> list[int]:
    """Answer hostility for one comment after the other, and "no" for the other label."""
    items = []
    for answer in answers:
        item = next_item(store, a_set, person=person)
        assert item is not None
        annotate(store, item.id, Judgement(label=HOSTILE, answer=answer, person=person))
        annotate(store, item.id, Judgement(label=GENERAL, answer=NO, person=person))
        items.append(item.id)
    return items


def test_everybody_has_a_progress_of_their_own_and_ways_of_choosing_are_kept_apart(
    store: Store, a_set: int
) -> None:
    judge(store, a_set, "ann", YES, NO, NO)
    judge(store, a_set, "bo", YES)
    found = set_progress(store, a_set)
    assert found.items == 3
    assert [(one.person, one.judged) for one in found.people] == [("ann", 3), ("bo", 1)]
    assert [(one.selection, one.items, one.judged) for one in found.chosen] == [
        (Selection.RANDOM, 2, 2),
        (Selection.UNCERTAIN, 1, 1),
    ]


def _erase(store: Store, _: Path) -> None:
    erase_comment(store, _first(store), person="local", reason="asked for")


def _undo(store: Store, _: Path) -> None:
    undo(store, 1)


def _undo_and_read_again(store: Store, folder: Path) -> None:
    undo(store, 1)
    import_file(store, folder / "comments.jsonl")


def _edit(store: Store, folder: Path) -> None:
    import_file(store, write_comments(folder / "edited.jsonl", {"c0": "other", "c5": "words"}))


def _first(store: Store) -> int:
    with store.read() as session:
        return items_of(session, 1)[0].comment_id


@pytest.mark.parametrize(
    ("happens", "left"),
    [(None, 3), (_erase, 2), (_undo, 0), (_undo_and_read_again, 3), (_edit, 3)],
)
@pytest.mark.parametrize("before", [0, 3])
def test_what_nobody_can_be_shown_counts_in_no_progress(
    store: Store,
    tmp_path: Path,
    before: int,
    happens: Callable[[Store, Path], None] | None,
    left: int,
) -> None:
    """Whether it was judged before or not: who is done with what is there has done all of it."""
    filled(store, tmp_path, {f"c{n}": f"comment h=0.{n}" for n in range(6)})
    made = create_set(store, "first", labels=[HOSTILE, GENERAL], guideline="1", person="rita").id
    add_items(store, made, selection=Selection.RANDOM, count=3, person="rita")
    judge(store, made, "ann", *[YES] * before)
    if happens is not None:
        happens(store, tmp_path)
    if not before:
        judge(store, made, "ann", *[YES] * left)
    assert next_item(store, made, person="ann") is None
    found = set_progress(store, made)
    assert (found.items, [one.judged for one in found.people]) == (left, [left] if left else [])
    assert sum(one.judged for one in found.chosen) == left
    (listed,) = sets(store)
    assert (listed.items, listed.judged) == (left, left)
    fit = fit_for_gold(store, made, person="rita")
    assert len(fit) == 2 * left
    assert None not in [agreed_item(store, one, person="rita") for one in fit]


def test_a_comment_with_one_label_unanswered_is_not_judged(store: Store, a_set: int) -> None:
    item = next_item(store, a_set, person="ann")
    assert item is not None
    annotate(store, item.id, Judgement(label=HOSTILE, answer=YES, person="ann"))
    found = set_progress(store, a_set)
    assert [(one.person, one.judged) for one in found.people] == [("ann", 0)]
    assert sum(one.judged for one in found.chosen) == 0


def test_what_all_agree_on_may_become_gold_and_nothing_else(store: Store, a_set: int) -> None:
    first, second, _ = judge(store, a_set, "ann", YES, YES, SKIP)
    judge(store, a_set, "bo", YES, NO)
    hostile = [one for one in fit_for_gold(store, a_set, person="rita") if one.label == HOSTILE]
    # The second is disputed, and "can't tell" is no answer.
    assert [(one.item_id, one.answer, one.people) for one in hostile] == [
        (first, YES, ("ann", "bo"))
    ]
    shown = agreed_item(store, hostile[0], person="rita")
    assert shown is not None
    assert shown.comment.text.startswith("comment")
    set_gold(store, first, Judgement(label=HOSTILE, answer=YES, person="rita"))
    left = {(one.item_id, one.label) for one in fit_for_gold(store, a_set, person="rita")}
    assert (first, HOSTILE) not in left
    assert (second, GENERAL) in left


def test_annotators_are_not_told_what_others_agree_on(store: Store, a_set: int) -> None:
    judge(store, a_set, "ann", YES)
    accounts.create_account(store, "rosa", "a long enough word", Role.ADMIN)
    accounts.create_account(store, "mo", "a long enough word", Role.MODERATOR, person="rosa")
    with pytest.raises(NotAllowed):
        fit_for_gold(store, a_set, person="mo")


def test_a_set_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(BadInput, match="no annotation set number 7"):
        set_progress(store, 7)
