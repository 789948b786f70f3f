"""What people answered in Argilla, as its own exports have it.

Layouts: records with ``responses`` by question (2.x), the same flattened
(``question.responses``, as data sets are), a list of responses with ``values`` (1.x), and that
version's data sets (``question`` beside ``question-suggestion``). A draft or a discarded response
is no answer. Suggestions are a machine's, and are left.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement
from analysis.ingest.formats.annotation_exports import argilla_fields, first_questions, text_of
from analysis.services.annotation.annotation_records import (
    Annotated,
    answer_at,
    at_degree,
    judgement_from,
    plain_answer,
)

PASSAGES = "_passages"
"""What follows a label in the name of the question that asks for its passages."""

_SUBMITTED = (None, "", "submitted")
_CHOSEN = {"1": "yes", "0": "no"}
_ENDS = ("start", "end")
_RESPONSES, _USERS, _STATUS = ".responses", ".responses.users", ".responses.status"


def is_argilla(record: Any) -> bool:
    """Whether this is one of Argilla's records."""
    return isinstance(record, dict) and argilla_fields(record) is not None


def from_argilla(record: Mapping[str, Any]) -> Annotated:
    """One record; ``BadInput`` where it has no text, or an answer can't be read.

    A question is named as its label. Its answer is yes or no, a degree, facets, or passages.
    """
    text = text_of(argilla_fields(record) or {})
    if text is None:
        raise BadInput("no field of the record is the comment's text")
    about = record.get("metadata")
    known: Mapping[str, Any] = about if isinstance(about, dict) else record
    given: defaultdict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    unread: dict[tuple[str, str], str] = {}
    for question, person, value in _responses(record):
        place = question.removesuffix(PASSAGES), person
        try:
            given[place] |= _answer(question, value)
        except BadInput as problem:
            unread[place] = str(problem)
    judgements: list[Judgement] = []
    for place, answer in given.items():
        try:
            judgements += [] if place in unread else [_judgement(*place, answer)]
        except BadInput as problem:
            unread[place] = str(problem)
    return Annotated(
        article_id=str(known.get("article_id") or ""),
        comment_id=str(known.get("comment_id") or record.get("id") or ""),
        sha256=text_sha256(text),
        text=text,
        judgements=tuple(judgements),
        unread=tuple(unread.values()),
    )


def from_argilla_row(row: Mapping[str, str | None]) -> Annotated:
    """A row of a data set's CSV, whose lists are written as Python writes them."""
    return from_argilla({name: _listed(name, cell) for name, cell in row.items() if name})


def _listed(name: str, cell: str | None) -> Any:
    if not name.endswith((_RESPONSES, _USERS, _STATUS)) or not cell:
        return cell
    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise BadInput(f"{name!r} holds no list of responses") from None


def _responses(record: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Question, person and value of every submitted response."""
    responses = record.get("responses")
    if isinstance(responses, dict):
        for question, answers in responses.items():
            for answer in answers or ():
                if answer.get("status") in _SUBMITTED:
                    yield str(question), _person(answer.get("user_id")), answer.get("value")
    for response in responses if isinstance(responses, list) else ():
        if response.get("status") in _SUBMITTED:
            for question, answer in (response.get("values") or {}).items():
                yield str(question), _person(response.get("user_id")), answer.get("value")
    for question in first_questions(record):
        for answer in _rows(record[question]):
            if answer.get("status") in _SUBMITTED:
                yield question, _person(answer.get("user_id")), answer.get("value")
    for key, values in record.items():
        question = key.removesuffix(_RESPONSES)
        if question == key or not isinstance(values, list):
            continue
        users = record.get(question + _USERS) or []
        states = record.get(question + _STATUS) or []
        for place, value in enumerate(values):
            if (states[place] if place < len(states) else None) in _SUBMITTED:
                yield question, _person(users[place] if place < len(users) else None), value


def _rows(answers: Any) -> Iterator[Mapping[str, Any]]:
    """Answers one by one, be they a list of objects or, as data sets have them, lists by name."""
    if isinstance(answers, dict):
        lists = {name: inner for name, inner in answers.items() if isinstance(inner, list)}
        for place in range(min(map(len, lists.values()), default=0)):
            yield {name: inner[place] for name, inner in lists.items()}
    elif isinstance(answers, list):
        yield from (answer for answer in answers if isinstance(answer, dict))


def _person(user: Any) -> str:
    return f"argilla-{user}" if user not in (None, "") else ""


def _answer(question: str, value: Any) -> dict[str, Any]:
    """What one value says, as a judgement's plain values; ``BadInput`` where it is none."""
    if isinstance(value, list) and value and all(_is_passage(part) for part in value):
        spans = [
            {"start": part["start"], "end": part["end"], "facet": _facet(question, part)}
            for part in value
        ]
        return {"spans": spans, "facets": sorted({s["facet"] for s in spans if s["facet"]})}
    if value == [] and question.endswith(PASSAGES):
        return {"spans": []}
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return {"facets": value} if value else {"judgement": "no"}
    if isinstance(value, str) and value in _CHOSEN and answer_at(question, 0) is None:
        return {"judgement": _CHOSEN[value]}
    return plain_answer(question, value)


def _is_passage(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(part.get(end), int) for end in _ENDS)


def _facet(question: str, part: Mapping[str, Any]) -> str:
    label, colon, facet = str(part.get("label") or "").partition(":")
    if colon:
        return facet
    return "" if question.startswith(label) else label


def _judgement(question: str, person: str, given: Mapping[str, Any]) -> Judgement:
    """A question that is no label of ours stays as it is called, for ``labels`` to say.

    No passage and no other answer says no; beside another answer it says nothing.
    """
    level = given.get("level")
    answer = Answer.NO if dict(given) == {"spans": []} else Answer.YES
    if level is not None:
        answer, level = at_degree(question, level)
    return judgement_from(
        {"judgement": answer.value, **given, "level": level, "label": question, "person": person}
    )
