"""Putting a pipeline together from the settings and a threshold profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.combination import Combination, load_combination
from analysis.domain.errors import BadInput
from analysis.domain.finding import Finding
from analysis.domain.profile import Profile, Threshold
from analysis.domain.run import ScorerInfo
from analysis.labels import LABEL_KEYS, LABELS
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.pipeline import Pipeline
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.base import Scorer, abstain
from analysis.scorers.detoxify import DetoxifyScorer
from analysis.scorers.rules import RuleScorer
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

if TYPE_CHECKING:
    from analysis.scorers.embedded_heads import SiteHeads


@dataclass(frozen=True, slots=True)
class UnavailableScorer:
    """Stands for a scorer that is not on this machine, so that every run names its absence."""

    info: ScorerInfo

    def score(self, batch: Sequence[PreparedComment]) -> list[tuple[Finding, ...]]:
        """Abstentions with the reason."""
        return [abstain(self.info, self.info.note or "not installed here") for _ in batch]


def build_pipeline(
    settings: Settings,
    profile: Profile,
    *,
    disabled_rules: frozenset[str] = frozenset(),
    word_lists: Mapping[str, tuple[str, ...]] | None = None,
    combination: Combination | None = None,
    heads: SiteHeads | None = None,
) -> Pipeline:
    """The pipeline that ``settings`` describe; loads no weights yet.

    ``disabled_rules`` and ``word_lists`` are a site's own changes to the rules, ``heads`` its own
    heads of the embedded model, ``combination`` its own way to make one answer of the scorers';
    else the shipped ones.
    """
    return Pipeline(
        Preparer(settings.spacy_model),
        build_scorers(settings, disabled_rules=disabled_rules, word_lists=word_lists, heads=heads),
        combination or load_combination(seeds_dir() / "combination.json"),
        profile,
        batch_size=settings.batch_size,
    )


def build_scorers(
    settings: Settings,
    *,
    disabled_rules: frozenset[str] = frozenset(),
    word_lists: Mapping[str, tuple[str, ...]] | None = None,
    heads: SiteHeads | None = None,
) -> list[Scorer]:
    """The scorers in the order in which their evidence and target count."""
    lists = WordLists({**shipped_word_lists().lists, **word_lists}) if word_lists else None
    scorers: list[Scorer] = [
        RuleScorer(disabled=disabled_rules, word_lists=lists, spacy_model=settings.spacy_model)
    ]
    if settings.model != "none":
        scorers.append(_embedded(settings, heads))
    scorers.append(
        DetoxifyScorer(
            variant=settings.detoxify_variant,
            checkpoint=settings.detoxify_checkpoint,
            sha256=settings.detoxify_sha256,
            allow_download=settings.allow_download,
            threads=settings.threads,
        )
    )
    return scorers


def _embedded(settings: Settings, heads: SiteHeads | None) -> Scorer:
    folder = models_dir() / settings.model
    if not (folder / "manifest.json").is_file():
        note = (
            f"Embedded model {settings.model!r}: not installed here (no {folder.name}/manifest.json"
            " among the shipped models); the rules answer without it"
        )
        return UnavailableScorer(
            ScorerInfo("embedded", "none", "", LABEL_KEYS, available=False, note=note)
        )
    from analysis.scorers.embedded import embedded_scorer

    return embedded_scorer(settings.model, threads=settings.threads, heads=heads)


def default_profile() -> Profile:
    """The threshold profile that ships; ``BadInput`` when its file is damaged.

    A label that the file does not name, because it came after the thresholds were fitted, has
    those of its own description.
    """
    fitted = _shipped_profile(seeds_dir())
    starting = {label.key: label.thresholds for label in LABELS}
    return replace(fitted, thresholds={**starting, **fitted.thresholds})


@cache
def _shipped_profile(seeds: Path) -> Profile:
    """Read once: every act asks for it, and what ships does not change under a program."""
    return read_profile(seeds / "profiles" / "default.json")


def read_profile(path: Path) -> Profile:
    """A profile from its JSON file, checked; ``BadInput`` says what is wrong with it."""
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        thresholds = {
            label: Threshold(float(at["flag_at"]), float(at["clear_below"]))
            for label, at in content["thresholds"].items()
        }
        return Profile(
            name=str(content["name"]),
            version=int(content["version"]),
            thresholds=thresholds,
            reason=str(content.get("reason", "")),
            author=str(content.get("author", "")),
        )
    except OSError:
        raise BadInput(f"{path}: the profile is missing") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{path.name}: not a threshold profile ({type(error).__name__}: {error})"
        ) from None
