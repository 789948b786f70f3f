"""One annotated comment as files carry it, whatever their format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from analysis.domain.errors import BadInput
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement, JudgementKind
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS, LABELS

SCHEMA = "moderato.annotations/1"

_WORDS = {"yes": Answer.YES, "true": Answer.YES, "no": Answer.NO, "false": Answer.NO,
          "skip": Answer.SKIP}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Annotated:
    """A comment with all that people said about it. Offsets are code points of ``text``.

    The comment is named by its article's and its own platform id, and by its text's SHA-256.
    ``about`` says under what it was judged: set, guideline, selection, profile and run.
    ``unread`` says which answers of another tool could not be read, and why.
    ``article_title`` and ``answers`` (the text of the comment that it answers) are shown to
    annotators elsewhere, where the format shows anything.
    """

    article_id: str
    comment_id: str
    sha256: str
    text: str
    judgements: tuple[Judgement, ...]
    about: Mapping[str, Any] = field(default_factory=dict)
    article_title: str = ""
    answers: str = ""
    unread: tuple[str, ...] = ()


def to_plain(comment: Annotated) -> dict[str, Any]:
    """The comment as plain JSON values, one line of a JSONL file."""
    return {
        "schema": SCHEMA,
        "article_id": comment.article_id,
        "comment_id": comment.comment_id,
        "sha256": comment.sha256,
        "text": comment.text,
        "about": dict(comment.about),
        "judgements": [_plain_judgement(judgement) for judgement in comment.judgements],
    }


def _plain_judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "label": judgement.label,
        "person": judgement.person,
        "judgement": judgement.answer.value,
        "kind": judgement.kind.value,
        "level": judgement.level,
        "facets": list(judgement.facets),
        "spans": [
            {"start": s.span.start, "end": s.span.end, "facet": s.facet} for s in judgement.spans
        ],
        "note": judgement.note,
        "at": judgement.at.isoformat() if judgement.at else None,
    }


def from_plain(record: Any) -> Annotated:
    """What :func:`to_plain` was given; ``BadInput`` says what is missing or wrong. A judgement that
    can't be read costs itself only."""
    if not isinstance(record, dict):
        raise BadInput("expected an object with comment_id or sha256 and judgements")
    if record.get("schema", SCHEMA) != SCHEMA:
        raise BadInput(f"schema is {record['schema']!r}, expected {SCHEMA!r}")
    if not (record.get("comment_id") or record.get("sha256")):
        raise BadInput("neither comment_id nor sha256 says which comment is meant")
    judgements: list[Judgement] = []
    unread: list[str] = []
    for given in _listed(record, "judgements"):
        try:
            judgements.append(judgement_from(given))
        except BadInput as problem:
            unread.append(str(problem))
    return Annotated(
        article_id=str(record.get("article_id") or ""),
        comment_id=str(record.get("comment_id") or ""),
        sha256=str(record.get("sha256") or ""),
        text=str(record.get("text") or ""),
        judgements=tuple(judgements),
        about=record.get("about") or {},
        unread=tuple(unread),
    )


def judgement_from(plain: Mapping[str, Any]) -> Judgement:
    """One judgement from plain values; ``BadInput`` names the value that can't be."""
    try:
        answer = Answer(str(plain["judgement"]))
        kind = str(plain.get("kind") or JudgementKind.VOTE.value)
        if kind not in list(JudgementKind):
            raise BadInput(f"kind is {kind!r}; allowed: {', '.join(JudgementKind)}")
        level = plain.get("level")
        return Judgement(
            label=str(plain["label"]),
            person=str(plain["person"]).strip(),
            answer=answer,
            kind=JudgementKind(kind),
            level=None if level in (None, "") else _whole(level),
            facets=tuple(str(facet) for facet in _listed(plain, "facets")),
            spans=tuple(
                AnnotatedSpan(Span(int(s["start"]), int(s["end"])), str(s.get("facet") or ""))
                for s in _listed(plain, "spans")
            ),
            note=str(plain.get("note") or ""),
            at=datetime.fromisoformat(plain["at"]) if plain.get("at") else None,
        )
    except KeyError as missing:
        raise BadInput(f"a judgement has no {missing.args[0]!r}") from None
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"a judgement can't be read ({type(error).__name__}); expected judgement "
            f"({', '.join(Answer)}), label, person, and numbers for level and spans"
        ) from None


def _listed(plain: Mapping[str, Any], name: str) -> Sequence[Any]:
    values = plain.get(name) or ()
    if not isinstance(values, list | tuple):
        raise BadInput(f"{name} is no list")
    return values


def _whole(number: Any) -> int:
    """A degree; tables that other tools wrote again have 2.0 for 2."""
    if float(number) % 1:
        raise ValueError("no whole number")
    return int(float(number))


def answer_at(label: str, level: int) -> Answer | None:
    """What a degree says of its label; ``None`` where the label is not graded."""
    graded = next((item for item in LABELS if item.key == label and item.degrees), None)
    if graded is None:
        return None
    return Answer.YES if graded.holds_at(level) else Answer.NO


def at_degree(label: str, number: int) -> tuple[Answer, int | None]:
    """The answer that a number gives to a label, and its degree where the label is graded.

    1 and 0 say yes and no of a label without degrees; ``BadInput`` for any other number. What a
    question that is no label of ours means shows when it is said which label it is.
    """
    if (answer := answer_at(label, number)) is not None:
        return answer, number
    if label not in LABEL_KEYS:
        return (Answer.YES if number else Answer.NO), number
    if number > 1:
        raise BadInput(f"{number} is no answer about {label}, which has no degrees")
    return (Answer.YES if number else Answer.NO), None


def plain_answer(question: str, value: Any) -> dict[str, Any]:
    """What a value of another tool answers: yes, no, skip or a number; ``BadInput`` for any
    other, so that nobody is taken to have said what they did not. A rating (a number rather than
    a word) is no answer where there are no degrees: its 1 may be the least of five."""
    if isinstance(value, int) and not isinstance(value, bool):
        if question in LABEL_KEYS and answer_at(question, value) is None:
            raise BadInput(f"a rating is no answer about {question}, which has no degrees")
        return {"level": value}
    word = str(value).strip().casefold()
    if word in _WORDS:
        return {"judgement": _WORDS[word].value}
    if word.isascii() and word.isdecimal():
        return {"level": int(word)}
    raise BadInput(f"an answer to {question[:60]!r} is not yes, no, skip or a degree")


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read: where it stands and what is wrong."""

    position: str
    reason: str


Read = Iterator[Annotated | Broken]
_Given = TypeVar("_Given")


def parsed(text: str) -> Any:
    """``text`` as JSON; ``BadInput`` when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"broken JSON ({type(error).__name__})") from None


def read_record(
    position: str, read: Callable[[_Given], Annotated], given: _Given
) -> Annotated | Broken:
    """What ``read`` makes of one record; a broken record costs itself only."""
    try:
        return read(given)
    except BadInput as problem:
        return Broken(position, str(problem))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # Another tool's file may hold anything anywhere.
        return Broken(position, f"not laid out as expected ({type(error).__name__})")
