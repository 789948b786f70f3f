"""Publish thresholds, roll them back, or watch some beside those in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile, Threshold
from analysis.services.access.accounts import require
from analysis.services.thresholds.previews import check_thresholds, preview
from analysis.services.thresholds.profiles import keep_default_profile, profile_in, profiles
from analysis.services.thresholds.queue_moves import queues_following
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.profiles import add_profile, set_setting, setting, stored_profiles
from analysis.storage.queue_index import publication

_SHADOW = "shadow_profile_version"
# Shadows are numbered apart, so that the published versions follow one another without gaps.
_SHADOW_NAME = " (shadow)"


def publish_profile(
    store: Store,
    thresholds: Mapping[str, Threshold],
    *,
    person: str,
    reason: str,
    progress: Progress | None = None,
    beside: Callable[[Session], object] | None = None,
) -> Profile:
    """Publish the next version; labels left out keep their thresholds. The queues follow.

    In pieces, between which others write: while comments move, the old version is in force. An
    exception from ``progress`` (which hears how many have moved) leaves everything as it was.
    What ``beside`` stores is published with the version, in the same transaction. ``Unavailable``
    while another one is being published. What the change does to the comments of today is kept as
    a comparison.
    """
    # Here rather than above: measuring brings the metrics along, which reading a profile must not.
    from analysis.services.learning.judgements import judged_comments
    from analysis.services.measurement.change_summaries import keep_profile_change

    require(store, person, Permission.PUBLISH_PROFILE)
    if not reason.strip():
        raise BadInput("A new profile needs a reason: what moved the thresholds?")
    check_thresholds(thresholds)
    keep_default_profile(store)

    def change(session: Session) -> tuple[Mapping[str, Threshold], Mapping[str, Threshold]]:
        in_force = profile_in(session).thresholds
        return in_force, {**in_force, **thresholds}

    expected, judged = preview(store, thresholds, examples=0), judged_comments(store)
    with queues_following(store, change, progress=progress), store.write() as session:
        old = profile_in(session)
        new = _next(session, old, thresholds, person=person, reason=reason)
        add_profile(session, new)
        keep_profile_change(session, old, new, expected, judged)
        publication.end(session)
        if setting(session, _SHADOW) is not None:
            set_setting(session, _SHADOW, None)
        log(session, person, "publish_profile", profile=new, detail={"reason": reason.strip()})
        if beside is not None:
            beside(session)
    return new


def roll_back(
    store: Store, version: int, *, person: str, reason: str, progress: Progress | None = None
) -> Profile:
    """Publish a new version equal to an old one."""
    old = next((p for p in profiles(store) if p.version == version), None)
    if old is None:
        known = [str(profile.version) for profile in profiles(store)]
        raise BadInput(f"There is no profile version {version}; {nearest(str(version), known)}.")
    return publish_profile(
        store,
        old.thresholds,
        person=person,
        reason=reason.strip() and f"Back to version {version}: {reason.strip()}",
        progress=progress,
    )


def shadow_profile(store: Store) -> Profile | None:
    """The proposed profile that is watched beside the active one, if any."""
    with store.read() as session:
        version = setting(session, _SHADOW)
        shadows = stored_profiles(session, shadow=True) if version is not None else []
    return next((profile for profile in shadows if profile.version == version), None)


def set_shadow(
    store: Store, thresholds: Mapping[str, Threshold] | None, *, person: str, reason: str
) -> Profile | None:
    """Watch ``thresholds`` beside the active profile without acting on them; ``None`` stops it."""
    require(store, person, Permission.PUBLISH_PROFILE)
    check_thresholds(thresholds or {})
    keep_default_profile(store)
    with store.write() as session:
        if thresholds is None:
            set_setting(session, _SHADOW, None)
            log(session, person, "stop_shadow", detail={"reason": reason.strip()})
            return None
        active = profile_in(session)
        shadow = replace(
            _next(session, active, thresholds, person=person, reason=reason),
            name=f"{active.name}{_SHADOW_NAME}",
            version=1
            + max((old.version for old in stored_profiles(session, shadow=True)), default=0),
        )
        add_profile(session, shadow, shadow=True)
        set_setting(session, _SHADOW, shadow.version)
        log(session, person, "set_shadow", profile=shadow, detail={"reason": reason.strip()})
    return shadow


def _next(
    session: Session,
    base: Profile,
    thresholds: Mapping[str, Threshold],
    *,
    person: str,
    reason: str,
) -> Profile:
    published = stored_profiles(session)
    version = max((profile.version for profile in published), default=base.version) + 1
    # Shadows of earlier days have numbers among the published ones.
    taken = {old.version for old in stored_profiles(session, shadow=True) if old.name == base.name}
    while version in taken:
        version += 1
    return Profile(
        name=base.name,
        version=version,
        thresholds={**base.thresholds, **thresholds},
        reason=reason.strip(),
        author=person,
        created_at=now(),
    )
