"""`moderato evaluate`: the product's scores against what people said, on any labelled table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from analysis.output_file import OutputFile, Protected
    from analysis.services.measurement.table_evaluation import TableAnswer

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
    from analysis.evaluation.evaluate import parse_asked
    from analysis.evaluation.score_table import Columns
    from analysis.evaluation.summary import markdown
    from analysis.services.measurement.table_evaluation import TableQuestion, evaluate_table
    from analysis.services.site.pipelines import default_profile, read_profile

    thresholds_of = read_profile(profile) if profile else default_profile()
    settings = settings_with()
    outputs = {}
    if report is not None:
        outputs = _outputs(report, force, protected_files(settings, data, profile))
    question = TableQuestion(
        data=data,
        columns=Columns(text, parent, article),
        asked=[parse_asked(item) for item in label],
        model=model,
        against=against,
        by=by or (),
        draws=draws,
        swaps=fairness,
    )
    with progress_bar("scoring") as progress:
        answer = evaluate_table(question, settings, thresholds_of, progress=progress)
    title = f"Evaluation of {model} on {data.name}"
    page = markdown(title, answer.evaluations, fairness=answer.swapped)
    if report is None:
        typer.echo(page)
        return
    _write(outputs, page, answer)
    typer.echo(f"report.md, report.json and report.html are in {report}")
    for evaluation in answer.evaluations:
        note(f"  {evaluation.label}: AUC {evaluation.auc}")


def _outputs(folder: Path, force: bool, protected: tuple[Protected, ...]) -> dict[str, OutputFile]:
    """The report's files, which can be written; nothing is scored for a folder that can't take
    them."""
    from analysis.domain.errors import BadInput
    from analysis.output_file import OutputFile

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder}: can't be made a folder ({error.strerror})") from None
    outputs = {
        name: OutputFile(folder / name, force, private=False, protected=protected)
        for name in _REPORTS
    }
    for output in outputs.values():
        output.check()
    return outputs


def _write(outputs: dict[str, OutputFile], page: str, answer: TableAnswer) -> None:
    from analysis.evaluation.charts import charts_html
    from analysis.evaluation.summary import as_json

    as_data = as_json(answer.evaluations, about=answer.about, fairness=answer.swapped)
    contents = (page, as_data, charts_html(answer.evaluations))
    for output, content in zip(outputs.values(), contents, strict=True):
        with output.replacing() as file:
            file.write(content.encode("utf-8"))
