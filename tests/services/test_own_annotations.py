"""One's own judgements again: seen, changed as a new revision, and nobody else's shown."""

from pathlib import Path

import pytest
from refilling import once
from scripted import filled

from analysis.domain.account import Role
from analysis.domain.errors import BadInput, NotAllowed
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement
from analysis.domain.span import Span
from analysis.services.access.accounts import create_account
from analysis.services.annotation.adjudication import adjudicate, disputed
from analysis.services.annotation.agreement import votes
from analysis.services.annotation.annotation_sets import add_comment, create_set
from analysis.services.annotation.answering import annotate, my_annotations
from analysis.services.annotation.own_annotations import my_history, my_item, settled_labels
from analysis.services.data.erasure import erase_comment
from analysis.storage.database import Store

HOSTILE = "possible_hostility"
YES, NO = Answer.YES, Answer.NO


@pytest.fixture
@once
def item(store: Store, tmp_path: Path) -> int:
    """One comment in a set of one label."""
    ids = filled(store, tmp_path, {"a": "comment h=0.3"})
    made = create_set(store, "first", labels=[HOSTILE], guideline="1", person="rita")
    return add_comment(store, made.id, ids["a"], person="rita")


def test_one_s_own_item_opens_again_and_a_change_is_added_to_what_was_said(
    store: Store, item: int
) -> None:
    mark = AnnotatedSpan(Span(0, 7), "insult")
    annotate(
        store, item, Judgement(label=HOSTILE, answer=YES, person="ann", spans=(mark,), level=2)
    )
    annotate(store, item, Judgement(label=HOSTILE, answer=NO, person="ben"))
    assert my_item(store, item, person="ann").comment.text == "comment h=0.3"
    annotate(
        store, item, Judgement(label=HOSTILE, answer=NO, person="ann", level=1, note="only sharp")
    )

    said = my_history(store, item, person="ann")
    assert [(one.answer, one.level, one.spans) for one in said] == [
        (YES, 2, (mark,)),
        (NO, 1, ()),
    ]
    assert [one.answer for one in my_annotations(store, 1, person="ann")] == [NO]
    assert votes(store, 1)[0].by_item == {item: {"ann": False, "ben": False}}


def test_nobody_opens_an_item_that_they_have_not_judged(store: Store, item: int) -> None:
    annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="ann"))
    with pytest.raises(BadInput, match="have not judged"):
        my_item(store, item, person="ben")
    with pytest.raises(BadInput, match="have not judged"):
        my_item(store, 99, person="ben")
    assert my_history(store, item, person="ben") == []


def test_what_was_settled_rests_on_the_votes_as_they_were(store: Store, item: int) -> None:
    for person, judgement in (("ann", YES), ("ben", NO)):
        annotate(store, item, Judgement(label=HOSTILE, answer=judgement, person=person))
    adjudicate(store, item, Judgement(label=HOSTILE, answer=NO, person="rita"))
    assert settled_labels(store, item) == {HOSTILE}
    with pytest.raises(BadInput, match="has been settled"):
        annotate(store, item, Judgement(label=HOSTILE, answer=NO, person="ann"))
    # Somebody who had not answered yet still may: they are as blind as before.
    annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="cem"))
    assert [one.answer for one in my_history(store, item, person="ann")] == [YES]


def test_annotators_see_nobody_s_answers_while_they_may_change_their_own(
    store: Store, item: int
) -> None:
    create_account(store, "rita", "a long enough word", Role.ADMIN)
    create_account(store, "ann", None, Role.MODERATOR, person="rita")
    annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="rita"))
    annotate(store, item, Judgement(label=HOSTILE, answer=NO, person="ann"))
    with pytest.raises(NotAllowed, match="manage_annotation"):
        disputed(store, 1, person="ann")
    assert len(disputed(store, 1, person="rita")) == 1


def test_an_erased_comment_opens_no_more(store: Store, item: int) -> None:
    annotate(store, item, Judgement(label=HOSTILE, answer=YES, person="ann"))
    erase_comment(store, 1, person="rita", reason="asked")
    with pytest.raises(BadInput, match="erased"):
        my_item(store, item, person="ann")
