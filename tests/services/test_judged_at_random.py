"""What measures a site was judged where it was drawn at random, not only drawn somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from refilling import once
from scripted import ScriptedPipeline, filled, write_comments

from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.services.annotation.adjudication import adjudicate
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.learning.judgements import judged_comments
from analysis.services.thresholds.label_answers import label_answers
from analysis.storage.annotation_sets import items_of
from analysis.storage.database import Store

HOSTILE, GENERAL = "possible_hostility", "generalization"
RANDOM, UNCERTAIN = Selection.RANDOM, Selection.UNCERTAIN
YES, SKIP = Answer.YES, Answer.SKIP


@pytest.fixture
@once
def four(store: Store, tmp_path: Path) -> dict[str, int]:
    """Four comments, of which two lie nearest the thresholds."""
    texts = {"a": "h=0.69 g=0.69", "b": "h=0.71 g=0.71", "c": "h=0.1", "d": "h=0.1"}
    return filled(store, tmp_path, texts)


def draw(store: Store, how: Selection, count: int, labels: tuple[str, ...] = (HOSTILE,)) -> int:
    made = create_set(store, f"set {how} {labels}", labels=labels, guideline="1", person="rita").id
    add_items(store, made, selection=how, count=count, person="rita")
    return made


def judge(
    store: Store,
    of: int,
    answer: Answer = YES,
    *,
    label: str = HOSTILE,
    most: int = 9,
    person: str = "ann",
) -> None:
    for _ in range(most):
        item = next_item(store, of, person=person)
        if item is None:
            return
        annotate(store, item.id, Judgement(label=label, answer=answer, person=person))


def measured(store: Store, label: str = HOSTILE) -> tuple[int, int]:
    """How many answers to a label there are, and how many of them measure."""
    known = [judged for judged in judged_comments(store) if judged.label == label]
    counted = label_answers(store, [label])[label]
    assert counted.annotated == len(known)
    assert counted.annotated - counted.picked == sum(judged.measures for judged in known)
    return len(known), sum(judged.measures for judged in known)


def test_a_draw_that_nobody_has_judged_makes_no_hard_comment_a_sample(
    store: Store, four: dict[str, int]
) -> None:
    judge(store, draw(store, UNCERTAIN, 2))
    everything = draw(store, RANDOM, 4)
    assert measured(store) == (2, 0)
    judge(store, everything, most=1)
    [first, *_] = _comments(store, everything)
    assert measured(store) == (2 if first in (four["a"], four["b"]) else 3, 1)
    judge(store, everything)
    assert measured(store) == (4, 4)


def test_a_label_is_measured_where_it_was_asked(store: Store, four: dict[str, int]) -> None:
    judge(store, draw(store, UNCERTAIN, 2, (GENERAL,)), label=GENERAL)
    judge(store, draw(store, RANDOM, 4))
    assert measured(store) == (4, 4)
    assert measured(store, GENERAL) == (2, 0)


def test_who_can_not_tell_has_not_answered(store: Store, four: dict[str, int]) -> None:
    judge(store, draw(store, UNCERTAIN, 2))
    judge(store, draw(store, RANDOM, 4), SKIP, person="ben")
    assert measured(store) == (2, 0)


def test_a_settled_answer_measures_where_it_was_drawn(store: Store, four: dict[str, int]) -> None:
    drawn = draw(store, RANDOM, 4)
    with store.read() as session:
        items = items_of(session, drawn)
    adjudicate(store, items[0].id, Judgement(label=HOSTILE, answer=YES, person="rita"))
    assert measured(store) == (1, 1)


def test_a_draw_of_a_text_that_was_edited_since_is_none_of_the_new_one(
    store: Store, four: dict[str, int], tmp_path: Path
) -> None:
    judge(store, draw(store, RANDOM, 4))
    import_file(store, write_comments(tmp_path / "edited.jsonl", {"a": "anew h=0.7"}))
    score(store, ScriptedPipeline())
    assert measured(store) == (3, 3)
    judge(store, draw(store, UNCERTAIN, 1))
    assert measured(store) == (4, 3)


def _comments(store: Store, set_id: int) -> list[int]:
    with store.read() as session:
        return [item.comment_id for item in items_of(session, set_id)]
