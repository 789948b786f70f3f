"""Deciding: added one after the other, never against somebody faster, undone by another act."""

import shutil
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide, undo, undo_last
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import ScriptedPipeline, filled, write_comments
from scripted import numbers as platform_ids
from thoroughness import examples

from analysis.domain.decision import Action, ReviewState, current, state_of
from analysis.domain.errors import BadInput, Conflict
from analysis.domain.reason import ReasonCode
from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.bulk_decisions import decide_many, decided_in_batch, undo_batch
from analysis.services.moderation.bulk_form import bulk_form
from analysis.services.moderation.claims import hold, let_go
from analysis.services.moderation.queue import neighbour, queue_counts, queue_page
from analysis.services.moderation.reason_codes import reason_codes, set_reason_codes
from analysis.services.moderation.review import review
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store, open_store
from analysis.storage.queue_index import index
from dashboard.texts import queue_words

FLAGGED = QueueFilter(queue=Queue.FLAGGED)
HERS, HIS = "0a1b2c3d.0", "4e5f6a7b.0"


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Four flagged comments, the first with the highest priority, and a clear one."""
    texts = {"a": "h=0.95", "b": "h=0.9", "c": "h=0.85", "d": "h=0.8", "e": "fine"}
    return filled(store, tmp_path, texts)


def test_a_decision_keeps_who_what_why_and_what_was_shown(
    store: Store, ids: dict[str, int]
) -> None:
    made = decide(
        store,
        ids["a"],
        Action.REJECT,
        person="anna",
        reason_code="insult",
        note="calls names",
        seen_sequence=0,
    )
    view = review(store, ids["a"])
    assert view.decisions == (made,)
    assert (made.person, made.reason_code, made.note) == ("anna", "insult", "calls names")
    assert view.run is not None
    assert made.run_id == view.run.id
    assert made.profile_version == active_profile(store).version
    assert (view.state, view.last_sequence) == (ReviewState.REJECTED, 1)


@pytest.mark.parametrize(
    ("action", "queue", "state"),
    [
        (Action.APPROVE, Queue.DECIDED, ReviewState.APPROVED),
        (Action.REJECT, Queue.DECIDED, ReviewState.REJECTED),
        (Action.ESCALATE, Queue.ESCALATED, ReviewState.ESCALATED),
        (Action.SECOND_OPINION, Queue.SECOND_OPINION, ReviewState.SECOND_OPINION),
    ],
)
def test_a_decision_moves_the_comment_and_undo_puts_it_back_in_its_place(
    store: Store, ids: dict[str, int], action: Action, queue: Queue, state: ReviewState
) -> None:
    before = [item.comment_id for item in queue_page(store, FLAGGED).items]
    decide(store, ids["b"], action, person="anna", seen_sequence=0)
    assert review(store, ids["b"]).state is state
    assert queue_counts(store)[queue] == 1
    assert [i.comment_id for i in queue_page(store, QueueFilter(queue=queue)).items] == [ids["b"]]
    back = undo(store, ids["b"], person="anna", seen_sequence=1)
    assert (back.action, back.replaces, back.sequence) == (Action.UNDO, 1, 2)
    assert [item.comment_id for item in queue_page(store, FLAGGED).items] == before
    assert len(review(store, ids["b"]).decisions) == 2


def test_the_slower_of_two_is_told_who_was_faster(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    with pytest.raises(Conflict, match="anna was faster"):
        decide(store, ids["a"], Action.REJECT, person="ben", seen_sequence=0)
    assert review(store, ids["a"]).state is ReviewState.APPROVED
    with pytest.raises(Conflict, match="anna was faster"):
        undo(store, ids["a"], person="ben", seen_sequence=0)


def test_who_was_faster_in_another_page_is_told_so(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    with pytest.raises(Conflict, match=r"You decided on it in another page \(approve\)"):
        decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0)


def test_a_second_decision_names_the_one_it_replaces(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    made = decide(store, ids["a"], Action.REJECT, person="ben", seen_sequence=1)
    assert (made.sequence, made.replaces) == (2, 1)
    undo(store, ids["a"], person="ben", seen_sequence=2)
    assert review(store, ids["a"]).state is ReviewState.APPROVED


def test_nothing_to_undo_is_said(store: Store, ids: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="nothing to undo"):
        undo(store, ids["a"], person="anna", seen_sequence=0)
    assert undo_last(store, person="anna") == []


def test_undo_last_takes_back_ones_own_latest_that_still_holds(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    decide(store, ids["b"], Action.REJECT, person="anna", seen_sequence=0)
    decide(store, ids["c"], Action.REJECT, person="ben", seen_sequence=0)
    for expected in ("b", "a"):
        [undone] = undo_last(store, person="anna")
        assert undone is not None
        assert undone.comment_id == ids[expected]
    assert undo_last(store, person="anna") == []
    assert review(store, ids["c"]).state is ReviewState.REJECTED


def test_no_later_run_reopens_what_a_person_decided(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    score(store, ScriptedPipeline("2"), again=True)
    assert review(store, ids["a"]).state is ReviewState.APPROVED
    assert ids["a"] not in [item.comment_id for item in queue_page(store, FLAGGED).items]


def test_a_text_edited_after_its_approval_asks_for_another_look(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    decide(store, ids["e"], Action.APPROVE, person="anna", seen_sequence=0)
    import_file(store, write_comments(tmp_path / "new.jsonl", {"e": "not so fine h=0.99"}))
    score(store, ScriptedPipeline())
    view = review(store, ids["e"])
    assert view.state is ReviewState.APPROVED  # what the person said stands
    assert "Edited after it was approved" in queue_words(view.reasons)
    assert ids["e"] in [item.comment_id for item in queue_page(store, FLAGGED).items]
    decide(store, ids["e"], Action.REJECT, person="anna", seen_sequence=1)
    assert "Edited after it was approved" not in queue_words(review(store, ids["e"]).reasons)


@pytest.mark.parametrize(
    ("action", "queue", "words"),
    [
        (Action.REJECT, Queue.UNSURE, "Edited after it was rejected"),
        (Action.ESCALATE, Queue.ESCALATED, "Edited after a colleague escalated it"),
        (
            Action.SECOND_OPINION,
            Queue.SECOND_OPINION,
            "Edited after a colleague asked for a second opinion",
        ),
    ],
)
def test_no_harmless_edit_takes_a_comment_out_of_everybodys_sight(
    store: Store, ids: dict[str, int], tmp_path: Path, action: Action, queue: Queue, words: str
) -> None:
    decide(store, ids["a"], action, person="anna", seen_sequence=0)
    import_file(store, write_comments(tmp_path / "new.jsonl", {"a": "quite fine now h=0.01"}))
    score(store, ScriptedPipeline())
    waiting = QueueFilter(queue=queue)
    assert ids["a"] in [item.comment_id for item in queue_page(store, waiting).items]
    assert queue_words(review(store, ids["a"]).reasons).startswith(words)
    offered = bulk_form(store, waiting, most=50).shown
    # What a colleague asked for is answered one by one; a new text after a verdict like any other.
    assert (ids["a"] in offered) is (action is Action.REJECT)
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=1)
    assert ids["a"] not in [item.comment_id for item in queue_page(store, waiting).items]


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"reason_code": "insolt"}, "did you mean 'insult'"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_reason_and_note_are_checked(
    sqlite_store: Store, tmp_path: Path, kwargs: dict[str, str], message: str
) -> None:
    number = filled(sqlite_store, tmp_path, {"a": "h=0.9"})["a"]
    with pytest.raises(BadInput, match=message):
        decide(sqlite_store, number, Action.APPROVE, person="anna", seen_sequence=0, **kwargs)


def test_an_unknown_comment_is_named(store: Store) -> None:
    with pytest.raises(BadInput, match="no comment number 77"):
        decide(store, 77, Action.APPROVE, person="anna", seen_sequence=0)
    with pytest.raises(BadInput, match="no comment number 77"):
        review(store, 77)


def test_a_batch_decides_what_waits_and_is_undone_as_one(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=0)
    batch = decide_many(store, list(ids.values()), Action.REJECT, person="anna", reason_code="spam")
    assert decided_in_batch(store, batch) == 4  # Ben's decision stays his
    assert review(store, ids["a"]).state is ReviewState.APPROVED
    undo(store, ids["b"], person="ben", seen_sequence=1)
    assert undo_batch(store, batch, person="anna") == 3
    assert undo_batch(store, batch, person="anna") == 0
    assert queue_counts(store)[Queue.FLAGGED] == 3


def test_a_batch_needs_a_reason_and_something_to_decide(store: Store, ids: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        decide_many(store, [ids["a"]], Action.REJECT, person="anna", reason_code="")
    with pytest.raises(BadInput, match="waiting"):
        decide_many(store, [], Action.REJECT, person="anna", reason_code="spam")
    with pytest.raises(BadInput, match="no batch"):
        undo_batch(store, "nonsense", person="anna")


def test_a_claim_keeps_others_off_until_it_ends(store: Store, ids: dict[str, int]) -> None:
    hold(store, [ids["a"]], person="anna", walk=HERS)
    hold(store, [ids["a"]], person="anna", walk=HERS)
    assert review(store, ids["a"]).claimed_by == "anna"
    assert hold(store, [ids["a"]], person="ben", walk=HIS) == {ids["a"]: "anna"}
    with pytest.raises(Conflict, match="anna"):
        decide(store, ids["a"], Action.REJECT, person="ben", seen_sequence=0)
    let_go(store, person="ben", walk=HERS)  # not his to give back
    assert review(store, ids["a"]).claimed_by == "anna"
    let_go(store, person="anna", walk=HERS)
    assert decide(store, ids["a"], Action.REJECT, person="ben", seen_sequence=0).sequence == 1


def test_deciding_gives_the_claim_back(store: Store, ids: dict[str, int]) -> None:
    hold(store, [ids["a"]], person="anna", walk=HERS)
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    assert review(store, ids["a"]).claimed_by is None


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT])
def test_who_asked_for_a_second_opinion_does_not_give_it(
    store: Store, ids: dict[str, int], action: Action
) -> None:
    asked = decide(store, ids["a"], Action.SECOND_OPINION, person="anna", seen_sequence=0)
    with pytest.raises(BadInput, match="somebody else gives it"):
        decide(store, ids["a"], action, person="anna", seen_sequence=asked.sequence)
    given = decide(store, ids["a"], action, person="bert", seen_sequence=asked.sequence)
    assert given.replaces == asked.sequence


@pytest.mark.parametrize(
    ("action", "person"),
    [(Action.ESCALATE, "anna"), (Action.UNDO, "anna"), (Action.APPROVE, "local")],
)
def test_who_asked_may_still_pass_it_on_take_it_back_or_be_alone(
    store: Store, ids: dict[str, int], action: Action, person: str
) -> None:
    asked = decide(store, ids["a"], Action.SECOND_OPINION, person=person, seen_sequence=0)
    decide(store, ids["a"], action, person=person, seen_sequence=asked.sequence)
    assert review(store, ids["a"]).state is not ReviewState.SECOND_OPINION


def test_a_second_reviewer_does_not_see_the_first_opinion(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["a"], Action.SECOND_OPINION, person="anna", note="reject?", seen_sequence=0)
    blind = review(store, ids["a"], person="ben")
    assert (blind.decisions, blind.hidden_decisions, blind.last_sequence) == ((), 1, 1)
    assert review(store, ids["a"], person="anna").hidden_decisions == 0
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=1)
    assert len(review(store, ids["a"], person="ben").decisions) == 2


def test_after_a_decision_the_next_comment_is_found_from_the_old_place(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["b"], Action.REJECT, person="anna", seen_sequence=0)
    assert neighbour(store, FLAGGED, ids["b"]) == ids["c"]
    assert neighbour(store, FLAGGED, ids["b"], step=-1) == ids["a"]


def test_a_reason_in_use_goes_out_of_use_rather_than_away(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["a"], Action.REJECT, person="anna", reason_code="threat", seen_sequence=0)
    set_reason_codes(store, [ReasonCode("house_rules", "Against house rules")], person="anna")
    codes = {code.key: code.in_use for code in reason_codes(store)}
    assert codes == {"house_rules": True, "threat": False}
    with pytest.raises(BadInput, match="Unknown reason"):
        decide(store, ids["b"], Action.REJECT, person="anna", reason_code="threat", seen_sequence=0)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from([*Action]),
        st.sampled_from(["anna", "ben"]),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def two_comments(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A flagged comment and a clear one; made once and copied."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copy(sqlite_template, folder / "two.db")
    store = open_store(f"sqlite:///{folder / 'two.db'}")
    filled(store, folder, {"a": "h=0.9", "b": "fine"})
    store.flush_log()
    store.close()
    return folder / "two.db"


@pytest.mark.heavy
@settings(max_examples=examples(20), deadline=None)
@given(acts=ACTS)
def test_the_cache_always_is_what_the_decisions_fold_to(
    two_comments: Path, acts: list[tuple[str, Action, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        shutil.copy(two_comments, path)
        store = open_store(f"sqlite:///{path}")
        numbers = platform_ids(store)
        for key, action, person in acts:
            seen = review(store, numbers[key]).last_sequence
            try:
                decide(store, numbers[key], action, person=person, seen_sequence=seen)
            except BadInput:
                holds = current(review(store, numbers[key]).decisions)
                if action is Action.UNDO:
                    assert holds is None
                else:  # one's own second opinion
                    assert holds is not None
                    assert (holds.action, holds.person) == (Action.SECOND_OPINION, person)
        for number in numbers.values():
            view = review(store, number)
            assert view.state is state_of(view.decisions)
            assert [d.sequence for d in view.decisions] == list(range(1, len(view.decisions) + 1))
        kept = dump_cache(store)
        with store.write() as session:
            index.rebuild(session, active_profile(store))
        assert dump_cache(store) == kept
        store.close()


def dump_cache(store: Store) -> list[list[tuple[object, ...]]]:
    """Every row of the cache, in order."""
    tables = (
        "queue_entry",
        "queue_label",
        "queue_facet",
        "queue_count",
        "queue_tone",
        "queue_score",
    )
    with store.read() as session:
        return [
            [tuple(r) for r in session.execute(sa.text(f"SELECT * FROM {t} ORDER BY 1, 2, 3"))]
            for t in tables
        ]
