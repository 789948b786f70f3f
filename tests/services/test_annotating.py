"""Annotating: blind to each other, chosen in a known way, settled beside the raw votes."""

from pathlib import Path

import pytest
from scripted import filled, write_comments

from analysis.domain.annotation import AnnotatedSpan, Feedback, Judgement, Selection
from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.services.annotation.agreement import agreement
from analysis.services.annotation.annotation_sets import (
    add_comment,
    add_items,
    adjudicate,
    annotate,
    create_set,
    disputed,
    feed_back,
    feedback,
    gold_scores,
    my_annotations,
    next_item,
    set_gold,
    sets,
    votes,
)
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.storage.database import Store

HOSTILE, GENERAL = "possible_hostility", "generalization"
YES, NO, SKIP = Judgement.YES, Judgement.NO, Judgement.SKIP


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Ten comments whose scores of hostility go from 0 to 0.9, and one that failed."""
    texts = {f"c{n}": f"comment h=0.{n}" for n in range(10)} | {"x": "h=fail"}
    return filled(store, tmp_path, texts)


@pytest.fixture
def a_set(store: Store, ids: dict[str, int]) -> int:
    return create_set(
        store, "first", labels=[HOSTILE, GENERAL], guideline="codebook 1", person="rita"
    ).id


def _say(store: Store, item: int, person: str, **answers: Judgement) -> None:
    for label in (HOSTILE, GENERAL):
        annotate(store, item, label=label, judgement=answers.get(label, NO), person=person)


def test_items_are_chosen_in_the_way_that_each_keeps(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    names = {number: key for key, number in ids.items()}
    found = {}
    for selection in (Selection.UNCERTAIN, Selection.DISAGREEMENT, Selection.RANDOM):
        assert add_items(store, a_set, selection=selection, count=2, person="rita") == 2
    while (item := next_item(store, a_set, person="ann")) is not None:
        found[names[item.comment_id]] = item.selection
        _say(store, item.id, "ann")
    chosen = {how: {k for k, v in found.items() if v is how} for how in Selection}
    assert chosen[Selection.UNCERTAIN] == {"c6", "c7"}  # flagged from 0.7
    assert chosen[Selection.DISAGREEMENT] == {"c8", "c9"}  # the doubter gives half
    assert len(found) == 6


def test_a_random_draw_can_be_drawn_again_and_never_repeats_a_comment(
    store: Store, ids: dict[str, int]
) -> None:
    drawn = []
    for name in ("one", "two"):
        number = create_set(store, name, labels=[HOSTILE], guideline="1", person="rita").id
        for seed in (1, 2):
            add_items(store, number, selection=Selection.RANDOM, count=4, person="rita", seed=seed)
        items = []
        while (item := next_item(store, number, person="ann")) is not None:
            items.append(item.comment_id)
            annotate(store, item.id, label=HOSTILE, judgement=NO, person="ann")
        drawn.append(items)
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 8
    assert add_items(store, 1, selection=Selection.RANDOM, count=99, person="rita") == 3


def test_annotators_see_neither_scores_nor_each_other(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    item = add_comment(store, a_set, ids["c3"], person="rita")
    assert add_comment(store, a_set, ids["c3"], person="rita") == item
    set_gold(store, item, label=HOSTILE, judgement=YES, person="rita")
    _say(store, item, "ann", possible_hostility=YES)
    assert next_item(store, a_set, person="ann") is None
    shown = next_item(store, a_set, person="ben")
    assert shown is not None
    assert (shown.comment.text, shown.gold) == ("comment h=0.3", False)
    assert my_annotations(store, a_set, person="ben") == []
    assert [a.person for a in my_annotations(store, a_set, person="ann")] == ["ann", "ann"]


def test_an_item_keeps_the_revision_that_was_chosen(
    store: Store, ids: dict[str, int], a_set: int, tmp_path: Path
) -> None:
    add_comment(store, a_set, ids["c3"], person="rita")
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c3": "rewritten"}))
    shown = next_item(store, a_set, person="ann")
    assert shown is not None
    assert (shown.comment.text, shown.revision) == ("comment h=0.3", 1)
    erase_comment(store, ids["c3"], person="rita", reason="asked")
    assert next_item(store, a_set, person="ann") is None


def test_a_changed_mind_is_added_and_the_newest_holds(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    item = add_comment(store, a_set, ids["c3"], person="rita")
    annotate(store, item, label=HOSTILE, judgement=YES, person="ann")
    annotate(
        store,
        item,
        label=HOSTILE,
        judgement=NO,
        person="ann",
        facets=["insult"],
        spans=[AnnotatedSpan(Span(0, 7), "insult")],
        level=1,
        note="only sharp",
    )
    mine = my_annotations(store, a_set, person="ann")
    assert [(a.judgement, a.level, a.facets, a.note) for a in mine] == [
        (NO, 1, ("insult",), "only sharp")
    ]
    assert mine[0].spans == (AnnotatedSpan(Span(0, 7), "insult"),)


def test_votes_leave_skips_out_and_agreement_reads_them(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    said = {"c1": (YES, YES), "c2": (NO, NO), "c3": (YES, NO), "c4": (SKIP, YES)}
    for key, answers in said.items():
        item = add_comment(store, a_set, ids[key], person="rita")
        for person, answer in zip(("ann", "ben"), answers, strict=True):
            annotate(store, item, label=HOSTILE, judgement=answer, person=person)
    found = votes(store, a_set)[0]
    assert (found.label, found.people, found.skipped) == (HOSTILE, ("ann", "ben"), 1)
    assert list(found.by_item.values()) == [
        {"ann": True, "ben": True},
        {"ann": False, "ben": False},
        {"ann": True, "ben": False},
        {"ben": True},
    ]
    # Krippendorff's alpha by hand: 3 pairs, of which one differs; values 3 yes, 3 no.
    alpha = agreement(found).alpha
    assert alpha is not None
    assert alpha.value == pytest.approx(1 - (5 * 2) / (2 * 3 * 3))
    assert votes(store, a_set, selection=Selection.RANDOM)[0].by_item == {}


def test_differences_are_settled_beside_the_raw_votes(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    first, second = (add_comment(store, a_set, ids[k], person="rita") for k in ("c1", "c2"))
    for item in (first, second):
        annotate(store, item, label=HOSTILE, judgement=YES, person="ann")
        annotate(store, item, label=HOSTILE, judgement=NO, person="ben")
    adjudicate(store, first, label=HOSTILE, judgement=NO, person="rita", note="an idea, no person")
    open_, settled = disputed(store, a_set, person="rita")
    assert (open_.item.id, open_.settled) == (second, None)
    assert settled.item.id == first
    assert settled.settled is not None
    assert (settled.settled.judgement, settled.settled.adjudicates) == (NO, True)
    assert [(v.person, v.judgement) for v in settled.votes] == [("ann", YES), ("ben", NO)]
    assert votes(store, a_set)[0].people == ("ann", "ben")


def test_gold_items_measure_each_annotator(store: Store, ids: dict[str, int], a_set: int) -> None:
    for key, known, ann, ben in (("c8", YES, YES, NO), ("c1", NO, NO, NO), ("c5", YES, SKIP, YES)):
        item = add_comment(store, a_set, ids[key], person="rita")
        set_gold(store, item, label=HOSTILE, judgement=known, person="rita")
        annotate(store, item, label=HOSTILE, judgement=ann, person="ann")
        annotate(store, item, label=HOSTILE, judgement=ben, person="ben")
    assert [(g.person, g.n, g.right) for g in gold_scores(store, a_set)] == [
        ("ann", 2, 2),
        ("ben", 3, 2),
    ]


def test_progress_counts_items_with_every_label_judged(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    items = [add_comment(store, a_set, ids[k], person="rita") for k in ("c1", "c2")]
    _say(store, items[0], "ann")
    annotate(store, items[1], label=HOSTILE, judgement=YES, person="ben")
    (made,) = sets(store)
    assert (made.items, made.judged, made.annotators) == (2, 1, ("ann", "ben"))


def test_evidence_feedback_is_kept_per_span(store: Store, ids: dict[str, int]) -> None:
    for verdict, span in ((Feedback.CONFIRM, Span(0, 4)), (Feedback.ADD, Span(3, 7))):
        feed_back(
            store,
            ids["c1"],
            label=HOSTILE,
            facet="insult",
            span=span,
            verdict=verdict,
            person="ann",
            scorer="scripted" if verdict is Feedback.CONFIRM else "",
        )
    kept = feedback(store, ids["c1"])
    assert [(f.verdict, f.span, f.scorer) for f in kept] == [
        (Feedback.CONFIRM, Span(0, 4), "scripted"),
        (Feedback.ADD, Span(3, 7), ""),
    ]
    assert feedback(store) == kept
    assert feedback(store, ids["c2"]) == []


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"spans": [AnnotatedSpan(Span(0, 99), "insult")]}, "not inside the comment"),
        ({"spans": [AnnotatedSpan(Span(3, 3), "insult")]}, "not inside the comment"),
        ({"facets": ["insolt"]}, "did you mean 'insult'"),
        ({"level": 4}, "from 0 to 3"),
        ({"label": "hostility"}, "Unknown label 'hostility'"),
        ({"label": "disagreement"}, "Unknown label 'disagreement' here"),
        ({"note": "x" * 2001}, "at most 2000"),
    ],
)
def test_a_judgement_that_can_not_be_is_refused(
    sqlite_store: Store, tmp_path: Path, kwargs: dict[str, object], message: str
) -> None:
    number = filled(sqlite_store, tmp_path, {"c1": "comment h=0.3"})["c1"]
    made = create_set(sqlite_store, "s", labels=[HOSTILE], guideline="1", person="rita")
    item = add_comment(sqlite_store, made.id, number, person="rita")
    with pytest.raises(BadInput, match=message):
        annotate(
            sqlite_store,
            item,
            **{"label": HOSTILE, "judgement": YES, "person": "ann", **kwargs},  # type: ignore[arg-type]
        )


@pytest.mark.parametrize(
    ("name", "labels", "message"),
    [
        (" ", [HOSTILE], "needs a name"),
        ("first", [], "at least one label"),
        ("first", ["hostility"], "did you mean"),
        ("taken", [HOSTILE], "already an annotation set"),
    ],
)
def test_a_set_that_can_not_be_is_refused(
    sqlite_store: Store, name: str, labels: list[str], message: str
) -> None:
    create_set(sqlite_store, "taken", labels=[HOSTILE], guideline="1", person="rita")
    with pytest.raises(BadInput, match=message):
        create_set(sqlite_store, name, labels=labels, guideline="1", person="rita")


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(BadInput, match="no annotation set number 7"):
        next_item(store, 7, person="ann")
    with pytest.raises(BadInput, match="no annotation item number 7"):
        annotate(store, 7, label=HOSTILE, judgement=YES, person="ann")
