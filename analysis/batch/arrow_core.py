"""Arrow in, Arrow out: the core that every engine calls, and that knows none of them.

A batch that goes in has the columns of :data:`INPUT`, one that comes out those of :data:`OUTPUT`,
in the same order; rows that nobody could label come back beside it, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

import pyarrow as pa

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Article, Comment, Discussion, text_sha256
from analysis.domain.errors import ModeratoError
from analysis.domain.finding import Evidence, Status
from analysis.evaluation.row_scores import Analyzes, facet_column
from analysis.labels import LABEL_KEYS

INPUT = pa.schema(
    [
        pa.field("source", pa.string()),
        pa.field("row", pa.int64()),
        *(pa.field(n, pa.string()) for n in ("id", "text", "parent", "article", "thread")),
        pa.field("parent_id", pa.string()),
    ]
)
"""``thread`` and ``parent_id`` are set where rows are whole threads; else ``parent`` holds the text
that a comment answers, and each row is read by itself."""

_PASSAGE = pa.struct(
    [
        ("label", pa.string()),
        ("facet", pa.string()),
        ("scorer", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("weight", pa.float64()),
        ("reason", pa.string()),
    ]
)
OUTPUT = pa.schema(
    [
        pa.field("source", pa.string()),
        pa.field("row", pa.int64()),
        pa.field("id", pa.string()),
        pa.field("text_sha256", pa.string()),
        pa.field("run", pa.string()),
        pa.field("language", pa.string()),
        *(pa.field(label, pa.float64()) for label in LABEL_KEYS),
        *(pa.field(f"{label}_recommendation", pa.string()) for label in LABEL_KEYS),
        pa.field("scores", pa.map_(pa.string(), pa.float64())),
        pa.field("passages", pa.list_(_PASSAGE)),
        pa.field("note", pa.string()),
    ]
)
"""A label without an answer is null and ``note`` says why; ``scores`` holds facets and heads by the
names of ``moderato score-file``. Passages count code points of the original, end exclusive."""

_ALONE = "comment"
_PARENT = "parent"


class Labels(Analyzes, Protocol):
    """What the core needs of :class:`analysis.pipeline.Pipeline`."""

    def analyze(self, discussion: Discussion) -> list[Analysis]:
        """One analysis per comment in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that has no line in the output: which, and why (never a word of its text)."""

    source: str
    row: int
    reason: str


def score_arrow(
    batch: pa.RecordBatch, pipeline: Labels, *, run: str
) -> tuple[pa.RecordBatch, list[Rejected]]:
    """The findings of a batch's rows in order, and the rows that broke the pipeline.

    Rows of one ``thread`` stand together and are read as one discussion. ``run`` names the run in
    every row.
    """
    rows: list[dict[str, Any]] = batch.to_pylist()
    answered: list[tuple[dict[str, Any], Analysis]] = []
    rejected: list[Rejected] = []
    for thread, of_thread in groupby(rows, key=lambda row: row["thread"]):
        some = list(of_thread)
        analyses = _alone(some, pipeline) if thread is None else _together(some, pipeline)
        for row, analysis in zip(some, analyses, strict=True):
            if isinstance(analysis, Analysis):
                answered.append((row, analysis))
            else:
                rejected.append(Rejected(row["source"], row["row"], analysis))
    lines = [_line(row, analysis, run) for row, analysis in answered]
    return pa.RecordBatch.from_pylist(lines, schema=OUTPUT), rejected


def _alone(rows: Sequence[Mapping[str, Any]], pipeline: Labels) -> list[Analysis | str]:
    """Each row's analysis, or the name of what it broke; a crash is asked again one by one."""
    try:
        return list(pipeline.analyze_apart([_discussion(row) for row in rows], only={_ALONE}))
    except ModeratoError:
        raise  # by contract nothing that one row has done
    except Exception as error:  # noqa: BLE001 - a row may break anything; it is recorded
        if len(rows) == 1:
            return [type(error).__name__]
        return [answer for row in rows for answer in _alone([row], pipeline)]


def _together(rows: Sequence[Mapping[str, Any]], pipeline: Labels) -> list[Analysis | str]:
    """The analyses of a thread; where it breaks, each row by itself, without the others."""
    comments = tuple(
        Comment(
            str(row["id"]), str(row["thread"]), at, row["text"] or "", parent_id=row["parent_id"]
        )
        for at, row in enumerate(rows, start=1)
    )
    article = _article(rows[0], str(rows[0]["thread"]))
    try:
        return list(pipeline.analyze(Discussion(article, comments)))
    except ModeratoError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return [answer for row in rows for answer in _alone([row], pipeline)]


def _discussion(row: Mapping[str, Any]) -> Discussion:
    # As `moderato score-file` makes them, so that both say the same.
    parent = row["parent"] or ""
    before = (Comment(_PARENT, "row", 1, parent),) if parent.strip() else ()
    parent_id = _PARENT if before else None
    comment = Comment(_ALONE, "row", 2, row["text"] or "", parent_id=parent_id)
    return Discussion(_article(row, "row"), (*before, comment))


def _article(row: Mapping[str, Any], number: str) -> Article:
    text = row["article"] or ""
    return Article(number, paragraphs=(text,) if text.strip() else ())


def _line(row: Mapping[str, Any], analysis: Analysis, run: str) -> dict[str, Any]:
    scores: dict[str, float] = {}
    notes: dict[str, None] = {}
    for label, result in analysis.labels.items():
        if result.status is not Status.SCORED:
            notes[f"{label}: {result.status.value}, {result.detail or 'no answer'}"] = None
            continue
        for part in result.parts:
            for key, value in part.facet_scores.items():
                scores.setdefault(facet_column(label, key), value)
    return {
        "source": row["source"],
        "row": row["row"],
        "id": row["id"],
        "text_sha256": text_sha256(row["text"] or ""),
        "run": run,
        "language": analysis.language,
        **{label: result.probability for label, result in analysis.labels.items()},
        **{f"{key}_recommendation": r.value for key, r in analysis.recommendations.items()},
        "scores": sorted(scores.items()),
        "passages": list(_passages(analysis)),
        "note": "; ".join(notes) or None,
    }


def _passages(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for label, result in analysis.labels.items():
        for evidence in result.evidence:
            yield _passage(label, evidence)


def _passage(label: str, evidence: Evidence) -> dict[str, Any]:
    return {
        "label": label,
        "facet": evidence.facet,
        "scorer": evidence.scorer,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "weight": evidence.weight,
        "reason": str(evidence.reason),
    }
