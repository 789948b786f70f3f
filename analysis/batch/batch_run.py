"""A batch job from start to end: plan, leave out what is done, run, count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from analysis.batch.input_parts import ROWS_A_PART, Part, RowColumns, input_files, plan_parts
from analysis.batch.places import Place, stamp_of
from analysis.batch.result_folder import RESULTS, begin, is_there
from analysis.batch.runners import Where, runner_of
from analysis.batch.work import (
    Job,
    PartDone,
    do_part,
    pipeline_of,
    run_name,
    settings_json,
)
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.domain.run import RunInfo
from analysis.evaluation.row_scores import versions
from analysis.settings import Settings

FORMAT = "moderato.batch/1"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What is read, where the results go, and how it is done."""

    input: str
    output: Place
    columns: RowColumns
    where: Where = field(default_factory=Where)
    part_rows: int = ROWS_A_PART


@dataclass(frozen=True, slots=True)
class BatchDone:
    """Rows in all, those of parts that an earlier start had finished, those in the quarantine."""

    rows: int
    earlier: int
    rejected: int
    parts: int
    run: str


def run_batch(
    settings: Settings, options: BatchOptions, *, progress: Progress | None = None
) -> BatchDone:
    """Label all rows of the input into ``output``; started again, it goes on where it stopped.

    The output is of one run: with other files, columns or versions the folder is refused.
    """
    columns = options.columns
    if (columns.thread is None) != (columns.parent_id is None):
        raise BadInput("--thread and --parent-id go together: the parent is in its thread.")
    if columns.thread is not None and (columns.id is None or columns.parent is not None):
        raise BadInput("--thread needs --id, and takes the place of --parent.")
    runner = runner_of(options.where)
    files = input_files(options.input)
    given = settings_json(settings)
    info = pipeline_of(given).run_info()
    job = Job(columns, str(options.output.resolve()), given, run_name(info))
    parts = plan_parts([path.resolve() for path in files], columns, rows=options.part_rows)
    plan = _plan(files, options, job, info)
    begin(options.output, plan)

    def check(outcome: PartDone) -> None:
        if outcome.labelled + outcome.rejected != outcome.part.rows:
            check_unchanged()
            raise _miscounted(outcome)

    def check_unchanged() -> None:
        if _plan(files, options, job, info) != plan:
            raise BadInput(
                "An input file was changed while it was read, so that the results may have rows of "
                f"both; {options.output} is of no use: start again with another folder."
            )

    done = {part.number for part in parts if is_there(_result(options.output, part))}
    rows = sum(part.rows for part in parts)
    finished = sum(part.rows for part in parts if part.number in done)
    earlier, rejected = finished, 0
    if progress:
        progress(finished, rows)
    waiting = [part for part in parts if part.number not in done]
    for outcome in runner(waiting, partial(do_part, job), options.where):
        check(outcome)
        finished += outcome.part.rows
        if progress:
            progress(finished, rows)
    check_unchanged()
    for part in parts:
        outcome = do_part(job, part)
        check(outcome)
        rejected += outcome.rejected
    return BatchDone(rows, earlier, rejected, len(parts), job.run)


def _miscounted(outcome: PartDone) -> BadInput:
    return BadInput(
        f"{outcome.part.name}: {outcome.labelled} rows labelled and {outcome.rejected} in the "
        f"quarantine, but the part has {outcome.part.rows}; delete its files and start again"
    )


def _result(output: Place, part: Part) -> Place:
    return output / RESULTS / f"{part.name}.parquet"


def _plan(files: Sequence[Place], options: BatchOptions, job: Job, info: RunInfo) -> str:
    """What must be the same for finished parts to be of use; names the run."""
    plan = {
        "format": FORMAT,
        "run": job.run,
        "versions": versions(info),
        "profile": [info.profile_name, info.profile_version],
        "files": [[str(path.resolve()), *stamp_of(path)] for path in files],
        "columns": asdict(options.columns),
        "part_rows": options.part_rows,
    }
    return json.dumps(plan, indent=2, sort_keys=True)
