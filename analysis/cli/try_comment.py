"""`moderato try`: one comment in, the four labels with their passages out; nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, note, settings_with

if TYPE_CHECKING:
    from analysis.domain.analysis import Analysis
    from analysis.pipeline import Pipeline
    from analysis.settings import Settings


def try_comment(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="The comment; - reads a pipe.")],
    parent: Annotated[str, typer.Option("--parent", help="The comment that it answers.")] = "",
    title: Annotated[str, typer.Option("--title", help="The title of its article.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="The record that `moderato analyze` writes.")
    ] = False,
    db: Db = None,
) -> None:
    """Label one comment as the dashboard's screen does, and keep nothing of it.

    With --db the thresholds, rules and heads of that site answer, else those that ship.
    """
    from analysis.services.data.analysis_schema import analysis_record, json_line
    from analysis.services.site import trial

    if words == "-":
        words = sys.stdin.read()
    pipeline = _pipeline(settings_with(db=db), of_site=db is not None)
    analysis = trial.try_comment(pipeline, trial.Trial(words, parent, title))
    if as_json:
        typer.echo(json_line(analysis_record(analysis, pipeline.run_info())), nl=False)
        return
    for line in _lines(analysis, pipeline):
        typer.echo(line)
    for scorer in pipeline.run_info().scorers:
        if not scorer.available:
            note(scorer.note or f"{scorer.name}: not installed here")


def _pipeline(settings: Settings, *, of_site: bool) -> Pipeline:
    from analysis.services.site.pipelines import build_pipeline, default_profile

    if not of_site:
        return build_pipeline(settings, default_profile())
    from analysis.cli.stores import existing_store
    from analysis.services.site.site_pipeline import site_pipeline

    store = existing_store(settings)
    try:
        return site_pipeline(store, settings)
    finally:
        store.close()


def _lines(analysis: Analysis, pipeline: Pipeline) -> Iterator[str]:
    """One line a label with its thresholds, and one for each passage that the dashboard marks."""
    from analysis.domain.severity import told_facets
    from analysis.labels import LABELS
    from analysis.services.moderation.label_words import labels_in_order
    from analysis.services.moderation.passage_payload import evidence_of
    from analysis.services.moderation.passages import marks_of, passages_of

    labels = labels_in_order(LABELS)
    text = analysis.comment.text
    passages = passages_of(
        text,
        marks_of(evidence_of(analysis.labels, labels), labels),
        analysis.recommendations,
        quotes=[quote.span for quote in analysis.quotes],
    )
    for key, label in labels.items():
        result, answer = analysis.labels[key], analysis.recommendations[key]
        threshold = pipeline.profile.thresholds[key]
        facets = told_facets(label, result.probability, result.facets, answer)
        if result.probability is None:
            yield f"{label.title:22} {'':4}  {answer.value:12} {result.detail or ''}".rstrip()
            continue
        yield (
            f"{label.title:22} {result.probability:4.2f}  {answer.value:12} "
            f"flag from {threshold.flag_at:.2f}, clear below {threshold.clear_below:.2f}"
            + (f"  ({', '.join(facet.title for facet in facets)})" if facets else "")
        )
        for passage in passages:
            if passage.label == key and passage.shown:
                shown = " ".join(passage.words.of(text).split())
                yield f"{'':22} “{shown}”: {passage.reason}"
