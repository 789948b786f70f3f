"""`moderato bench`: the pipeline as it ships on a fixed workload, whole and by stage."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.resources import code_version, models_dir
from analysis.scorers.embedded import EmbeddedScorer, embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.services.benchmark import references
from analysis.services.benchmark.measuring import Measured, Task, least, peak_memory
from analysis.services.benchmark.workload import Workload, workload
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

FORMAT = "moderato.bench/1"
WHOLE, ENCODER = "whole", "encoder"
BESIDE, FINDINGS = "beside", "findings"
STAGES = ("prepare", "rules", "model", ENCODER, BESIDE, FINDINGS)
"""``model`` is the embedded scorer with all it does; ``encoder`` is the part of it that reads.
``beside`` is the whole pipeline and ``findings`` the embedded scorer with the encoder's readings
ready, so that what is left is what the encoder's threads share the cores with."""
_COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured; ``reference_comments`` is a sample for what is slow."""

    comments: int = 256
    rounds: int = 2
    reference_comments: int = 32


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One run's figures; ``left_out`` says by reference why it was not measured.

    ``operations`` are those of the encoder's weights for one round, in thousands of millions;
    ``memory`` the bytes that the process held at most before any reference was loaded.
    """

    version: str
    cores: int
    threads: int
    load: Workload
    tokens: int
    whole: Measured
    stages: Mapping[str, Measured]
    compared: Mapping[str, Measured]
    left_out: Mapping[str, str]
    memory: int | None

    @property
    def operations(self) -> float:
        """Of the encoder's weights over the whole workload, in thousands of millions."""
        return self.tokens * references.TOKEN_OPERATIONS / 1e9

    @property
    def ratios(self) -> dict[str, float]:
        """The whole pipeline against each reference, by comments a second of this run.

        ``of_encoder`` is the whole against the encoder alone, ``cpu_of_encoder`` the encoder's
        share of all processor time, ``encoder_of_limit`` the encoder's products against the same
        number of bare ones. ``reachable`` is what ``of_encoder`` is on cores that are never idle:
        the encoder's processor time against its and that of all else, each measured alone, so
        that other work on the machine weighs little.
        """
        encoder = self.stages[ENCODER]
        ratios = {
            "of_encoder": self.whole.per_second / encoder.per_second,
            "cpu_of_encoder": encoder.cpu_seconds / self.whole.cpu_seconds,
            "reachable": encoder.cpu_seconds
            / (encoder.cpu_seconds + self.stages[BESIDE].cpu_seconds),
        }
        for name, measured in self.compared.items():
            if name == references.PRODUCT:
                reached = self.operations / encoder.wall_seconds
                ratios["encoder_of_limit"] = reached / measured.per_second
            else:
                ratios[f"of_{name}"] = self.whole.per_second / measured.per_second
        return {name: round(value, 3) for name, value in ratios.items()}

    @property
    def microseconds(self) -> dict[str, float]:
        """Processor time of a comment: the encoder's, all else together, and the parts of that."""
        of = {name: 1e6 * m.cpu_seconds / m.items for name, m in self.stages.items()}
        parts = {name: of[name] for name in ("prepare", "rules", FINDINGS)}
        rest = of[BESIDE] - sum(parts.values())
        times = {ENCODER: of[ENCODER], BESIDE: of[BESIDE], **parts, "rest": rest}
        return {name: round(value, 1) for name, value in times.items()}

    def record(self) -> dict[str, Any]:
        """The figures as JSON can hold them, under :data:`FORMAT`."""
        shape = asdict(self.load)
        del shape["texts"]
        return {
            "format": FORMAT,
            "version": self.version,
            "machine": {"cores": self.cores, "threads": self.threads},
            "workload": {**shape, "comments": len(self.load.texts), "tokens": self.tokens},
            WHOLE: _figures(self.whole),
            "stages": {name: _figures(measured) for name, measured in self.stages.items()},
            "references": {
                **{name: _figures(measured) for name, measured in self.compared.items()},
                **{name: {"left_out": why} for name, why in self.left_out.items()},
            },
            "ratios": self.ratios,
            "cpu_microseconds_per_comment": self.microseconds,
            "peak_memory_bytes": self.memory,
        }


