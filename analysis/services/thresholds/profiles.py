"""Threshold profiles: preview, publish, roll back; numbered versions, never edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.thresholds import Bin, LabelPreview, Preview
from analysis.labels import LABEL_KEYS
from analysis.services.access.accounts import require
from analysis.services.thresholds.queue_moves import queues_following
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.profiles import add_profile, set_setting, setting, stored_profiles
from analysis.storage.queue_index import publication, recommendations, scores

_SHADOW = "shadow_profile_version"
# Shadows are numbered apart, so that the published versions follow one another without gaps.
_SHADOW_NAME = " (shadow)"
_RANK = {
    Recommendation.CLEAR: 0,
    Recommendation.UNSURE: 1,
    Recommendation.FLAG: 2,
    Recommendation.UNSUPPORTED: 3,
}


def profile_in(session: Session) -> Profile:
    """The active profile, read inside a transaction that already is open."""
    published = stored_profiles(session)
    shipped = _default_profile()
    if not published:
        return shipped
    # A label that came after the profile was published has the shipped thresholds.
    return replace(published[0], thresholds={**shipped.thresholds, **published[0].thresholds})


def active_profile(store: Store) -> Profile:
    """The profile that holds now: the latest published one, or the shipped default."""
    with store.read() as session:
        return profile_in(session)


def keep_default_profile(store: Store) -> None:
    """Store the shipped profile as the first version, so that runs and decisions can name it."""
    with store.read() as session:
        if stored_profiles(session):
            return
    with store.write() as session:
        if not stored_profiles(session):
            add_profile(session, replace(_default_profile(), created_at=now()))


def profiles(store: Store) -> list[Profile]:
    """All published versions, newest first."""
    with store.read() as session:
        return stored_profiles(session) or [_default_profile()]


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
    _check(thresholds)
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


def preview(store: Store, thresholds: Mapping[str, Threshold], *, examples: int = 10) -> Preview:
    """What ``thresholds`` would change on the comments already scored; nothing is stored."""
    _check(thresholds)
    with store.read() as session:
        active = profile_in(session)
        then = replace(active, thresholds={**active.thresholds, **thresholds}, reason="")
        labels = {
            label: label_preview(session, label, active, then, examples) for label in LABEL_KEYS
        }
        waiting_now, waiting_then = recommendations.waiting_under(session, active, then)
    return Preview(then, labels, waiting_now, waiting_then)


def in_force(store: Store, label: str) -> LabelPreview:
    """What the active thresholds make of one label's scores; ``now`` and ``then`` are the same."""
    _check_label(label)
    with store.read() as session:
        active = profile_in(session)
        return label_preview(session, label, active, active, 0)


def histogram(
    store: Store, label: str, *, bins: int = 50, article_id: str | None = None
) -> list[Bin]:
    """The scores of one label in ``bins`` equal steps, with past decisions.

    A comment edited since its decision counts as undecided: the score is of another text.
    """
    _check_label(label)
    width = _width(bins)
    with store.read() as session:
        counts = (
            scores.by_step(session, label)
            if article_id is None
            else scores.by_step_of_article(session, label, article_id)
        )
    sums = [[0, 0, 0] for _ in range(bins)]
    for step, counted in counts.items():
        # A score of exactly 1 belongs to the last bin.
        of_bin = sums[min(step // width, bins - 1)]
        for place, count in enumerate(counted):
            of_bin[place] += count
    return [Bin(at / bins, (at + 1) / bins, *counted) for at, counted in enumerate(sums)]


def _width(parts: int) -> int:
    """How many kept steps make one of ``parts``."""
    if parts < 1 or scores.STEPS % parts:
        raise BadInput(
            f"Scores are counted in {scores.STEPS} steps; {parts} equal parts can't be made of "
            "them, but 10, 20, 50, 100, 200 or 500 can."
        )
    return scores.STEPS // parts


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
    _check(thresholds or {})
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


def label_preview(
    session: Session, label: str, now: Profile, then: Profile, examples: int
) -> LabelPreview:
    """What two profiles make of one label's scores, inside a transaction that already is open."""
    first, second = now.thresholds[label], then.thresholds[label]
    pairs = recommendations.answers_now_and_then(session, label, first, second)
    now_counts = dict.fromkeys(Recommendation, 0)
    then_counts = dict.fromkeys(Recommendation, 0)
    up = down = 0
    for (before, after), count in pairs.items():
        now_counts[before] += count
        then_counts[after] += count
        up += count if _RANK[after] > _RANK[before] else 0
        down += count if _RANK[after] < _RANK[before] else 0
    open_now, open_then = (
        scores.undecided(session, label, threshold.clear_below) for threshold in (first, second)
    )
    return LabelPreview(
        label=label,
        pairs=pairs,
        open_now=open_now,
        open_then=open_then,
        now=now_counts,
        then=then_counts,
        moved_up=up,
        moved_down=down,
        up_examples=tuple(
            recommendations.moved_examples(session, label, first, second, up=True, limit=examples)
            if up
            else ()
        ),
        down_examples=tuple(
            recommendations.moved_examples(session, label, first, second, up=False, limit=examples)
            if down
            else ()
        ),
    )


def _check(thresholds: Mapping[str, Threshold]) -> None:
    for label in thresholds:
        _check_label(label)


def _check_label(label: str) -> None:
    if label not in LABEL_KEYS:
        raise BadInput(f"Unknown label {label!r}; {nearest(label, LABEL_KEYS)}.")


def _default_profile() -> Profile:
    # Here rather than above: it brings the scorers along, which most uses of a store don't need.
    from analysis.services.site.pipelines import default_profile

    return default_profile()
