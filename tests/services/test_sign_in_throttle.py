"""Guessing gets slower, and nobody can use that to lock somebody else out."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from analysis.domain.account import Permission, Role
from analysis.domain.audit import AuditFilter
from analysis.domain.errors import BadInput, NotAllowed, Unavailable
from analysis.domain.sign_in_pause import ADDRESS, KNOWN_PAIR, NAME, STRANGE_PAIR, PauseRule
from analysis.services.access import accounts, password_hashes, refusals, sessions, sign_in_throttle
from analysis.services.access.accounts import change_password, create_account, require
from analysis.services.access.sessions import session_account, sign_in
from analysis.services.admin.audit_log import audit
from analysis.storage.database import Store

PASSWORD = "correct horse battery"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Clock:
    """The time that signing in goes by."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (accounts, sessions, sign_in_throttle):
        monkeypatch.setattr(module, "now", clock)
    return clock


@pytest.fixture
def newsroom(store: Store, clock: Clock) -> Store:
    """An admin, Ada, and a moderator, Bo, both of whom have signed in at the desk before."""
    create_account(store, "ada", PASSWORD, Role.ADMIN)
    create_account(store, "bo", PASSWORD, Role.MODERATOR, person="ada")
    for name in ("ada", "bo"):
        sign_in(store, name, PASSWORD, address="desk")
    return store


def tries(store: Store, name: str, address: str, *, password: str = "wrong") -> str:
    """One attempt: ``in``, ``wrong`` or ``waits``."""
    try:
        sign_in(store, name, password, address=address)
    except NotAllowed as refusal:
        return "waits" if "Too many" in str(refusal) else "wrong"
    return "in"


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (9, 16), (14, 512), (15, 900), (999, 900)],
)
def test_the_pause_doubles_up_to_its_longest(failures: int, seconds: int) -> None:
    assert PauseRule(5, timedelta(minutes=15)).pause(failures) == timedelta(seconds=seconds)


def test_a_clock_that_was_set_back_doesn_t_lengthen_a_pause() -> None:
    ahead = START + timedelta(days=300)
    assert STRANGE_PAIR.left(6, ahead, at=START) == timedelta(seconds=2)


def test_guessing_at_one_name_waits_longer_and_longer(newsroom: Store, clock: Clock) -> None:
    counted = 0
    for _ in range(180):  # every twenty seconds for an hour
        counted += tries(newsroom, "bo", "elsewhere") == "wrong"
        clock.wait(seconds=20)
    assert counted == 17  # pauses of 1, 2, 4 … 512 seconds, then of fifteen minutes


def test_a_right_password_has_to_wait_like_a_wrong_one(newsroom: Store, clock: Clock) -> None:
    for _ in range(STRANGE_PAIR.free):
        assert tries(newsroom, "bo", "elsewhere") == "wrong"
    assert tries(newsroom, "bo", "elsewhere", password=PASSWORD) == "waits"
    clock.wait(seconds=1.01)
    assert tries(newsroom, "bo", "elsewhere", password=PASSWORD) == "in"


def test_many_machines_can_not_lock_somebody_out_of_their_own(
    newsroom: Store, clock: Clock
) -> None:
    for number in range(NAME.free + 40):
        tries(newsroom, "bo", f"machine {number}")
    assert tries(newsroom, "bo", "one more machine") == "waits"
    assert tries(newsroom, "bo", "desk", password=PASSWORD) == "in"
    assert tries(newsroom, "bo", "one more machine") == "waits", "a success elsewhere frees nobody"


def test_trying_one_password_on_many_names_waits_and_leaves_neighbours_in(
    newsroom: Store, clock: Clock
) -> None:
    for number in range(ADDRESS.free):
        tries(newsroom, f"name {number}", "desk")
    assert tries(newsroom, "yet another", "desk") == "waits"
    assert tries(newsroom, "bo", "desk", password=PASSWORD) == "in"


def test_a_neighbour_at_the_same_address_holds_somebody_up_for_half_a_minute_at_most(
    newsroom: Store, clock: Clock
) -> None:
    for _ in range(60):
        tries(newsroom, "bo", "desk")
        clock.wait(seconds=5)
    clock.wait(seconds=KNOWN_PAIR.longest.total_seconds())
    assert tries(newsroom, "bo", "desk", password=PASSWORD) == "in"


def test_a_name_without_an_account_waits_like_any_other_and_is_not_kept(
    newsroom: Store, clock: Clock
) -> None:
    typed = "my secret by mistake"
    seen = [tries(newsroom, typed, "elsewhere") for _ in range(7)]
    assert seen == ["wrong"] * 5 + ["waits"] * 2
    assert typed not in _everything(newsroom)
    events = audit(newsroom, AuditFilter(action="sign_in_refused"), person="ada").events
    assert [event.detail for event in events] == [{"unknown": True}] * 5
    tries(newsroom, "bo", "elsewhere")
    [event, *_] = audit(newsroom, AuditFilter(action="sign_in_refused"), person="ada").events
    assert event.detail == {"name": "bo"}


