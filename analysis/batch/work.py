"""One part of a batch job, from rows to files; what every runner calls, on whatever machine.

A part's result appears whole or not at all, under a name of its own. Done twice (a worker that
was thought lost comes back) it is written twice with the same content, so each row stands once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.batch.arrow_core import Labels, Rejected, score_arrow
from analysis.batch.input_parts import Part, RowColumns, read_part
from analysis.batch.places import Place, place_of
from analysis.batch.result_folder import QUARANTINE, RESULTS, is_there, write_whole
from analysis.domain.errors import BadInput
from analysis.domain.run import RunInfo
from analysis.evaluation.row_scores import versions
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker must know: columns, output folder, settings (as JSON), and the run's name."""

    columns: RowColumns
    output: str
    settings: str
    run: str


@dataclass(frozen=True, slots=True)
class PartDone:
    """A part, how many of its rows were labelled and how many are in the quarantine."""

    part: Part
    labelled: int
    rejected: int


Work = Callable[[Part], PartDone]


def settings_json(settings: Settings) -> str:
    """The settings that decide findings, for workers that have other environments."""
    names = [
        *("model", "spacy_model", "threads", "batch_size"),
        *("detoxify_variant", "detoxify_checkpoint", "detoxify_sha256"),
    ]
    return json.dumps(
        {name: value for name in names if (value := getattr(settings, name)) is not None},
        sort_keys=True,
        default=str,
    )


def run_name(run: RunInfo) -> str:
    """One name for the same versions everywhere: 16 hex digits over them and the profile."""
    whole = f"{versions(run)} {run.profile_name} {run.profile_version}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def pipeline_of(settings: str) -> Labels:
    """The pipeline of this process; made at its first part and kept."""
    return build_pipeline(load_settings(**json.loads(settings)), default_profile())


def do_part(job: Job, part: Part) -> PartDone:
    """Label one part and write its results; does nothing where they are there already."""
    folder = place_of(job.output)
    result = folder / RESULTS / f"{part.name}.parquet"
    refused = folder / QUARANTINE / f"{part.name}.jsonl"
    if not is_there(result):
        pipeline = pipeline_of(job.settings)
        if run_name(pipeline.run_info()) != job.run:
            raise BadInput("This worker has other versions than the run; install the same there.")
        batch, unreadable = read_part(part, job.columns)
        scored, broken = score_arrow(batch, pipeline, run=job.run)
        rejected = sorted([*unreadable, *broken], key=lambda row: row.row)
        # The quarantine first: the part counts as done when its result is there.
        if rejected or is_there(refused):  # from a start that was killed before the result
            _write_rejected(refused, rejected)
        write_whole(result, lambda file: pq.write_table(pa.Table.from_batches([scored]), file))
    return PartDone(part, _rows(result), _lines(refused))


def _write_rejected(path: Place, rejected: Sequence[Rejected]) -> None:
    lines = [
        json.dumps({"source": row.source, "row": row.row, "reason": row.reason}) for row in rejected
    ]
    body = "".join(f"{line}\n" for line in lines)
    write_whole(path, lambda file: file.write(body.encode("utf-8")))


def _rows(path: Place) -> int:
    with path.open("rb") as raw:
        return int(pq.read_metadata(raw).num_rows)


def _lines(path: Place) -> int:
    if not is_there(path):
        return 0
    with path.open("rb") as file:
        return sum(1 for _ in file)
