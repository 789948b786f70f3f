"""Annotated comments as JSON Lines, CSV, spaCy DocBin and Label Studio JSON, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.domain.annotation import Judgement
from analysis.domain.errors import BadInput
from analysis.services.annotation.annotation_records import (
    Annotated,
    Broken,
    Read,
    Said,
    from_plain,
    parsed,
    read_one,
    said_from,
    to_plain,
)
from analysis.services.annotation.label_studio import read_label_studio, write_label_studio

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    lines = (json.dumps(to_plain(one), ensure_ascii=False) + "\n" for one in items)
    return "".join(lines).encode("utf-8", "surrogatepass")


def read_jsonl(content: bytes) -> Read:
    """One comment a line; a broken line costs itself only."""
    for number, line in enumerate(content.decode("utf-8-sig", "surrogatepass").split("\n"), 1):
        if line.strip():
            yield read_one(f"line {number}", lambda given: from_plain(parsed(given)), line)


def write_csv(items: Iterable[Annotated]) -> bytes:
    """One judgement a row; spans as ``start-end:facet`` with a semicolon between."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for one in items:
        for said in one.said:
            row = {
                "article_id": one.article_id,
                "comment_id": one.comment_id,
                "sha256": one.sha256,
                "label": said.label,
                "person": said.person,
                "kind": said.kind,
                "judgement": said.judgement.value,
                "level": "" if said.level is None else said.level,
                "facets": ";".join(said.facets),
                "spans": ";".join(f"{s.span.start}-{s.span.end}:{s.facet}" for s in said.spans),
                "note": said.note,
                "at": said.at.isoformat() if said.at else "",
                **{name: one.about.get(name, "") for name in ("set", "guideline", "selection")},
                "text": one.text,
            }
            writer.writerow({key: _no_formula(value) for key, value in row.items()})
    return out.getvalue().encode("utf-8-sig", "surrogatepass")


def read_csv(content: bytes) -> Read:
    """One judgement a row. The text column is for people; comments are found by id or hash."""
    text = content.decode("utf-8-sig", "surrogatepass")
    for row in (reader := csv.DictReader(io.StringIO(text, newline=""))):
        yield read_one(f"line {reader.line_num}", _from_row, row)


def _from_row(row: Mapping[str, str | None]) -> Annotated:
    given = {name: _formula_again(value or "") for name, value in row.items() if name}
    missing = [name for name in ("label", "person", "judgement") if not given.get(name)]
    if missing:
        raise BadInput(f"no {missing[0]!r} in this row")
    spans = [_span(one) for one in given.get("spans", "").split(";") if one]
    facets = [one for one in given.get("facets", "").split(";") if one]
    whole = {**given, "text": ""}
    return replace(
        from_plain({key: whole.get(key) for key in ("article_id", "comment_id", "sha256", "text")}),
        said=(said_from({**given, "facets": facets, "spans": spans}),),
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
    for one in items:
        doc = tokenise.make_doc(one.text)
        for said in one.said:
            found = [
                doc.char_span(s.span.start, s.span.end, label=s.facet, alignment_mode="expand")
                for s in said.spans
            ]
            if any(found):
                name = f"{said.label}:{said.person}"
                doc.spans[name] = SpanGroup(doc, name=name, spans=[s for s in found if s])
        doc.cats = _shares(one.said)
        doc.user_data["moderato"] = json.dumps(to_plain(one), ensure_ascii=False)
        docs.add(doc)
    return bytes(docs.to_bytes())


def read_docbin(content: bytes) -> Read:
    """A DocBin that this project wrote; others carry no word of who said what."""
    import spacy
    from spacy.tokens import DocBin

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
            yield read_one(f"document {number}", lambda given: from_plain(parsed(given)), carried)


def _shares(said: Iterable[Said]) -> dict[str, float]:
    """Per label the share of yes among the votes, or what a settling word says."""
    votes: dict[str, list[float]] = {}
    settled: dict[str, float] = {}
    for one in said:
        if one.judgement is Judgement.SKIP:
            continue
        value = float(one.judgement is Judgement.YES)
        if one.kind == "vote":
            votes.setdefault(one.label, []).append(value)
        else:
            settled[one.label] = value
    return {**{label: sum(v) / len(v) for label, v in votes.items()}, **settled}


def _no_formula(value: object) -> object:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _formula_again(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value


FORMATS: Mapping[str, Format] = {
    "jsonl": Format(".jsonl", write_jsonl, read_jsonl),
    "csv": Format(".csv", write_csv, read_csv),
    "docbin": Format(".spacy", write_docbin, read_docbin),
    "label_studio": Format(".json", write_label_studio, read_label_studio),
}
