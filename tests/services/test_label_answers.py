"""What people answered to a label's question: annotations, and decisions whose reason fits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from deciding import decide, undo
from refilling import once
from scripted import ScriptedPipeline, filled, write_comments

from analysis.domain.annotation import Selection
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.reason import DEFAULT_REASON_CODES, ReasonCode, answer_of
from analysis.services.annotation import annotation_sets, answering, gold
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.learning.judgements import judged_comments
from analysis.services.learning.site_recalibration import calibration_basis
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.moderation.reason_codes import reason_codes, set_reason_codes
from analysis.services.thresholds.label_answers import LabelAnswers, label_answers, outcomes
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting
from analysis.storage.standing_decisions import scored_decisions

HOSTILE, EVIDENCE = "possible_hostility", "constructive_evidence"
SCORES = {"a": 1.0, "b": 0.9, "c": 0.7, "d": 0.69, "e": 0.3, "f": 0.29, "g": 0.0}


@pytest.fixture
@once
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    return filled(store, tmp_path, {key: f"h={value}" for key, value in SCORES.items()})


def hostile(store: Store) -> LabelAnswers:
    return label_answers(store, [HOSTILE])[HOSTILE]


def say(store: Store, ids: dict[str, int], key: str, action: Action, reason: str) -> None:
    decide(store, ids[key], action, person="anna", reason_code=reason, seen_sequence=0)


def holds(store: Store, ids: dict[str, int]) -> dict[str, bool]:
    keys = {number: key for key, number in ids.items()}
    return {keys[case.comment_id]: case.holds for case in hostile(store).cases}


INSULT = ReasonCode("insult", "Insult", labels=(HOSTILE,))
SPAM = ReasonCode("spam", "Spam")


@pytest.mark.parametrize(
    ("action", "reason", "holds"),
    [
        (Action.REJECT, INSULT, True),
        (Action.APPROVE, INSULT, False),
        (Action.APPROVE, None, False),
        (Action.REJECT, None, None),
        (Action.REJECT, SPAM, None),
        (Action.APPROVE, SPAM, None),
        (Action.ESCALATE, INSULT, None),
        (Action.SECOND_OPINION, INSULT, None),
        (Action.UNDO, INSULT, None),
    ],
)
def test_a_decision_answers_a_label_only_under_a_reason_that_does(
    action: Action, reason: ReasonCode | None, holds: bool | None
) -> None:
    assert answer_of(HOSTILE, action, reason) is holds


def test_no_shipped_reason_answers_for_evidence_or_disagreement() -> None:
    answered = {label for code in DEFAULT_REASON_CODES for label in code.labels}
    assert answered == {HOSTILE}


def test_what_was_rejected_for_another_reason_is_left_out_and_counted(
    store: Store, ids: dict[str, int]
) -> None:
    say(store, ids, "a", Action.REJECT, "insult")
    say(store, ids, "b", Action.REJECT, "spam")
    say(store, ids, "c", Action.REJECT, "")
    say(store, ids, "g", Action.APPROVE, "")
    assert holds(store, ids) == {"a": True, "g": False}
    answers = hostile(store)
    assert (answers.decided, answers.other_reasons, answers.by_decisions) == (2, 2, True)


def test_a_bulk_is_one_look_at_many_and_counts_for_none(store: Store, ids: dict[str, int]) -> None:
    decide_many(
        store, [ids["a"], ids["b"], ids["c"]], Action.REJECT, person="anna", reason_code="insult"
    )
    say(store, ids, "d", Action.REJECT, "insult")
    assert holds(store, ids) == {"d": True}
    assert hostile(store).bulk == 3


@pytest.mark.parametrize("at_once", [1, 2, 2_000])
def test_only_the_decision_that_holds_counts(
    store: Store, ids: dict[str, int], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.storage.standing_decisions._AT_ONCE", at_once)
    say(store, ids, "a", Action.REJECT, "insult")
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=1)
    say(store, ids, "b", Action.REJECT, "insult")
    undo(store, ids["b"], person="anna", seen_sequence=1)
    assert holds(store, ids) == {"a": False}
    # The approval is taken back: the rejection before it holds again.
    undo(store, ids["a"], person="ben", seen_sequence=2)
    assert holds(store, ids) == {"a": True}


def test_the_newest_decisions_are_looked_at_however_many_there_are(
    store: Store, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.storage.standing_decisions._AT_ONCE", 2)
    for key in ("a", "b", "c", "d"):
        say(store, ids, key, Action.REJECT, "insult")
    with store.read() as session:
        newest = scored_decisions(session, HOSTILE, limit=3)
    assert [decision.comment_id for decision in newest] == [ids[key] for key in ("d", "c", "b")]


def test_an_annotation_outranks_a_decision_and_is_counted_once(
    store: Store, ids: dict[str, int]
) -> None:
    for key in SCORES:
        say(store, ids, key, Action.REJECT, "insult")
    group = annotation_sets.create_set(
        store, "S", labels=[HOSTILE, EVIDENCE], guideline="g", person="local"
    )
    annotation_sets.add_items(store, group.id, selection=Selection.RANDOM, count=2, person="local")
    annotated = set()
    while (item := answering.next_item(store, group.id, person="ann")) is not None:
        annotated.add(item.comment.id)
        for label in (HOSTILE, EVIDENCE):
            judgement = Judgement(label=label, answer=Answer.NO, person="ann")
            answering.annotate(store, item.id, judgement)
    answers = label_answers(store)
    assert (answers[HOSTILE].annotated, answers[HOSTILE].decided) == (2, 5)
    assert sum(case.holds for case in answers[HOSTILE].cases) == 5
    # Decisions say nothing about evidence.
    assert (answers[EVIDENCE].annotated, answers[EVIDENCE].decided) == (2, 0)
    assert not answers[EVIDENCE].by_decisions


def test_where_annotators_are_divided_no_decision_speaks_for_them(
    store: Store, ids: dict[str, int]
) -> None:
    made = annotation_sets.create_set(
        store, "S", labels=[HOSTILE, EVIDENCE], guideline="g", person="rita"
    )
    items = {
        key: annotation_sets.add_comment(store, made.id, ids[key], person="rita") for key in "abc"
    }
    for key, person, label, answer in (
        ("a", "ann", HOSTILE, Answer.YES),
        ("a", "bo", HOSTILE, Answer.NO),
        ("b", "ann", HOSTILE, Answer.SKIP),  # who can't tell has answered nothing
        ("c", "ann", EVIDENCE, Answer.YES),
    ):
        answering.annotate(store, items[key], Judgement(label=label, answer=answer, person=person))
    for key in "abcd":
        say(store, ids, key, Action.REJECT, "insult")
    assert holds(store, ids) == {"b": True, "c": True, "d": True}
    basis = calibration_basis(store)
    places = [(one.comment_id, one.label) for one in basis.judged]
    assert len(places) == len(set(places)) == 5


def test_an_annotation_of_a_text_that_was_edited_since_says_nothing_about_its_score(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    group = annotation_sets.create_set(store, "S", labels=[HOSTILE], guideline="g", person="local")
    for key in ("a", "b"):
        item = annotation_sets.add_comment(store, group.id, ids[key], person="local")
        answer = Judgement(label=HOSTILE, answer=Answer.YES, person="ann")
        answering.annotate(store, item, answer)
        gold.set_gold(store, item, answer)
    assert holds(store, ids) == {"a": True, "b": True}
    import_file(store, write_comments(tmp_path / "edited.jsonl", {"a": "h=0.01 and friendly now"}))
    for scored in (False, True):
        if scored:
            score(store, ScriptedPipeline())
        assert holds(store, ids) == {"b": True}
        assert [judged.comment_id for judged in judged_comments(store)] == [ids["b"]]
    # Who reads the new text answers for it.
    again = annotation_sets.create_set(store, "T", labels=[HOSTILE], guideline="g", person="local")
    item = annotation_sets.add_comment(store, again.id, ids["a"], person="local")
    answering.annotate(store, item, Judgement(label=HOSTILE, answer=Answer.NO, person="ann"))
    assert holds(store, ids) == {"a": False, "b": True}


@pytest.mark.parametrize(
    ("draws", "annotated", "picked"),
    [
        ([(Selection.RANDOM, 3)], 3, 0),
        ([(Selection.UNCERTAIN, 3)], 3, 3),
        ([(Selection.DISAGREEMENT, 2)], 2, 2),
        ([(Selection.RANDOM, 3), (Selection.UNCERTAIN, 2)], 5, 2),
    ],
)
def test_annotated_comments_that_were_not_chosen_at_random_are_counted_apart(
    store: Store,
    ids: dict[str, int],
    draws: list[tuple[Selection, int]],
    annotated: int,
    picked: int,
) -> None:
    group = annotation_sets.create_set(store, "S", labels=[HOSTILE], guideline="g", person="local")
    for how, count in draws:
        annotation_sets.add_items(store, group.id, selection=how, count=count, person="local")
    while (item := answering.next_item(store, group.id, person="ann")) is not None:
        answer = Judgement(label=HOSTILE, answer=Answer.NO, person="ann")
        answering.annotate(store, item.id, answer)
    assert (hostile(store).annotated, hostile(store).picked) == (annotated, picked)


def test_a_comment_drawn_at_random_into_one_set_and_picked_into_another_is_random(
    store: Store, ids: dict[str, int]
) -> None:
    for name, how in (("S", Selection.UNCERTAIN), ("T", Selection.RANDOM)):
        group = annotation_sets.create_set(
            store, name, labels=[HOSTILE], guideline="g", person="local"
        )
        annotation_sets.add_items(store, group.id, selection=how, count=7, person="local")
    while (item := answering.next_item(store, group.id, person="ann")) is not None:
        answer = Judgement(label=HOSTILE, answer=Answer.NO, person="ann")
        answering.annotate(store, item.id, answer)
    assert (hostile(store).annotated, hostile(store).picked) == (7, 0)


def test_outcomes_count_the_answers_at_every_threshold(store: Store, ids: dict[str, int]) -> None:
    for key, action in {"a": Action.REJECT, "b": Action.APPROVE, "e": Action.REJECT}.items():
        say(store, ids, key, action, "insult")
    found = {o.flag_at: (o.flagged, o.hits) for o in outcomes(hostile(store), steps=10)}
    assert found[0.0] == (3, 2)
    assert found[0.3] == (3, 2)
    assert found[0.4] == (2, 1)
    assert found[1.0] == (1, 1)
    assert {(o.judged, o.positives) for o in outcomes(hostile(store))} == {(3, 2)}


def test_what_a_reason_answers_is_kept_and_codes_of_old_mean_what_they_did(store: Store) -> None:
    with store.write() as session:
        set_setting(session, "reason_codes", [["insult", "Insult", True], ["rude", "Rude", True]])
    assert [code.labels for code in reason_codes(store)] == [(HOSTILE,), ()]
    changed = [replace(code, labels=()) for code in reason_codes(store)]
    changed[1] = replace(changed[1], labels=(HOSTILE, "generalization"))
    set_reason_codes(store, changed, person="anna")
    assert reason_codes(store) == changed


def test_a_reason_answers_no_label_that_there_is_not(store: Store) -> None:
    with pytest.raises(BadInput, match="possible_hostility"):
        set_reason_codes(
            store, [ReasonCode("rude", "Rude", labels=("possible_hostilty",))], person="anna"
        )
