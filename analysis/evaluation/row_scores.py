"""The rows of a table through the pipeline that ships, and its answers as columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import LabelResult, Status
from analysis.domain.run import RunInfo
from analysis.labels import label as label_of

NOTE = "moderato.note"
# Heads whose corpus asks one question only; they keep their plain name.
PLAIN_HEADS = ("testimony", "stereotype")
_COMMENT, _PARENT = "comment", "parent"

RowScores = dict[str, float | str | None]


class Analyzes(Protocol):
    """What this module needs of :class:`analysis.pipeline.Pipeline`."""

    def run_info(self) -> RunInfo:
        """The versions that take part."""
        ...

    def analyze_apart(
        self, discussions: Iterable[Discussion], *, only: Collection[str]
    ) -> list[Analysis]:
        """One analysis per named comment of discussions that have nothing to do with each other."""
        ...


def score_rows(
    pipeline: Analyzes, texts: Sequence[str], parents: Sequence[str], articles: Sequence[str]
) -> list[RowScores]:
    """One dictionary of columns per row: labels, facets, heads, and a note.

    A label without an answer is ``None``, never a low number, and so are its facets and heads;
    the note says why.
    """
    discussions = [
        _discussion(text, parent, article)
        for text, parent, article in zip(texts, parents, articles, strict=True)
    ]
    return [_columns(a.labels) for a in pipeline.analyze_apart(discussions, only={_COMMENT})]


def score_texts(pipeline: Analyzes, texts: Sequence[str]) -> list[RowScores]:
    """The columns of texts that stand alone: no parent, no article."""
    nothing = [""] * len(texts)
    return score_rows(pipeline, texts, nothing, nothing)


def versions(run: RunInfo) -> str:
    """Everything that must be the same for two rows' scores to be comparable, in one line."""
    scorers = [f"{info.name}/{info.version}" for info in run.scorers if info.available]
    return " ".join([*scorers, run.combination, run.text_pipeline])


def facet_column(label: str, key: str) -> str:
    """The column of a facet: ``hostility.insult``, or a head's own name such as ``ucc.hostile``.

    Facets carry the label's short name; heads named after a corpus have a dot already.
    """
    return key if "." in key or key in PLAIN_HEADS else f"{label_of(label).short_name}.{key}"


def _discussion(text: str, parent: str, article: str) -> Discussion:
    before = (Comment(_PARENT, "row", 1, parent),) if parent.strip() else ()
    comment = Comment(_COMMENT, "row", 2, text, parent_id=_PARENT if before else None)
    return Discussion(
        Article("row", paragraphs=(article,) if article.strip() else ()), (*before, comment)
    )


def _columns(results: Mapping[str, LabelResult]) -> RowScores:
    columns: RowScores = {label: result.probability for label, result in results.items()}
    notes: dict[str, None] = {}
    for label, result in results.items():
        if result.status is not Status.SCORED:
            notes[f"{label}: {result.status.value}, {result.detail or 'no answer'}"] = None
            continue
        for part in result.parts:
            for key, value in part.facet_scores.items():
                columns.setdefault(facet_column(label, key), value)
    columns[NOTE] = "; ".join(notes)
    return columns
