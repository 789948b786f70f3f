"""Files of annotated comments: the comments are read here, the annotations never as comments'.

What people said in Argilla, Label Studio or another database of ours goes into an annotation set,
by `moderato annotations import`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.json_source import json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records

OWN_SCHEMA = "moderato.annotations/1"

_TEXTS = ("text", "comment", "body", "comment_text", "content", "message")
_ARGILLA_MARKS = ("responses", "suggestions")
_RECORDS_OWN = ("id", "status", "_server_id")
SUGGESTED = "-suggestion"
"""How Argilla 1's data sets name the column beside that of a question's answers."""

_FIRST_OWN = ("external_id", "metadata", "vectors")
_CLASSIFIED = ("annotation", "annotation_agent", "prediction_agent")
"""What each record of Argilla 1's text classification has."""
_COLUMNS = {
    "text": "text", "id": "comment_id", "thread_id": "article_id", "author": "author",
    "created_at": "created_at",
}  # fmt: skip
_BESIDE = (
    "The annotations in it were not read as comments; "
    "`moderato annotations import FILE` brings them into an annotation set."
)


def text_of(fields: Mapping[str, Any]) -> str | None:
    """The comment among the fields of an annotated record: by its name, or the only words there."""
    for name in _TEXTS:
        if isinstance(fields.get(name), str):
            return str(fields[name])
    words = [value for value in fields.values() if isinstance(value, str)]
    return words[0] if len(words) == 1 else None


def argilla_fields(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The fields of one of Argilla's records, nested or flattened; ``None`` for anything else."""
    fields = record.get("fields")
    if isinstance(fields, dict) and any(mark in record for mark in _ARGILLA_MARKS):
        return fields
    if asked := first_questions(record):
        own = {*asked, *_FIRST_OWN}
        return {k: v for k, v in record.items() if k not in own and SUGGESTED not in k}
    answered = any(str(key).endswith((".responses", ".suggestion")) for key in record)
    if not (answered and "id" in record and "status" in record):
        return None
    return {k: v for k, v in record.items() if "." not in k and k not in _RECORDS_OWN}


def first_questions(record: Mapping[str, Any]) -> list[str]:
    """The questions of a record of Argilla 1's data sets, each with its suggestion beside it."""
    return [name for name in record if f"{name}{SUGGESTED}" in record]


def _is_classified(record: Mapping[str, Any]) -> bool:
    """A record of Argilla 1's text classification, whose text stands under ``inputs``, too."""
    return all(name in record for name in _CLASSIFIED) and (
        isinstance(record.get("inputs"), dict) or isinstance(record.get("text"), str)
    )


def _is_task(record: Mapping[str, Any]) -> bool:
    """Label Studio's task, or a line of its JSON-MIN."""
    task = isinstance(record.get("data"), dict) and isinstance(record.get("annotations"), list)
    return task or all(name in record for name in ("annotation_id", "annotator"))


def _objects(source: Source, log: ReadLog) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of JSON, or the rows of a table by column."""
    if source.is_table:
        for record in table_records(source, log)[1]:
            yield record.position, record.values
    else:
        yield from json_objects(source, log)


def _argilla(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in _objects(source, log):
        about = _metadata(value.get("metadata"))
        number = value.get("id") or value.get("external_id")
        if _is_classified(value):
            inputs = value.get("inputs")
            asked: Mapping[str, Any] = inputs if isinstance(inputs, dict) else {}
            log.note("Argilla 1's classes and predictions are no labels of ours; left out.")
            text = value.get("text") or text_of(asked)
            yield _record(position, about, text, number, log, with_judgements=False)
            continue
        fields = argilla_fields(value) or {}
        yield _record(position, about or fields, text_of(fields), number, log)


def _metadata(given: Any) -> Mapping[str, Any]:
    """What a record says of its comment; data sets write it as JSON in a string."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return {}
    return given if isinstance(given, dict) else {}


def _label_studio(source: Source, log: ReadLog) -> Iterator[Record]:
    """Tasks, or a line for each annotation: then a task counts once, without the line's times,
    which are the annotation's."""
    seen: set[str] = set()
    for position, value in _objects(source, log):
        data = value.get("data")
        if isinstance(data, dict):
            yield _record(position, data, text_of(data), value.get("id"), log)
            continue
        number = str(value.get("id"))
        if number in seen:
            log.skip("another annotation of the same task")
            continue
        seen.add(number)
        fields = {k: v for k, v in value.items() if k not in ("created_at", "updated_at")}
        yield _record(position, fields, text_of(fields), value.get("id"), log)


def _own(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        yield _record(position, value, text_of(value), None, log)


def _record(
    position: str,
    known: Mapping[str, Any],
    text: str | None,
    number: Any,
    log: ReadLog,
    *,
    with_judgements: bool = True,
) -> Record:
    if with_judgements:
        log.note(_BESIDE)
    named = {name: known.get(name) for name in ("article_id", "author", "created_at")}
    return Record(position, {"text": text, "comment_id": known.get("comment_id", number), **named})


def _has_responses(columns: Collection[str]) -> bool:
    return any(name.endswith("_responses") for name in columns)


ARGILLA = Format(
    name="argilla",
    title="Argilla records (2: to_json, a data set's JSON Lines or CSV; 1: feedback, text "
    "classification)",
    records="record",
    keeps="text field, id, author and time from the metadata",
    drops="responses and suggestions (annotations, `moderato annotations import` takes them)",
    read=reader_of(_argilla, _COLUMNS),
    recognises=lambda b: (
        any(argilla_fields(c) is not None or _is_classified(c) for c in b.objects)
        or (b.table_has("id", "status", "server_id") and _has_responses(b.columns))
    ),
)

LABEL_STUDIO = Format(
    name="label-studio",
    title="Label Studio tasks (JSON, JSON-MIN, CSV, TSV)",
    records="task",
    keeps="text of the data, id, author and time where the data has them",
    drops="annotations and predictions (`moderato annotations import` takes annotations)",
    read=reader_of(_label_studio, _COLUMNS),
    recognises=lambda b: (
        any(_is_task(candidate) for candidate in b.objects)
        or b.table_has("annotation_id", "annotator", "lead_time")
    ),
)

OWN = Format(
    name="moderato-annotations",
    title="an annotation set of ours (moderato.annotations/1)",
    records="comment",
    keeps="text, id, article's id",
    drops="judgements (`moderato annotations import` takes them)",
    read=reader_of(_own, _COLUMNS),
    recognises=lambda b: any(candidate.get("schema") == OWN_SCHEMA for candidate in b.objects),
)

FORMATS = (ARGILLA, LABEL_STUDIO, OWN)
