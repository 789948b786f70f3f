"""Calibrations for kinds of site, as they ship; a site takes one in the open, or none.

A kind's file holds a combination and thresholds that were fitted on comments of that kind
(``analysis.training.kind_calibrations``). Taking it publishes both as the site's own: with a
reason, as versions that can be gone back from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from analysis.combination import Combination, read_combination
from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile, Threshold
from analysis.resources import seeds_dir
from analysis.services.access.accounts import require
from analysis.services.site.site_pipeline import publish_combination_in
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class SiteKind:
    """A kind of site: what its calibration was ``drawn`` from, its combination and thresholds.

    ``reasons`` says per label what the thresholds do on held-out comments of the kind, with
    precision and recall.
    """

    key: str
    title: str
    drawn: str
    combination: Combination
    thresholds: Mapping[str, Threshold]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakenKind:
    """What was published when a site took a kind's calibration."""

    combination: Combination
    profile: Profile


def site_kinds(folder: Path | None = None) -> tuple[SiteKind, ...]:
    """The kinds that ship, by key; ``BadInput`` names a damaged file."""
    where = folder or seeds_dir() / "site_kinds"
    return tuple(_read(path) for path in sorted(where.glob("*.json")))


def site_kind(key: str) -> SiteKind:
    """The kind with this key; ``BadInput`` names the known ones."""
    known = {kind.key: kind for kind in site_kinds()}
    if key not in known:
        raise BadInput(f"There is no kind of site {key!r}; {nearest(key, known)}.")
    return known[key]


def take_site_kind(
    store: Store, key: str, *, person: str, reason: str, progress: Progress | None = None
) -> TakenKind:
    """Publish the kind's combination and thresholds as this site's; both need their permission.

    Both in one transaction, the thresholds' last: a site never answers by half a kind.
    """
    require(store, person, Permission.TRAIN)
    kind = site_kind(key)
    if not reason.strip():
        raise BadInput("A calibration for a kind of site needs a reason: why this kind?")
    why = f"For the kind of site {kind.key!r}: {reason.strip()}"
    published: list[Combination] = []

    def combination(session: Session) -> None:
        published.append(
            publish_combination_in(session, kind.combination, person=person, reason=why)
        )

    profile = publish_profile(
        store, kind.thresholds, person=person, reason=why, progress=progress, beside=combination
    )
    return TakenKind(published[0], profile)


def _read(path: Path) -> SiteKind:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        listed = content["thresholds"]
        return SiteKind(
            key=path.stem,
            title=str(content["title"]),
            drawn=str(content["drawn"]),
            combination=read_combination(json.dumps(content["combination"]), name=path.name),
            thresholds={
                label: Threshold(float(at["flag_at"]), float(at["clear_below"]))
                for label, at in listed.items()
            },
            reasons={label: str(at["reason"]) for label, at in listed.items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{path.name}: not a kind of site ({type(error).__name__}: {error})"
        ) from None
