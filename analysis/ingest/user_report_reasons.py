"""What platforms call the reasons of reports, and which of their records are no report at all."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.resources import seeds_dir

LONGEST_REASON = 60
"""Characters. A platform's reason is a word of a list; more is a reader's own words, not kept."""

OWN_WORDS = "other"
"""What stands for a reason that a reader wrote out."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The shipped list (``seeds/report_reasons.json``), by words without case and signs."""

    titles: Mapping[str, str]
    labels: Mapping[str, str | None]
    numbered: Mapping[str, str]
    numbers_aside: frozenset[str]
    beginnings_aside: tuple[str, ...]
    words_aside: frozenset[str]
    kinds_aside: frozenset[str]

    def title(self, reason: str) -> str:
        """How a screen shows a platform's reason; one that is not on the list, as it is written."""
        return self.titles.get(_bare(reason)) or " ".join(reason.replace("_", " ").split()).lower()

    def label(self, reason: str) -> str | None:
        """The label that a reason asks about, if any."""
        return self.labels.get(_bare(reason))

    def is_no_report(self, reason: str, kind: str | None = None) -> bool:
        """Whether no reader said that the comment needs a look: a machine's finding, a like."""
        bare = _bare(reason)
        return (
            bare.startswith(self.beginnings_aside)
            or bare in self.words_aside
            or (kind is not None and _bare(kind) in self.kinds_aside)
        )


@functools.cache
def known_reasons() -> Reasons:
    """The shipped list, read once."""
    listed = json.loads((seeds_dir() / "report_reasons.json").read_text(encoding="utf-8"))
    aside, numbered = listed["not_by_readers"], listed["numbered"]
    return Reasons(
        titles={_bare(reason["reason"]): reason["title"] for reason in listed["reasons"]},
        labels={_bare(reason["reason"]): reason["label"] for reason in listed["reasons"]},
        numbered=numbered["reasons"],
        numbers_aside=frozenset(numbered["not_reports"]),
        beginnings_aside=tuple(_bare(words) for words in aside["beginning_with"]),
        words_aside=frozenset(_bare(word) for word in aside["reasons"]),
        kinds_aside=frozenset(_bare(kind) for kind in aside["kinds"]),
    )


def same_reason(first: str, second: str) -> bool:
    """Whether two spellings mean the same word of a list."""
    return _bare(first) == _bare(second)


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "_", words.casefold()).strip("_")
