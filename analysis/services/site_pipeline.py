"""The pipeline as this site has changed it: its profile, rules, word lists and combination."""

from __future__ import annotations

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
from analysis.resources import seeds_dir
from analysis.services.accounts import require
from analysis.services.pipelines import build_pipeline
from analysis.services.profiles import active_profile
from analysis.services.rule_switches import disabled_rules, word_lists
from analysis.settings import Settings
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

_KEY = "combination"


def site_pipeline(store: Store, settings: Settings) -> Pipeline:
    """The pipeline that scores this site's comments; loads no weights yet."""
    return build_pipeline(
        settings,
        active_profile(store),
        disabled_rules=disabled_rules(store),
        word_lists=word_lists(store),
        combination=site_combination(store),
    )


def site_combination(store: Store) -> Combination:
    """How the scorers' answers become one: the site's own published way, or the shipped one."""
    with store.read() as session:
        kept = setting(session, _KEY)
    if not kept:
        return load_combination(seeds_dir() / "combination.json")
    return read_combination(kept, name="the site's combination")


def publish_combination(
    store: Store, combination: Combination, *, person: str, reason: str
) -> Combination:
    """Let ``combination`` answer from the next run on; stored findings keep theirs.

    It gets the next number of the site, so that runs can be told apart.
    """
    require(store, person, Permission.TRAIN)
    if not reason.strip():
        raise BadInput("A new combination needs a reason: what was learned from, and why now.")
    before = site_combination(store)
    numbered = replace(combination, version=_next(before.version))
    with store.write() as session:
        set_setting(session, _KEY, combination_json(numbered))
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


def _next(version: str) -> str:
    known, _, number = version.rpartition("-")
    return f"site-{int(number) + 1}" if known == "site" and number.isdecimal() else "site-1"
