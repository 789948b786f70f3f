"""A clock that was ahead, or was set back, breaks neither order nor claims nor sessions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deciding import claim, decide, undo_last
from scripted import filled

from analysis.domain.account import Role
from analysis.domain.decision import Action
from analysis.services.access import accounts, sessions
from analysis.services.moderation import claims as claims_service
from analysis.services.moderation import recorded_decisions as decisions_service
from analysis.services.moderation.claims import held_by_others
from analysis.storage.database import Store


def test_undo_takes_back_what_was_written_last_whatever_the_clock_says(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(store, tmp_path, {"c1": "h=0.9", "c2": "h=0.8"})
    start = datetime.now(UTC)
    for key, hours in (("c1", 3), ("c2", -48)):  # the clock was ahead, then it was set back
        moment = start + timedelta(hours=hours)
        monkeypatch.setattr(decisions_service, "now", lambda moment=moment: moment)
        decide(store, ids[key], Action.APPROVE, person="anna", seen_sequence=0)
    undone = undo_last(store, person="anna")
    assert (undone[0] if isinstance(undone, list) else undone).comment_id == ids["c2"]


def test_a_claim_made_while_the_clock_was_ahead_holds_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(store, tmp_path, {"c1": "h=0.9"})
    ahead = datetime.now(UTC) + timedelta(days=2)
    with monkeypatch.context() as then:
        then.setattr(claims_service, "now", lambda: ahead)
        claim(store, ids["c1"], person="ben")
        assert held_by_others(store, [ids["c1"]], person="anna") == {ids["c1"]: "ben"}
    assert held_by_others(store, [ids["c1"]], person="anna") == {}
    assert decide(store, ids["c1"], Action.APPROVE, person="anna", seen_sequence=0).sequence == 1


@pytest.mark.parametrize(("hours", "still"), [(-48, True), (-1, True), (0.5, True), (13, False)])
def test_a_session_outlives_a_clock_set_back_and_ends_by_a_clock_ahead(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, hours: float, still: bool
) -> None:
    accounts.create_account(sqlite_store, "ada", "correct horse battery", Role.ADMIN)
    token = sessions.sign_in(sqlite_store, "ada", "correct horse battery").token
    moment = datetime.now(UTC) + timedelta(hours=hours)
    monkeypatch.setattr(sessions, "now", lambda: moment)
    assert (sessions.session_account(sqlite_store, token) is not None) is still
