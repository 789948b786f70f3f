"""Annotating: blind to each other, chosen in a known way, settled beside the raw votes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from deciding import feed_back
from scripted import filled, write_comments
from sqlalchemy import event

from analysis.domain.annotation import Annotation, Feedback, Selection
from analysis.domain.errors import BadInput, Refused
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement, JudgementKind
from analysis.domain.span import Span
from analysis.services.annotation.adjudication import adjudicate, disputed
from analysis.services.annotation.agreement import agreement, votes
from analysis.services.annotation.annotation_sets import add_comment, add_items, create_set, sets
from analysis.services.annotation.answering import annotate, my_annotations, next_item
from analysis.services.annotation.evidence_feedback import feedback, standing
from analysis.services.annotation.gold import gold_scores, set_gold
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.storage.database import Store
from analysis.storage.tables import AnnotationTable

HOSTILE, GENERAL = "possible_hostility", "generalization"
YES, NO, SKIP = Answer.YES, Answer.NO, Answer.SKIP


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


def _say(store: Store, item: int, person: str, **answers: Answer) -> None:
    for label in (HOSTILE, GENERAL):
        annotate(store, item, Judgement(label=label, answer=answers.get(label, NO), person=person))


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
            annotate(store, item.id, Judgement(label=HOSTILE, answer=NO, person="ann"))
        drawn.append(items)
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 8
    assert add_items(store, 1, selection=Selection.RANDOM, count=99, person="rita") == 3


def test_annotators_see_neither_scores_nor_each_other(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    item = add_comment(store, a_set, ids["c3"], person="rita")
    assert add_comment(store, a_set, ids["c3"], person="rita") == item
    set_gold(store, item, Judgement(label=HOSTILE, answer=YES, person="rita"))
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
    annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="ann"))
    annotate(
        store,
        item,
        Judgement(
            label=HOSTILE,
            answer=NO,
            person="ann",
            facets=("insult",),
            spans=(AnnotatedSpan(Span(0, 7), "insult"),),
            level=1,
            note="only sharp",
        ),
    )
    mine = my_annotations(store, a_set, person="ann")
    assert [(a.answer, a.level, a.facets, a.note) for a in mine] == [
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
            annotate(store, item, Judgement(label=HOSTILE, answer=answer, person=person))
    found = votes(store, a_set)[0]
    assert (found.label, found.people, found.skipped) == (HOSTILE, ("ann", "ben"), 1)
    assert found.skipped_by == {"ann": 1}
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
        annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="ann"))
        annotate(store, item, Judgement(label=HOSTILE, answer=NO, person="ben"))
    adjudicate(
        store, first, Judgement(label=HOSTILE, answer=NO, person="rita", note="an idea, no person")
    )
    open_, settled = disputed(store, a_set, person="rita")
    assert (open_.item.id, open_.settled) == (second, None)
    assert settled.item.id == first
    assert settled.settled is not None
    assert (settled.settled.answer, settled.settled.kind) == (NO, JudgementKind.ADJUDICATION)
    assert [(v.person, v.answer) for v in settled.votes] == [("ann", YES), ("ben", NO)]
    assert votes(store, a_set)[0].people == ("ann", "ben")


def test_gold_items_measure_each_annotator(store: Store, ids: dict[str, int], a_set: int) -> None:
    for key, known, ann, ben in (("c8", YES, YES, NO), ("c1", NO, NO, NO), ("c5", YES, SKIP, YES)):
        item = add_comment(store, a_set, ids[key], person="rita")
        set_gold(store, item, Judgement(label=HOSTILE, answer=known, person="rita"))
        annotate(store, item, Judgement(label=HOSTILE, answer=ann, person="ann"))
        annotate(store, item, Judgement(label=HOSTILE, answer=ben, person="ben"))
    assert [(g.person, g.n, g.right) for g in gold_scores(store, a_set)] == [
        ("ann", 2, 2),
        ("ben", 3, 2),
    ]


def test_progress_counts_items_with_every_label_judged(
    store: Store, ids: dict[str, int], a_set: int
) -> None:
    items = [add_comment(store, a_set, ids[k], person="rita") for k in ("c1", "c2")]
    _say(store, items[0], "ann")
    annotate(store, items[1], Judgement(label=HOSTILE, answer=YES, person="ben"))
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


def test_a_word_is_stored_once_and_can_be_withdrawn(store: Store, ids: dict[str, int]) -> None:
    def say(verdict: Feedback, person: str = "ann") -> None:
        feed_back(
            store, ids["c1"], label=HOSTILE, facet="insult", span=Span(0, 4), verdict=verdict,
            person=person, scorer="scripted",
        )  # fmt: skip

    def stands() -> list[tuple[str, Feedback]]:
        return [(word.person, word.verdict) for word in standing(feedback(store, ids["c1"]))]

    with pytest.raises(Refused, match="nothing_said"):
        say(Feedback.WITHDRAW)
    for _ in range(3):
        say(Feedback.REJECT)
    say(Feedback.CONFIRM, "ben")
    assert len(feedback(store)) == 2
    assert stands() == [("ann", Feedback.REJECT), ("ben", Feedback.CONFIRM)]
    say(Feedback.CONFIRM)
    assert stands() == [("ben", Feedback.CONFIRM), ("ann", Feedback.CONFIRM)]
    say(Feedback.WITHDRAW)
    assert stands() == [("ben", Feedback.CONFIRM)]
    with pytest.raises(Refused, match="nothing_said"):
        say(Feedback.WITHDRAW)
    say(Feedback.REJECT)
    assert stands() == [("ben", Feedback.CONFIRM), ("ann", Feedback.REJECT)]
    assert len(feedback(store)) == 5


@pytest.mark.parametrize("act", [annotate, adjudicate, set_gold])
def test_a_judgement_of_any_kind_that_can_not_be_is_refused_and_nothing_is_added(
    sqlite_store: Store, tmp_path: Path, act: Callable[[Store, int, Judgement], Annotation]
) -> None:
    number = filled(sqlite_store, tmp_path, {"c1": "comment h=0.3"})["c1"]
    made = create_set(sqlite_store, "s", labels=[HOSTILE], guideline="1", person="rita")
    item = add_comment(sqlite_store, made.id, number, person="rita")
    for label, level, message in (
        (GENERAL, None, "Unknown label 'generalization' here"),
        (HOSTILE, 4, "from 0 to 3"),
    ):
        with pytest.raises(BadInput, match=message):
            act(sqlite_store, item, Judgement(label=label, answer=YES, person="ann", level=level))
    assert my_annotations(sqlite_store, made.id, person="ann") == []


@pytest.mark.slow
def test_an_answer_costs_the_same_however_much_others_have_judged(
    sqlite_store: Store, tmp_path: Path
) -> None:
    ids = filled(sqlite_store, tmp_path, {f"c{n}": f"comment h=0.{n}" for n in range(10)})
    costs = []
    for name, people in (("small", 1), ("large", 12)):
        of = create_set(sqlite_store, name, labels=[HOSTILE], guideline="1", person="rita").id
        items = [add_comment(sqlite_store, of, number, person="rita") for number in ids.values()]
        for person in range(people):
            for item in items:
                annotate(
                    sqlite_store, item, Judgement(label=HOSTILE, answer=NO, person=f"p{person}")
                )
        with costing(sqlite_store) as cost:
            shown = next_item(sqlite_store, of, person="ann")
            assert shown is not None
            annotate(sqlite_store, shown.id, Judgement(label=HOSTILE, answer=YES, person="ann"))
            my_annotations(sqlite_store, of, person="ann")
            sets(sqlite_store)
        costs.append((cost["statements"], cost["annotations"]))
    (statements, loaded), large = costs
    assert large == (statements, loaded)
    # One's own answer where it was written, and again where it is shown.
    assert loaded <= 2


@contextmanager
def costing(store: Store) -> Iterator[Counter[str]]:
    """Statements sent, and annotations read from the database."""
    cost: Counter[str] = Counter()

    def sent(*_: object) -> None:
        cost["statements"] += 1

    def loaded(*_: object) -> None:
        cost["annotations"] += 1

    with store.read() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", sent)
    event.listen(AnnotationTable, "load", loaded)
    try:
        yield cost
    finally:
        event.remove(engine, "before_cursor_execute", sent)
        event.remove(AnnotationTable, "load", loaded)


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
        annotate(store, 7, Judgement(label=HOSTILE, answer=YES, person="ann"))
