"""Annotated comments as JSON Lines, CSV, spaCy DocBin and Label Studio JSON, and back."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement, JudgementKind
from analysis.domain.spreadsheet import escape_formula, unescape_formula
from analysis.domain.upload_limits import LARGEST_UNPACKED, LARGEST_UPLOAD
from analysis.services.annotation.annotation_records import (
    Annotated,
    Broken,
    Read,
    from_plain,
    judgement_from,
    parsed,
    read_record,
    to_plain,
)
from analysis.services.annotation.argilla import from_argilla, from_argilla_row, is_argilla
from analysis.services.annotation.label_studio import read_label_studio, write_label_studio
from analysis.services.annotation.label_studio_table import (
    from_label_studio_row,
    is_label_studio_table,
)

_COLUMNS = (
    *("article_id", "comment_id", "sha256", "label", "person", "kind", "judgement", "level"),
    *("facets", "spans", "note", "at", "set", "guideline", "selection", "text"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the ending of its files, how it is written, how it is read."""

    suffix: str
    write: Callable[[Iterable[Annotated]], bytes]
    read: Callable[[bytes], Read]


def write_jsonl(items: Iterable[Annotated]) -> bytes:
    """One comment a line."""
    lines = (json.dumps(to_plain(comment), ensure_ascii=False) + "\n" for comment in items)
    return "".join(lines).encode("utf-8", "surrogatepass")


def read_jsonl(content: bytes) -> Read:
    """One comment a line, ours or Argilla's; a broken line costs itself only."""
    for number, line in enumerate(content.decode("utf-8-sig", "surrogatepass").split("\n"), 1):
        if line.strip():
            yield read_record(f"line {number}", lambda given: _from_line(parsed(given)), line)


def _from_line(record: Any) -> Annotated:
    return from_argilla(record) if is_argilla(record) else from_plain(record)