def test_counts_are_forgotten_after_a_day_and_own_addresses_after_ninety(
    newsroom: Store, clock: Clock
) -> None:
    tries(newsroom, "nobody", "elsewhere")
    assert _counts(newsroom) == 5 + 3  # two names and pairs and their desk; three of nobody
    clock.wait(days=1.1)
    tries(newsroom, "bo", "desk")
    assert _counts(newsroom) == 2
    clock.wait(days=91)
    tries(newsroom, "bo", "desk")
    assert _counts(newsroom) == 3


def test_many_attempts_at_once_count_like_one_after_the_other(
    newsroom: Store, clock: Clock
) -> None:
    seen: list[str] = []
    at_once = [
        threading.Thread(target=lambda: seen.append(tries(newsroom, "bo", "elsewhere")))
        for _ in range(12)
    ]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert sorted(seen) == ["waits"] * 7 + ["wrong"] * 5


def test_hashing_takes_turns_and_says_when_the_line_is_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once, most = 0, 0
    count = threading.Lock()

    class Slow:
        def verify(self, *_: object) -> bool:
            nonlocal at_once, most
            with count:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.02)
            with count:
                at_once -= 1
            return True

    monkeypatch.setattr(password_hashes, "hasher", Slow)
    threads = [threading.Thread(target=password_hashes.is_right, args=("a", "b")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == password_hashes.AT_ONCE

    monkeypatch.setattr(password_hashes, "SECONDS_IN_LINE", 0.01)
    monkeypatch.setattr(password_hashes, "_turns", threading.BoundedSemaphore(1))
    with password_hashes._turn(), pytest.raises(Unavailable, match="in a moment"):
        password_hashes.is_right("a", "b")


def test_guessing_at_the_present_password_in_an_open_session_waits_too(
    newsroom: Store, clock: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed, match="not right"):
            change_password(newsroom, "bo", "wrong", "another long one", token="")
    with pytest.raises(NotAllowed, match="Too many attempts"):
        change_password(newsroom, "bo", PASSWORD, "another long one", token="")


def test_nobody_is_held_up_by_others_who_change_their_passwords(newsroom: Store) -> None:
    """Seven people each mistype the present one as often as costs nothing."""
    for number in range(7):
        name = f"colleague {number}"
        create_account(newsroom, name, PASSWORD, Role.MODERATOR, person="ada")
        for _ in range(STRANGE_PAIR.free):
            with pytest.raises(NotAllowed, match="present password is not right"):
                change_password(newsroom, name, "wrong", "another long one", token="")
    change_password(newsroom, "bo", PASSWORD, "another long one", token="")


@pytest.mark.parametrize("new", ["short", "password1234", PASSWORD])
def test_a_new_password_that_is_refused_is_no_guess_at_the_present_one(
    newsroom: Store, new: str
) -> None:
    for _ in range(STRANGE_PAIR.free + 1):
        with pytest.raises(BadInput):
            change_password(newsroom, "bo", PASSWORD, new, token="")
    change_password(newsroom, "bo", PASSWORD, "another long one", token="")


def test_a_session_ends_when_nobody_uses_it(newsroom: Store, clock: Clock) -> None:
    token = sign_in(newsroom, "bo", PASSWORD, address="desk").token
    for _ in range(5):
        clock.wait(minutes=29)
        assert session_account(newsroom, token, idle_minutes=30) is not None
    clock.wait(minutes=31)
    assert session_account(newsroom, token, idle_minutes=30) is None


def test_a_refused_action_is_on_record_once_a_minute(
    newsroom: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 1_000.0
    monkeypatch.setattr(refusals.time, "monotonic", lambda: seconds)
    for _ in range(3):
        with pytest.raises(NotAllowed):
            require(newsroom, "bo", Permission.ERASE)
    with pytest.raises(NotAllowed):
        require(newsroom, "somebody unknown", Permission.ERASE)
    seconds += 61
    with pytest.raises(NotAllowed):
        require(newsroom, "bo", Permission.ERASE)
    events = audit(newsroom, AuditFilter(action="refused"), person="ada").events
    assert [(event.person, event.detail) for event in events] == [
        ("bo", {"permission": "erase"})
    ] * 2


def _counts(store: Store) -> int:
    with store.read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM sign_in_attempt")).scalar_one())


def _everything(store: Store) -> str:
    with store.read() as session:
        return str(
            [
                session.execute(sa.text(f"SELECT * FROM {table}")).all()
                for table in ("sign_in_attempt", "audit_event", "account", "session")
            ]
        )
