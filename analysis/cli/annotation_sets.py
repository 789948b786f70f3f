"""`moderato annotations`: sets of judgements, and judgements made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, note, settings_with
from analysis.domain.errors import BadInput

annotation_sets = typer.Typer(
    name="annotations",
    help="Annotation sets: list them, bring in what was annotated elsewhere.",
    no_args_is_help=True,
)
PERSON = "local"


@annotation_sets.command("list")
def list_sets(db: Db = None) -> None:
    """The sets with their labels, newest first."""
    from analysis.cli.stores import existing_store
    from analysis.services.annotation.annotation_sets import sets

    for of in sets(existing_store(settings_with(db=db))):
        typer.echo(f"{of.id}  {of.name} ({', '.join(of.labels)}): {of.judged} of {of.items} judged")


@annotation_sets.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A set of ours (.jsonl, .csv, .spacy), Label Studio's JSON, Argilla's records.",
        ),
    ],
    into: Annotated[
        int | None, typer.Option("--set", metavar="NUMBER", help="A set, as `list` shows it.")
    ] = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="NAME", help="Begin a set with this name for it.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            "--label", metavar="QUESTION=LABEL", help="The label that a question is meant as."
        ),
    ] = None,
    db: Db = None,
) -> None:
    """Bring judgements into a set; their comments are imported before, and marked as imported."""
    from analysis.cli.stores import existing_store
    from analysis.services.annotation.annotation_import import import_annotations
    from analysis.services.annotation.annotation_reading import judged_labels
    from analysis.services.annotation.annotation_sets import create_set

    if (into is None) == (new is None):
        raise BadInput("Say where to: --set NUMBER, or --new NAME for a set of its own.")
    labels = _pairs(label or [])
    store = existing_store(settings_with(db=db))
    if into is None:
        judged = judged_labels(file, labels)
        if not judged:
            raise BadInput(
                f"{file.name}: no judgement answers a label; --label QUESTION=LABEL says which "
                "label a question is meant as."
            )
        into = create_set(
            store, str(new), labels=judged, guideline=f"imported from {file.name}", person=PERSON
        ).id
    report = import_annotations(store, into, file, person=PERSON, labels=labels)
    typer.echo(
        f"set {into}: {report.judgements} judgements of {report.people} people on "
        f"{report.items} comments; {report.known} known, {report.left_out} left out"
    )
    for reason in report.reasons:
        note(f"  left out: {reason}")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for pair in given:
        question, equals, label = pair.partition("=")
        if not (question and equals and label):
            raise BadInput(f"--label {pair!r}: expected QUESTION=LABEL.")
        pairs[question] = label
    return pairs
