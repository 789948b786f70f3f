"""A publication under way: queues follow other thresholds in many short transactions.

Until the last comment has moved the old profile is in force. Who works an entry out anew meanwhile
follows the thresholds that are coming, so that nothing is left behind; where a publication ends
early, its moves are made back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.errors import Unavailable
from analysis.domain.profile import Profile, Threshold
from analysis.storage.profiles import set_setting, setting

_UNDER_WAY = "profile_under_way"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is noted of one: ``target`` are the thresholds that the queues are coming to follow,
    ``source`` those that they come from. ``key`` is random; ``seen_at`` is its last piece's time.
    """

    key: str
    target: Mapping[str, Threshold]
    source: Mapping[str, Threshold]
    seen_at: datetime
    back: bool = False


def under_way(session: Session) -> Publication | None:
    """The publication that has begun and not ended."""
    body = setting(session, _UNDER_WAY)
    if body is None:
        return None
    return Publication(
        body["key"],
        _thresholds(body["target"]),
        _thresholds(body["source"]),
        datetime.fromisoformat(body["seen_at"]),
        body["back"],
    )


def keep(session: Session, publication: Publication) -> None:
    """Note the beginning of ``publication``, or who moves on with it."""
    body = {
        "key": publication.key,
        "target": _plain(publication.target),
        "source": _plain(publication.source),
        "seen_at": publication.seen_at.isoformat(),
        "back": publication.back,
    }
    set_setting(session, _UNDER_WAY, body)


def go_on(session: Session, publication: Publication, at: datetime) -> None:
    """Note a sign of life; ``Unavailable`` where another program has taken the work over."""
    noted = under_way(session)
    if noted is None or noted.key != publication.key:
        raise Unavailable("Another program has undone this publication; publish it again.")
    keep(session, replace(publication, seen_at=at))


def commit_without_waiting(session: Session) -> None:
    """Let this transaction's end not wait for the disk, where the database can be told so.

    For pieces, and never for what a person was told is saved. If the machine goes down, the last
    of them may be gone and the rest is made back, as after any other end; who is next to commit
    and waits, the profile's own transaction first of all, takes all pieces before it along.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("SET LOCAL synchronous_commit = off")


def end(session: Session) -> None:
    """Note that all comments are where the profile in force puts them."""
    set_setting(session, _UNDER_WAY, None)


def followed(session: Session, profile: Profile) -> Profile:
    """``profile``, which is in force, with the thresholds that the queues follow just now."""
    publication = under_way(session)
    return profile if publication is None else replace(profile, thresholds=publication.target)


def _plain(thresholds: Mapping[str, Threshold]) -> dict[str, Any]:
    return {label: [at.flag_at, at.clear_below] for label, at in thresholds.items()}


def _thresholds(body: Mapping[str, Any]) -> dict[str, Threshold]:
    return {
        label: Threshold(flag_at=flag_at, clear_below=clear_below)
        for label, (flag_at, clear_below) in body.items()
    }
