"""The pipeline as this site has changed it: profile, rules, word lists, heads, combination."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.combination import (
    Combination,
    combination_json,
    load_combination,
    read_combination,
)
from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.learned import ChangeKind
from analysis.resources import seeds_dir
from analysis.services.access.accounts import require
from analysis.services.learning.site_heads import heads_in_use
from analysis.services.learning.version_comparison import Comparison
from analysis.services.measurement.change_summaries import keep_publication
from analysis.services.site.pipelines import build_pipeline
from analysis.services.site.rule_switches import disabled_rules, word_lists
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import Settings
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from analysis.pipeline import Pipeline

_KEY, _COUNT = "combination", "combination_count"


def site_pipeline(store: Store, settings: Settings) -> Pipeline:
    """The pipeline that scores this site's comments; loads no weights yet."""
    return build_pipeline(
        settings,
        active_profile(store),
        disabled_rules=disabled_rules(store),
        word_lists=word_lists(store),
        combination=site_combination(store),
        heads=heads_in_use(store),
    )


def pipeline_version(store: Store) -> str:
    """Tells one :func:`site_pipeline` from the next: changes with anything that it is made of."""
    profile, heads = active_profile(store), heads_in_use(store)
    parts = (
        f"{profile.name} {profile.version}",
        site_combination(store).version,
        heads.version if heads else "",
        sorted(disabled_rules(store)),
        sorted(word_lists(store).items()),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def site_combination(store: Store) -> Combination:
    """How the scorers' answers become one: the site's own published way, or the shipped one."""
    with store.read() as session:
        return _combination_in(session)


def shipped_combination() -> Combination:
    """The combination that came with the product."""
    return load_combination(seeds_dir() / "combination.json")


def _combination_in(session: Session) -> Combination:
    stored = setting(session, _KEY)
    if not stored:
        return shipped_combination()
    return read_combination(stored, name="the site's combination")


def publish_combination(
    store: Store,
    combination: Combination,
    *,
    person: str,
    reason: str,
    comparison: Comparison | None = None,
) -> Combination:
    """Let ``combination`` answer from the next run on; stored findings keep theirs.

    It gets the next number of the site, so that runs can be told apart. What was measured
    before (``comparison``) is kept as a report.
    """
    require(store, person, Permission.TRAIN)
    if not reason.strip():
        raise BadInput("A new combination needs a reason: what was learned from, and why now.")
    with store.write() as session:
        return publish_combination_in(
            session, combination, person=person, reason=reason, comparison=comparison
        )


def publish_combination_in(
    session: Session,
    combination: Combination,
    *,
    person: str,
    reason: str,
    comparison: Comparison | None = None,
) -> Combination:
    """The same in a transaction that already is open, for whoever is known to be allowed."""
    before = _combination_in(session)
    # Counted apart from what is in use: after going back to the shipped one, the next is new.
    number = max(setting(session, _COUNT) or 0, _number(before.version)) + 1
    numbered = replace(combination, version=f"site-{number}")
    set_setting(session, _KEY, combination_json(numbered))
    set_setting(session, _COUNT, number)
    if comparison is not None:
        keep_publication(
            session,
            ChangeKind.COMBINATION,
            comparison,
            before=before.version,
            after=numbered.version,
            person=person,
            reason=reason.strip(),
        )
    log(
        session,
        person,
        "publish_combination",
        detail={
            "version": numbered.version,
            "replaces": before.version,
            "reason": reason.strip(),
            "provenance": numbered.provenance,
        },
    )
    return numbered


def use_shipped_combination(store: Store, *, person: str, reason: str) -> Combination:
    """Go back to the combination that came with the product, from the next run on."""
    require(store, person, Permission.TRAIN)
    before = site_combination(store)
    with store.write() as session:
        set_setting(session, _KEY, "")
        log(
            session,
            person,
            "use_shipped_combination",
            detail={"replaces": before.version, "reason": reason.strip()},
        )
    return site_combination(store)


def _number(version: str) -> int:
    known, _, number = version.rpartition("-")
    return int(number) if known == "site" and number.isdecimal() else 0
