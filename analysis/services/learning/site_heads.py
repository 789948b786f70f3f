"""The site's own heads: publish, go back, discard; what stored findings say stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.learned import ChangeKind, HeadsVersion
from analysis.domain.run import RunInfo
from analysis.scorers.embedded_heads import SiteHeads, heads_json, read_heads
from analysis.services.access.accounts import require
from analysis.services.learning.version_comparison import Comparison
from analysis.services.measurement.change_summaries import keep_publication
from analysis.storage import learned
from analysis.storage.annotation_sets import read_sets
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

SHIPPED = "shipped heads"
_KEY = "heads_in_use"
_IN_RUN = re.compile(r"\+heads-(\d+)$")


def heads_in_use(store: Store) -> SiteHeads | None:
    """The heads that answer from the next run on; ``None`` for the shipped ones."""
    with store.read() as session:
        version = setting(session, _KEY)
        return read_heads(learned.heads_body(session, version)) if version else None


def version_in_use(store: Store) -> HeadsVersion | None:
    """The published version behind :func:`heads_in_use`."""
    with store.read() as session:
        version = setting(session, _KEY)
        return learned.read_versions(session, version)[0] if version else None


def heads_versions(store: Store) -> list[HeadsVersion]:
    """All published versions, newest first."""
    with store.read() as session:
        return learned.read_versions(session)


def publish_heads(
    store: Store,
    heads: SiteHeads,
    comparison: Comparison,
    *,
    set_ids: Sequence[int],
    person: str,
    reason: str,
) -> HeadsVersion:
    """Let ``heads`` answer from the next run on, with the comparison that was measured before."""
    require(store, person, Permission.TRAIN)
    if not reason.strip():
        raise BadInput("A trained version needs a reason: what was it trained on, and why now?")
    with store.write() as session:
        before = setting(session, _KEY)
        number = learned.last_heads(session) + 1
        named_heads = replace(heads, version=f"heads-{number}")
        names = {row.id: row.name for row in read_sets(session)}
        published = HeadsVersion(
            version=number,
            model=named_heads.model,
            model_digest=named_heads.model_digest,
            digest=named_heads.digest,
            sets=tuple(names[set_id] for set_id in set_ids if set_id in names),
            learned_from=comparison.learned_from,
            labels=tuple(h.label + (f"/{h.facet}" if h.facet else "") for h in named_heads.heads),
            person=person,
            reason=reason.strip(),
            created_at=now(),
        )
        learned.add_heads(session, published, heads_json(named_heads))
        set_setting(session, _KEY, number)
        keep_publication(
            session,
            ChangeKind.HEADS,
            comparison,
            before=_name(before),
            after=published.name,
            person=person,
            reason=published.reason,
        )
        detail = {
            "version": published.name,
            "replaces": _name(before),
            "digest": published.digest,
            "model": f"{published.model} {published.model_digest[:12]}",
            "sets": list(published.sets),
            "learned_from": len(published.learned_from),
            "reason": published.reason,
        }
        log(session, person, "publish_heads", detail=detail)
    return published


def use_heads(store: Store, version: int | None, *, person: str, reason: str) -> str:
    """Go back to a published version, or to the shipped heads (``None``), from the next run on;
    what is in use then, by name."""
    require(store, person, Permission.TRAIN)
    if not reason.strip():
        raise BadInput("Going back needs a reason: what was wrong with the version in use?")
    with store.write() as session:
        known = [str(listed.version) for listed in learned.read_versions(session)]
        if version is not None and str(version) not in known:
            raise BadInput(
                f"There is no trained version {version}; {nearest(str(version), known)}."
            )
        before = setting(session, _KEY)
        if before == version:
            raise BadInput(f"{_named(version)} is in use already.")
        set_setting(session, _KEY, version)
        log(
            session,
            person,
            "use_heads",
            detail={
                "version": _name(version),
                "replaces": _name(before),
                "reason": reason.strip(),
            },
        )
    return _name(version)


def discard_heads(store: Store, heads: SiteHeads, *, person: str) -> None:
    """Put on record that trained heads were looked at and not published."""
    require(store, person, Permission.TRAIN)
    with store.write() as session:
        log(session, person, "discard_heads", detail={"digest": heads.digest})


def learned_from(store: Store, combination: str) -> frozenset[int]:
    """The comments that the heads in use and the combination of this version were fitted on."""
    with store.read() as session:
        heads = setting(session, _KEY)
        return learned.fitted_on(session, ChangeKind.HEADS, _name(heads)) | learned.fitted_on(
            session, ChangeKind.COMBINATION, combination
        )


def learned_by(session: Session, info: RunInfo) -> frozenset[int]:
    """The comments that the versions of a run were fitted on."""
    comments = learned.fitted_on(session, ChangeKind.COMBINATION, info.combination.split()[-1])
    for scorer in info.scorers:
        named = _IN_RUN.search(scorer.version)
        if named:
            comments |= learned.fitted_on(session, ChangeKind.HEADS, f"heads-{named[1]}")
    return comments


def _named(version: int | None) -> str:
    """The version in a sentence for whoever chose it."""
    return f"Trained version {version}" if version else "The model as shipped"


def _name(version: int | None) -> str:
    return f"heads-{version}" if version else SHIPPED