def write_csv(items: Iterable[Annotated]) -> bytes:
    """One judgement a row; spans as ``start-end:facet`` with a semicolon between."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for comment in items:
        for judgement in comment.judgements:
            row = {
                "article_id": comment.article_id,
                "comment_id": comment.comment_id,
                "sha256": comment.sha256,
                "label": judgement.label,
                "person": judgement.person,
                "kind": judgement.kind.value,
                "judgement": judgement.answer.value,
                "level": "" if judgement.level is None else judgement.level,
                "facets": ";".join(judgement.facets),
                "spans": ";".join(
                    f"{s.span.start}-{s.span.end}:{s.facet}" for s in judgement.spans
                ),
                "note": judgement.note,
                "at": judgement.at.isoformat() if judgement.at else "",
                **{name: comment.about.get(name, "") for name in ("set", "guideline", "selection")},
                "text": comment.text,
            }
            writer.writerow({key: escape_formula(str(value)) for key, value in row.items()})
    return out.getvalue().encode("utf-8-sig", "surrogatepass")


def read_csv(content: bytes) -> Read:
    """One judgement a row; tables of Label Studio and Argilla, too.

    The text column is for people; comments are found by id or hash.
    """
    # A comment may be longer than the cells that the module reads of itself.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_UPLOAD))
    text = content.decode("utf-8-sig", "surrogatepass")
    header = text.split("\n", 1)[0]
    # Spreadsheets of countries that write 0,5 save semicolons.
    between = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else between
    )
    from_row: Callable[[Any], Annotated] = _from_row
    if is_label_studio_table(names := reader.fieldnames or ()):
        from_row = from_label_studio_row
    elif any(name.endswith(".responses") for name in names):
        from_row = from_argilla_row
    for row in reader:
        yield read_record(f"line {reader.line_num}", from_row, row)


def _from_row(row: Mapping[str, str | None]) -> Annotated:
    given = {name: unescape_formula(value or "") for name, value in row.items() if name}
    missing = [name for name in ("label", "person", "judgement") if not given.get(name)]
    if missing:
        raise BadInput(f"no {missing[0]!r} in this row")
    spans = [_span(words) for words in given.get("spans", "").split(";") if words]
    facets = [facet for facet in given.get("facets", "").split(";") if facet]
    whole = {**given, "text": ""}
    return replace(
        from_plain({key: whole.get(key) for key in ("article_id", "comment_id", "sha256", "text")}),
        judgements=(judgement_from({**given, "facets": facets, "spans": spans}),),
    )


def _span(words: str) -> dict[str, Any]:
    place, _, facet = words.partition(":")
    start, _, end = place.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        raise BadInput(f"spans holds {words!r}; expected start-end:facet, such as 4-11:insult")
    return {"start": int(start), "end": int(end), "facet": facet}


def write_docbin(items: Iterable[Annotated]) -> bytes:
    """A spaCy DocBin of tokenised texts.

    Spans stand in ``doc.spans["label:person"]`` (widened to whole tokens, as spaCy wants them),
    the share of yes votes in ``doc.cats``, and everything with its exact offsets in
    ``doc.user_data["moderato"]``.
    """
    import spacy
    from spacy.tokens import DocBin, SpanGroup

    tokenise = spacy.blank("en")
    tokenise.max_length = 10_000_000
    docs = DocBin(store_user_data=True)
    for comment in items:
        doc = tokenise.make_doc(comment.text)
        for judgement in comment.judgements:
            spans = [
                doc.char_span(s.span.start, s.span.end, label=s.facet, alignment_mode="expand")
                for s in judgement.spans
            ]
            if any(spans):
                name = f"{judgement.label}:{judgement.person}"
                doc.spans[name] = SpanGroup(doc, name=name, spans=[s for s in spans if s])
        doc.cats = _shares(comment.judgements)
        doc.user_data["moderato"] = json.dumps(to_plain(comment), ensure_ascii=False)
        docs.add(doc)
    return bytes(docs.to_bytes())


def read_docbin(content: bytes) -> Read:
    """A DocBin that this project wrote; others carry no word of who said what."""
    import spacy
    from spacy.tokens import DocBin

    _refuse_bomb(content)
    try:
        docs = list(
            DocBin(store_user_data=True).from_bytes(content).get_docs(spacy.blank("en").vocab)
        )
    except Exception as error:  # noqa: BLE001 - any library below may refuse a foreign file
        raise BadInput(f"not a spaCy DocBin ({type(error).__name__})") from None
    for number, doc in enumerate(docs, 1):
        carried = doc.user_data.get("moderato")
        if carried is None:
            yield Broken(f"document {number}", "it does not say who judged it (no user data)")
        else:
            yield read_record(
                f"document {number}", lambda given: from_plain(parsed(given)), carried
            )


def _refuse_bomb(content: bytes) -> None:
    """``BadInput`` when a DocBin unpacks to more than a person's annotations ever take."""
    unpacking = zlib.decompressobj()
    try:
        size = len(unpacking.decompress(content, LARGEST_UNPACKED + 1))
    except zlib.error:
        raise BadInput("not a spaCy DocBin (it can't be unpacked)") from None
    if size > LARGEST_UNPACKED:
        raise BadInput(f"this DocBin unpacks to over {LARGEST_UNPACKED // 2**20} MiB; refused.")


def _shares(judgements: Iterable[Judgement]) -> dict[str, float]:
    """Per label the share of yes among the votes, or what a settling word says."""
    votes: dict[str, list[float]] = {}
    settled: dict[str, float] = {}
    for judgement in judgements:
        if judgement.answer is Answer.SKIP:
            continue
        value = float(judgement.answer is Answer.YES)
        if judgement.kind is JudgementKind.VOTE:
            votes.setdefault(judgement.label, []).append(value)
        else:
            settled[judgement.label] = value
    return {**{label: sum(v) / len(v) for label, v in votes.items()}, **settled}


FORMATS: Mapping[str, Format] = {
    "jsonl": Format(".jsonl", write_jsonl, read_jsonl),
    "csv": Format(".csv", write_csv, read_csv),
    "docbin": Format(".spacy", write_docbin, read_docbin),
    "label_studio": Format(".json", write_label_studio, read_label_studio),
}
