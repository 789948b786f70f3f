"""`moderato evaluate`: the product's scores against what people said, on any labelled table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.cli.options import (
    Force,
    interruptible,
    note,
    progress_bar,
    protected_files,
    settings_with,
)
from analysis.cli.scoring_rows import ArticleColumn, ModelName, ParentColumn, Table, TextColumn

_BATCH = 512
_REPORTS = ("report.md", "report.json", "report.html")


@interruptible("nothing was written.")
def evaluate(
    data: Table,
    text: TextColumn,
    label: Annotated[
        list[str],
        typer.Option(
            metavar="LABEL=COLUMN",
            help="A label or head and the column with the truth, as possible_hostility=hostile; "
            "for a graded column possible_hostility=level>=2. May be given several times.",
        ),
    ],
    parent: ParentColumn = None,
    article: ArticleColumn = None,
    model: ModelName = "combined",
    against: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Somebody else's scores, to compare.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Also report by this column.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help="Threshold profile; default: the one that ships.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for report.md, .json, .html.")
    ] = None,
    fairness: Annotated[
        bool,
        typer.Option("--fairness/--no-fairness", help="Add the table of identity terms."),
    ] = True,
    draws: Annotated[int, typer.Option(help="Resamples behind an interval.", min=100)] = 1000,
    force: Force = False,
) -> None:
    """Measure scores on a labelled table, with intervals; print Markdown, or fill a folder."""
    from analysis.domain.errors import BadInput, nearest
    from analysis.evaluation.charts import charts_html
    from analysis.evaluation.evaluate import label_evaluation, parse_asked, truth_of
    from analysis.evaluation.fairness import fairness as measure_fairness
    from analysis.evaluation.row_scores import score_texts, versions
    from analysis.evaluation.score_table import Columns, score_columns
    from analysis.evaluation.summary import as_json, markdown
    from analysis.evaluation.table_files import check_columns, read_rows, text_of
    from analysis.labels import LABELS
    from analysis.output_file import OutputFile
    from analysis.services.measurement.model_pipelines import model_pipeline, score_names
    from analysis.services.site.pipelines import default_profile, read_profile

    thresholds_of = read_profile(profile) if profile else default_profile()
    settings = settings_with()
    outputs: dict[str, OutputFile] = {}
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)
        protected = protected_files(settings, data, profile)
        outputs = {
            name: OutputFile(report / name, force, private=False, protected=protected)
            for name in _REPORTS
        }
        for output in outputs.values():
            output.check()
    pipeline = model_pipeline(model, settings, thresholds_of)
    asked = [parse_asked(item) for item in label]
    known = score_names(pipeline.scorers)
    for column in asked:
        if column.label not in known:
            raise BadInput(
                f"there is no score called {column.label!r}; {nearest(column.label, known)}"
            )
    rows = list(read_rows(data))
    if not rows:
        raise BadInput(f"{data.name}: the table has no rows")
    columns = Columns(text, parent, article)
    wanted = [
        *columns.named,
        *(a.column for a in asked),
        *(by or []),
        *([against] if against else []),
    ]
    check_columns(data, rows[0], wanted)
    scores: list[dict[str, Any]] = []
    with progress_bar("scoring") as progress:
        for start in range(0, len(rows), _BATCH):
            scores += score_columns(rows[start : start + _BATCH], columns, pipeline)
            if progress is not None:
                progress(len(scores), len(rows))
    thresholds = thresholds_of.thresholds
    theirs = [_number(row.get(against), against) for row in rows] if against else None
    evaluations = [
        label_evaluation(
            column,
            [truth_of(row.get(column.column), column) for row in rows],
            [score.get(column.label) for score in scores],
            [len(text_of(row, text)) for row in rows],
            flag_at=thresholds[column.label].flag_at if column.label in thresholds else None,
            chosen=_chosen(model, column.label),
            against=theirs,
            by={name: [text_of(row, name) for row in rows] for name in by or []},
            draws=draws,
        )
        for column in asked
    ]
    swapped = None
    # Identity terms are swapped for the first label asked that puts comments before people.
    of_concern = [item.key for item in LABELS if item.concern and item.key in thresholds]
    names = {column.label for column in asked}
    concern = next((key for key in of_concern if key in names), None)
    if fairness and concern is not None:
        swapped = measure_fairness(
            lambda texts: [float(row[concern] or 0.0) for row in score_texts(pipeline, texts)],
            label=concern,
            threshold=thresholds[concern].flag_at,
        )
    page = markdown(f"Evaluation of {model} on {data.name}", evaluations, fairness=swapped)
    if report is None:
        typer.echo(page)
        return
    about = {
        "data": data.name,
        "rows": len(rows),
        "model": model,
        "scorers": versions(pipeline.run_info()),
    }
    contents = (
        page, as_json(evaluations, about=about, fairness=swapped), charts_html(evaluations)
    )  # fmt: skip
    for output, content in zip(outputs.values(), contents, strict=True):
        with output.replacing() as file:
            file.write(content.encode("utf-8"))
    typer.echo(f"report.md, report.json and report.html are in {report}")
    for evaluation in evaluations:
        note(f"  {evaluation.label}: AUC {evaluation.auc}")


def _number(value: object, column: str | None) -> float | None:
    from analysis.domain.errors import BadInput

    text = "" if value is None else str(value).strip()
    if text.lower() in ("", "nan"):
        return None
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"column {column!r}: a value is not a number") from None


def _chosen(model: str, label: str) -> float | None:
    """The threshold that was best on the dev rows when this model was made."""
    from analysis.resources import models_dir

    path = models_dir() / model / "manifest.json"
    if not path.is_file():
        return None
    manifest = json.loads(path.read_text(encoding="utf-8"))
    threshold: float | None = (
        manifest.get("extra", {}).get("calibration", {}).get(label, {}).get("best_f1_threshold")
    )
    return threshold
