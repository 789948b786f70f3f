"""A tried comment that is kept is an import by a stated source, and can be undone."""

from __future__ import annotations

import pytest

from analysis.domain.account import Role
from analysis.domain.errors import BadInput, NotAllowed
from analysis.domain.review import Queue, QueueFilter
from analysis.services.access.accounts import create_account
from analysis.services.data.batches import batch, batches, undo
from analysis.services.data.remapping import stored_reading
from analysis.services.data.tried_comments import keep_trial
from analysis.services.moderation.queue import queue_page
from analysis.services.site.trial import Trial
from analysis.storage.database import Store

TRIAL = Trial("  No, it is not so.\n", parent="The tram is late.", title="Trams")


def shown(store: Store) -> list[tuple[str, str]]:
    page = queue_page(store, QueueFilter(queue=Queue.ALL), page_size=10)
    return sorted((item.article_title, item.excerpt.strip()) for item in page.items)


def test_it_brings_the_comment_its_parent_and_the_title(store: Store) -> None:
    summary = keep_trial(store, TRIAL, person="ann")
    assert summary.batch is not None
    info = batch(store, summary.batch)
    assert (info.file, info.format, info.person) == ("tried by ann", "tried", "ann")
    assert shown(store) == [("Trams", "No, it is not so."), ("Trams", "The tram is late.")]
    [discussion] = stored_reading(store, info, mapping={})
    parent, comment = discussion.comments
    assert (parent.text, comment.text) == (TRIAL.parent, TRIAL.text)
    assert comment.parent_id == parent.id
    assert comment.author is None


def test_the_same_words_are_kept_once_and_others_beside_them(store: Store) -> None:
    assert keep_trial(store, TRIAL).new == 2
    again = keep_trial(store, TRIAL)
    assert (again.new, again.unchanged) == (0, 2)
    assert keep_trial(store, Trial(TRIAL.text)).new == 1
    assert len(shown(store)) == 3


def test_undoing_takes_it_away_and_keeping_again_brings_it_back(store: Store) -> None:
    number = keep_trial(store, TRIAL).batch
    assert number is not None
    assert undo(store, number) == 2
    assert shown(store) == []
    keep_trial(store, TRIAL)
    assert len(shown(store)) == 2


def test_nothing_is_kept_without_words_or_the_right_to_import(store: Store) -> None:
    with pytest.raises(BadInput):
        keep_trial(store, Trial(" \n"))
    create_account(store, "boss", None, Role.ADMIN)
    create_account(store, "mo", None, Role.MODERATOR, person="boss")
    with pytest.raises(NotAllowed):
        keep_trial(store, TRIAL, person="mo")
    assert batches(store) == []
