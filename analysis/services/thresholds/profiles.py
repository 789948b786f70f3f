"""Threshold profiles: which one holds, and the published versions; none is ever edited."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.profile import Profile
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.profiles import add_profile, newest_profile, stored_profiles


def profile_in(session: Session) -> Profile:
    """The active profile, read inside a transaction that already is open."""
    published = newest_profile(session)
    shipped = _default_profile()
    if published is None:
        return shipped
    # A label that came after the profile was published has the shipped thresholds.
    return replace(published, thresholds={**shipped.thresholds, **published.thresholds})


def active_profile(store: Store) -> Profile:
    """The profile that holds now: the latest published one, or the shipped default."""
    with store.read() as session:
        return profile_in(session)


def keep_default_profile(store: Store) -> None:
    """Store the shipped profile as the first version, so that runs and decisions can name it."""
    with store.read() as session:
        if newest_profile(session):
            return
    with store.write() as session:
        if not newest_profile(session):
            add_profile(session, replace(_default_profile(), created_at=now()))


def profiles(store: Store) -> list[Profile]:
    """All published versions, newest first."""
    with store.read() as session:
        return stored_profiles(session) or [_default_profile()]


def _default_profile() -> Profile:
    # Here rather than above: it brings the scorers along, which most uses of a store don't need.
    from analysis.services.site.pipelines import default_profile

    return default_profile()
