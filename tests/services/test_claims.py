"""What a page holds: its own walk's comments, not a moment longer than page and session."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from scripted import filled

from analysis.domain.account import Role
from analysis.domain.errors import BadInput, Unavailable
from analysis.domain.review import Queue, QueueFilter
from analysis.services.access.accounts import (
    change_password,
    create_account,
    disable_account,
    set_password,
)
from analysis.services.access.sessions import sign_in, sign_out
from analysis.services.moderation.claims import (
    LEASE_SECONDS,
    ClaimsAround,
    claims_around,
    end_walk,
    held_by_others,
    hold,
    let_go,
)
from analysis.services.moderation.review_session import come_back, leave, start
from analysis.storage.audit import now
from analysis.storage.database import Store, open_store

PASSWORD = "correct horse battery"
WALK, OTHER = "0a1b2c3d.0", "4e5f6a7b.0"


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> list[int]:
    return list(filled(store, tmp_path, {"a": "h=0.9", "b": "h=0.8", "c": "h=0.7"}).values())


def held(store: Store, ids: list[int]) -> list[str | None]:
    holders = held_by_others(store, ids, person="nobody")
    return [holders.get(number) for number in ids]


def test_a_walk_holds_what_it_asks_for_and_lets_the_rest_go(store: Store, ids: list[int]) -> None:
    hold(store, ids[:2], person="anna", walk=WALK)
    hold(store, ids[1:], person="anna", walk=WALK)
    assert held(store, ids) == [None, "anna", "anna"]


def test_what_a_colleague_holds_is_named_and_stays_theirs(store: Store, ids: list[int]) -> None:
    hold(store, ids[:1], person="ben", walk=OTHER)
    assert hold(store, ids[:2], person="anna", walk=WALK) == {ids[0]: "ben"}
    assert held(store, ids) == ["ben", "anna", None]


def test_a_closed_page_lets_go_of_everything_wherever_it_stood(
    store: Store, ids: list[int]
) -> None:
    hold(store, ids[:2], person="anna", walk=WALK)
    end_walk(store, person="anna", walk=WALK)
    assert held(store, ids) == [None, None, None]


def test_what_a_closed_page_sent_before_takes_nothing_back(store: Store, ids: list[int]) -> None:
    end_walk(store, person="anna", walk=WALK)
    end_walk(store, person="anna", walk=WALK)
    hold(store, ids, person="anna", walk=WALK)
    assert held(store, ids) == [None, None, None]
    hold(store, ids[:1], person="anna", walk="0a1b2c3d.1")  # the page came back
    assert held(store, ids) == ["anna", None, None]


def test_another_page_of_the_same_person_keeps_what_it_holds(store: Store, ids: list[int]) -> None:
    hold(store, ids[:1], person="anna", walk=WALK)
    hold(store, ids[1:], person="anna", walk=OTHER)
    end_walk(store, person="anna", walk=WALK)
    let_go(store, person="anna", walk=WALK)
    assert held(store, ids) == [None, "anna", "anna"]


def test_nobody_ends_what_another_person_holds(store: Store, ids: list[int]) -> None:
    hold(store, ids[:1], person="anna", walk=WALK)
    end_walk(store, person="ben", walk=WALK)
    let_go(store, person="ben", walk=WALK)
    assert held(store, ids)[0] == "anna"


@pytest.mark.parametrize("walk", ["", "0a1b2c3d", "short.0", "0a1b2c3d.x", "0a1b2c3d.0\n", "x" * 9])
def test_what_names_no_walk_is_refused(store: Store, walk: str) -> None:
    with pytest.raises(BadInput, match="walk is named"):
        end_walk(store, person="anna", walk=walk)


def test_no_claim_outlasts_the_session(store: Store, ids: list[int]) -> None:
    for seconds, holder in ((-1, None), (5, "anna"), (LEASE_SECONDS * 9, "anna")):
        ends = now() + timedelta(seconds=seconds)
        hold(store, ids[:1], person="anna", walk=WALK, ends=ends)
        assert held(store, ids)[0] == holder


def test_a_page_does_not_wait_long_for_another_writer_to_hold_what_it_shows(
    store: Store, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.moderation.claims.PATIENCE_SECONDS", 0.05)
    other = open_store(store.url)
    with other.write(), pytest.raises(Unavailable, match="another program is writing"):
        hold(store, ids, person="anna", walk=WALK)
    with other.write():
        walk = start(store, QueueFilter(queue=Queue.ALL), person="anna", name="0a1b2c3d")
        assert (walk.at, walk.claimed) == (ids[0], set())
        leave(store, walk)
    come_back(store, walk)
    assert held(store, ids) == ["anna", "anna", None]
    with other.write():
        leave(store, walk)


def test_every_way_of_ending_a_session_lets_go(store: Store, ids: list[int]) -> None:
    create_account(store, "root", PASSWORD, Role.ADMIN)
    create_account(store, "anna", PASSWORD, Role.MODERATOR, person="root")
    token = sign_in(store, "anna", PASSWORD).token
    ways = (
        lambda: sign_out(store, token),
        lambda: set_password(store, "anna", f"{PASSWORD} two", person="root"),
        lambda: change_password(
            store, "anna", f"{PASSWORD} two", f"{PASSWORD} three", token="another"
        ),
        lambda: disable_account(store, "anna", person="root"),
    )
    for way in ways:
        hold(store, ids[:2], person="anna", walk=WALK)
        way()
        assert held(store, ids) == [None, None, None]


def test_a_walk_passes_by_what_colleagues_and_other_pages_of_its_person_hold(
    store: Store, ids: list[int]
) -> None:
    for number, person, walk in zip(
        ids, ("ben", "anna", "anna"), (OTHER, OTHER, WALK), strict=True
    ):
        hold(store, [number], person=person, walk=walk)
    hold(store, ids[1:2], person="anna", walk=OTHER)
    around = claims_around(store, ids, person="anna", walk=WALK)
    assert around == ClaimsAround({ids[0]: "ben"}, frozenset({ids[1]}))
    # Opened from a list, one's own pages count as one.
    assert claims_around(store, ids, person="anna", walk=None).elsewhere == frozenset()
    end_walk(store, person="anna", walk=OTHER)
    assert claims_around(store, ids, person="anna", walk=WALK).elsewhere == frozenset()


def test_two_pages_of_one_person_walk_through_different_comments(
    store: Store, ids: list[int]
) -> None:
    where = QueueFilter(queue=Queue.ALL)
    first = start(store, where, person="anna", name="0a1b2c3d")
    second = start(store, where, person="anna", name="4e5f6a7b")
    assert first.at is not None
    assert second.at not in (first.at, None)
    assert first.claimed.isdisjoint(second.claimed)
    # What is open in the other page is no colleague's: by its address it opens, to be decided.
    third = start(store, where, person="anna", name="8c9d0e1f", at=first.at)
    assert (third.at, third.holders) == (first.at, {})
