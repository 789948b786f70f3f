"""Threshold profiles: preview, publish, roll back; numbered versions, never edited."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.domain.profile import Profile, Threshold
from analysis.domain.thresholds import Bin, Outcome, Preview
from analysis.storage.database import Store


def active_profile(store: Store) -> Profile:
    """The profile that holds now: the latest published one, or the shipped default."""
    raise NotImplementedError


def profiles(store: Store) -> list[Profile]:
    """All published versions, newest first."""
    raise NotImplementedError


def publish_profile(
    store: Store, thresholds: Mapping[str, Threshold], *, person: str, reason: str
) -> Profile:
    """Publish the next version; labels left out keep their thresholds. The queues follow."""
    raise NotImplementedError


def roll_back(store: Store, version: int, *, person: str, reason: str) -> Profile:
    """Publish a new version equal to an old one."""
    raise NotImplementedError


def preview(store: Store, thresholds: Mapping[str, Threshold], *, examples: int = 10) -> Preview:
    """What ``thresholds`` would change on the comments already scored; nothing is stored."""
    raise NotImplementedError


def histogram(
    store: Store, label: str, *, bins: int = 50, article_id: str | None = None
) -> list[Bin]:
    """The scores of one label in ``bins`` equal steps, with past decisions."""
    raise NotImplementedError


def outcomes(store: Store, label: str, *, steps: int = 100) -> list[Outcome]:
    """What past decisions say about flagging ``label`` at each of ``steps`` + 1 thresholds."""
    raise NotImplementedError


def shadow_profile(store: Store) -> Profile | None:
    """The proposed profile that is watched beside the active one, if any."""
    raise NotImplementedError


def set_shadow(
    store: Store, thresholds: Mapping[str, Threshold] | None, *, person: str, reason: str
) -> Profile | None:
    """Watch ``thresholds`` beside the active profile without acting on them; ``None`` stops it."""
    raise NotImplementedError