def benchmark(settings: Settings, effort: Effort = Effort()) -> Benchmark:
    """Measure; takes some ten seconds, a minute or two with PyTorch. Needs a shipped model."""
    if settings.model == "none":
        raise BadInput("bench: it measures a shipped model; choose one with MODERATO_MODEL.")
    load = workload(effort.comments)
    scorer = embedded_scorer(settings.model, threads=settings.threads)
    tasks, tokens = _tasks(settings, scorer, load)
    least({name: tasks[name] for name in (WHOLE, *STAGES)}, rounds=1)  # caches, parsers, models
    memory = peak_memory()
    compared, left_out = _references(settings, load.sample(effort.reference_comments))
    measured = least({**tasks, **compared}, rounds=effort.rounds)
    return Benchmark(
        version=code_version(),
        cores=os.cpu_count() or 1,
        threads=settings.threads,
        load=load,
        tokens=tokens,
        whole=measured[WHOLE],
        stages={name: measured[name] for name in STAGES},
        compared={name: measured[name] for name in compared},
        left_out=left_out,
        memory=memory,
    )


def _tasks(
    settings: Settings, scorer: EmbeddedScorer, load: Workload
) -> tuple[dict[str, Task], int]:
    pipeline = build_pipeline(settings, default_profile())
    preparer = Preparer(settings.spacy_model)
    rules = RuleScorer(spacy_model=settings.spacy_model)
    discussions = [_alone(text) for text in load.texts]
    prepared = _prepared(preparer, discussions)
    pieces = scorer.model.pieces([comment.own.text for comment in prepared])
    readings = dict(
        zip((piece.key for piece in pieces), scorer.model.readings(pieces), strict=True)
    )
    (of_pipeline,) = (s.model for s in pipeline.scorers if isinstance(s, EmbeddedScorer))
    count = len(load.texts)

    def whole() -> None:
        pipeline.analyze_apart(discussions, only={_COMMENT})

    def beside() -> None:
        with of_pipeline.answering_from(readings):
            whole()

    def findings() -> None:
        with scorer.model.answering_from(readings):
            scorer.score(prepared)

    return {
        WHOLE: Task(count, whole),
        "prepare": Task(count, lambda: _prepared(preparer, discussions)),
        "rules": Task(count, lambda: rules.score(prepared)),
        "model": Task(count, lambda: scorer.score(prepared)),
        ENCODER: Task(count, lambda: scorer.model.readings(pieces)),
        BESIDE: Task(count, beside),
        FINDINGS: Task(count, findings),
    }, sum(len(piece.ids) for piece in pieces)


def _alone(text: str) -> Discussion:
    return Discussion(Article("bench"), (Comment(_COMMENT, "bench", 1, text),))


def _prepared(preparer: Preparer, discussions: Sequence[Discussion]) -> list[PreparedComment]:
    return [comment for discussion in discussions for comment in preparer.prepare(discussion)]


def _references(settings: Settings, texts: Sequence[str]) -> tuple[dict[str, Task], dict[str, str]]:
    tasks: dict[str, Task] = {}
    left_out: dict[str, str] = {}
    why = references.missing("torch", "transformers")
    if why is None:
        tasks |= references.torch_tasks(models_dir() / settings.model, texts)
    else:
        left_out |= dict.fromkeys(references.WITH_TORCH, why)
    why = references.missing("onnx")
    if why is None:
        tasks[references.PRODUCT] = references.product_task(settings.threads)
    else:
        left_out[references.PRODUCT] = why
    return tasks, left_out


def _figures(measured: Measured) -> dict[str, float]:
    return {
        "items": measured.items,
        "per_second": round(measured.per_second, 2),
        "cpu_seconds_per_1000": round(measured.cpu_per_thousand, 4),
    }
