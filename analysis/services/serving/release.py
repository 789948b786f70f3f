"""The pipeline in use with a name that changes when anything that decides changes."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.domain.errors import ModeratoError, Unavailable
from analysis.domain.profile import Profile
from analysis.domain.run import RunInfo
from analysis.labels.attributes import MEASURABLE
from analysis.services.data.analysis_schema import run_record
from analysis.services.learning.site_heads import heads_in_use
from analysis.services.site.pipelines import build_pipeline
from analysis.services.site.rule_switches import disabled_rules, word_lists
from analysis.services.site.site_pipeline import site_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import Settings
from analysis.storage.database import Store

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

log = logging.getLogger(__name__)

PipelineBuilder = Callable[[Settings, Store], tuple["Pipeline", Profile]]
RECHECK_SECONDS = 5.0
"""How long a change that somebody published may take to be answered with."""
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Release:
    """A pipeline, what took part in it, and the name of both: 16 hex digits of a SHA-256.

    The name is over ``document``, so that whoever cites it can check what stood behind it.
    """

    pipeline: Pipeline
    run: RunInfo
    profile: Profile
    document: dict[str, Any]
    id: str


def release_of(pipeline: Pipeline, profile: Profile) -> Release:
    """The release that a pipeline with the thresholds of ``profile`` is."""
    run = pipeline.run_info()
    document = {
        **run_record(run),
        "thresholds": {
            label: [at.flag_at, at.clear_below] for label, at in sorted(profile.thresholds.items())
        },
        "attributes": {attribute.name: attribute.source for attribute in MEASURABLE},
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    digest = hashlib.sha256(canonical.encode("ascii")).hexdigest()
    return Release(pipeline, run, profile, document, digest[:_ID_LENGTH])


class SiteRelease:
    """The site's release; looked up again when something was published, never while it answers."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        build: PipelineBuilder | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._build = build or _site_pipeline
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._mark = ""
        self._release: Release | None = None
        self._refreshing = threading.Thread()

    def current(self) -> Release:
        """The release to answer with; it never waits for a new one to be put together.

        A publication is answered with once it was noticed, ``RECHECK_SECONDS`` later at most.
        """
        with self._lock:
            if self._release is None:
                self._refresh()
            elif self._due() and not self._refreshing.is_alive():
                self._refreshing = threading.Thread(target=self._refresh, daemon=True)
                self._refreshing.start()
            release = self._release
        if release is None:
            raise Unavailable("There is no pipeline to answer with.")
        return release

    def refreshed(self) -> Release:
        """The release after whatever is being looked up now."""
        if self._refreshing.ident is not None:
            self._refreshing.join()
        return self.current()

    def _due(self) -> bool:
        return self._clock() - self._looked >= RECHECK_SECONDS

    def _refresh(self) -> None:
        self._looked = self._clock()
        try:
            mark = _mark(self._store)
            if self._release is None or mark != self._mark:
                self._release = release_of(*self._build(self._settings, self._store))
                self._mark = mark
        except ModeratoError as error:
            if self._release is None:
                raise
            log.warning("what was published can't be looked up: %s", error)


def _site_pipeline(settings: Settings, store: Store) -> tuple[Pipeline, Profile]:
    profile = active_profile(store)
    pipeline = build_pipeline(
        settings,
        profile,
        disabled_rules=disabled_rules(store),
        word_lists=word_lists(store),
        combination=site_combination(store),
        heads=heads_in_use(store),
    )
    return pipeline, profile


def _mark(store: Store) -> str:
    """What a site can publish, in short: equal while nothing was."""
    heads = heads_in_use(store)
    parts = (
        active_profile(store),
        sorted(disabled_rules(store)),
        sorted((word_lists(store) or {}).items()),
        site_combination(store).version,
        heads.version if heads is not None else "",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
