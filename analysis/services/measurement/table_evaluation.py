"""Measure the product's scores on a table in which people's answers stand beside the comments."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile
from analysis.evaluation.evaluate import (
    LabelEvaluation,
    ScoreColumn,
    label_evaluation,
    truth_of,
)
from analysis.evaluation.fairness import FairnessComparison, fairness
from analysis.evaluation.row_scores import Analyzes, RowScores, score_texts, versions
from analysis.evaluation.score_table import Columns, score_columns
from analysis.evaluation.table_files import Row, check_columns, column_names, read_rows, text_of
from analysis.labels import LABELS
from analysis.resources import models_dir
from analysis.services.measurement.model_pipelines import check_scores, model_pipeline
from analysis.settings import Settings

_BATCH = 512


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """What to measure: which scores against which columns of ``data``.

    ``against`` is a column with somebody else's scores, ``by`` columns to report by as well.
    ``draws`` resamples stand behind an interval. With ``swaps`` identity terms are swapped, for
    the first label asked that puts comments before people.
    """

    data: Path
    columns: Columns
    asked: Sequence[ScoreColumn]
    model: str = "combined"
    against: str | None = None
    by: Sequence[str] = ()
    draws: int = 1000
    swaps: bool = True

    @property
    def named(self) -> list[str]:
        """The columns that the table must have."""
        truths = [column.column for column in self.asked]
        return [*self.columns.named, *truths, *self.by, *filter(None, [self.against])]


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What was measured, and ``about`` which rows, model and versions."""

    evaluations: list[LabelEvaluation]
    swapped: FairnessComparison | None
    about: dict[str, Any]


def evaluate_table(
    question: TableQuestion,
    settings: Settings,
    profile: Profile,
    *,
    progress: Progress | None = None,
) -> TableAnswer:
    """Score every row and compare. ``BadInput`` names an unknown score, column or value."""
    pipeline = model_pipeline(question.model, settings, profile)
    check_scores([column.label for column in question.asked], pipeline.scorers)
    rows = list(read_rows(question.data))
    if not rows:
        raise BadInput(f"{question.data.name}: the table has no rows")
    check_columns(question.data, column_names(question.data), question.named)
    scores: list[RowScores] = []
    for start in range(0, len(rows), _BATCH):
        scores += score_columns(rows[start : start + _BATCH], question.columns, pipeline)
        if progress is not None:
            progress(len(scores), len(rows))
    return TableAnswer(
        evaluations=_evaluations(question, rows, scores, profile),
        swapped=_swapped(question, pipeline, profile),
        about={
            "data": question.data.name,
            "rows": len(rows),
            "model": question.model,
            "scorers": versions(pipeline.run_info()),
        },
    )


def _evaluations(
    question: TableQuestion, rows: Sequence[Row], scores: Sequence[RowScores], profile: Profile
) -> list[LabelEvaluation]:
    against = question.against
    theirs = [_number(row.get(against), against) for row in rows] if against else None
    texts = [text_of(row, question.columns.text) for row in rows]
    evaluations = []
    for column in question.asked:
        threshold = profile.thresholds.get(column.label)
        evaluations.append(
            label_evaluation(
                column,
                [truth_of(row.get(column.column), column) for row in rows],
                [_score(score.get(column.label)) for score in scores],
                [len(text) for text in texts],
                flag_at=threshold.flag_at if threshold else None,
                chosen=_chosen(question.model, column.label),
                against=theirs,
                by={name: [text_of(row, name) for row in rows] for name in question.by},
                draws=question.draws,
            )
        )
    return evaluations


def _swapped(
    question: TableQuestion, pipeline: Analyzes, profile: Profile
) -> FairnessComparison | None:
    asked = {column.label for column in question.asked}
    of_concern = [label.key for label in LABELS if label.concern and label.key in asked]
    label = next((key for key in of_concern if key in profile.thresholds), None)
    if not question.swaps or label is None:
        return None
    return fairness(
        lambda texts: [_score(row[label]) for row in score_texts(pipeline, texts)],
        label=label,
        threshold=profile.thresholds[label].flag_at,
    )


def _score(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def _number(value: object, column: str) -> float | None:
    text = "" if value is None else str(value).strip()
    if text.lower() in ("", "nan"):
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.inf
    if not math.isfinite(number):
        raise BadInput(f"column {column!r}: a value is not a number")
    return number


def _chosen(model: str, label: str) -> float | None:
    """The threshold that was best on the dev rows when this model was made."""
    path = models_dir() / model / "manifest.json"
    if not path.is_file():
        return None
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    threshold: float | None = (
        manifest.get("extra", {}).get("calibration", {}).get(label, {}).get("best_f1_threshold")
    )
    return threshold
