"""Scoring the rows of a table as the product scores comments: prepared, asked, combined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.domain.run import ScorerInfo
from analysis.labels import label as label_of
from analysis.scorers.base import Scorer, abstain
from analysis.text.prepared import PreparedComment

NOTE = "moderato.note"
# Heads whose corpus asks one question only; they keep their plain name.
PLAIN_HEADS = ("testimony", "stereotype")
_COMMENT, _PARENT = "comment", "parent"


class Prepares(Protocol):
    """What this module needs of the text preparation."""

    def prepare(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[PreparedComment]:
        """The discussion's comments in order; ``only`` names those to return."""
        ...


Ask = Callable[[Scorer, ScorerInfo, Sequence[PreparedComment]], list[tuple[Finding, ...]]]
Combine = Callable[[str, Sequence[Finding]], LabelResult]


@dataclass(frozen=True, slots=True)
class RowScorer:
    """Everything that turns rows into columns; ``combine`` makes one answer per label."""

    preparer: Prepares
    scorers: Sequence[Scorer]
    ask: Ask
    combine: Combine
    labels: Sequence[str]

    @property
    def digest(self) -> str:
        """What a half-finished file must have been made with to be gone on with."""
        infos = [s.info for s in self.scorers if s.info.available]
        return " ".join(f"{i.name}/{i.version}" for i in infos)

    def score(
        self, texts: Sequence[str], parents: Sequence[str], articles: Sequence[str]
    ) -> list[dict[str, float | str | None]]:
        """One dictionary of columns per row: labels, facets, heads, and a note.

        A label without an answer is ``None``, never a low number; the note says why.
        """
        comments = [
            self._prepared(text, parent, article)
            for text, parent, article in zip(texts, parents, articles, strict=True)
        ]
        findings = self._findings(comments)
        return [self._columns(found) for found in findings]

    def _prepared(self, text: str, parent: str, article: str) -> PreparedComment:
        before = (Comment(_PARENT, "row", 1, parent),) if parent.strip() else ()
        comment = Comment(_COMMENT, "row", 2, text, parent_id=_PARENT if before else None)
        discussion = Discussion(
            Article("row", paragraphs=(article,) if article.strip() else ()), (*before, comment)
        )
        return self.preparer.prepare(discussion, only={_COMMENT})[0]

    def _findings(self, comments: Sequence[PreparedComment]) -> list[list[Finding]]:
        found: list[list[Finding]] = [[] for _ in comments]
        served = [i for i, comment in enumerate(comments) if comment.language.supported]
        for scorer in self.scorers:
            info = scorer.info
            if not info.available:
                continue
            for i, comment in enumerate(comments):
                if not comment.language.supported:
                    found[i] += abstain(info, f"language {comment.language.code} is not served")
            if served:
                answers = self.ask(scorer, info, [comments[i] for i in served])
                for i, answer in zip(served, answers, strict=True):
                    found[i] += answer
        return found

    def _columns(self, findings: Sequence[Finding]) -> dict[str, float | str | None]:
        columns: dict[str, float | str | None] = {}
        notes: dict[str, None] = {}
        for label in self.labels:
            parts = [f for f in findings if f.label == label]
            result = self.combine(label, parts)
            columns[label] = result.probability
            if result.status is not Status.SCORED:
                notes[f"{label}: {result.status.value}, {result.detail or 'no answer'}"] = None
        for finding in findings:
            for key, value in finding.facet_scores.items():
                columns.setdefault(facet_column(finding.label, key), value)
        columns[NOTE] = "; ".join(notes)
        return columns


def facet_column(label: str, key: str) -> str:
    """The column of a facet: ``hostility.insult``, or a head's own name such as ``ucc.hostile``.

    Facets carry the label's short name; heads named after a corpus have a dot already.
    """
    return key if "." in key or key in PLAIN_HEADS else f"{label_of(label).short_name}.{key}"


def all_columns(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Every column that some row has, labels first, the note last."""
    names = dict.fromkeys(name for row in rows for name in row)
    names.pop(NOTE, None)
    return [*names, NOTE]
