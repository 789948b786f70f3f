"""Annotated comments as Label Studio's JSON, and back.

Label Studio refuses a file that names annotators it has no account for, and drops what it does
not know of an annotation; what it keeps are the parts of a result and their ``meta``. So who said
it, how and when stands there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement, JudgementKind
from analysis.ingest.formats.annotation_exports import text_of
from analysis.services.annotation.annotation_records import (
    Annotated,
    Read,
    answer_at,
    at_degree,
    from_plain,
    judgement_from,
    parsed,
    plain_answer,
    read_record,
    to_plain,
)
from analysis.services.annotation.argilla import from_argilla, is_argilla
from analysis.services.annotation.label_studio_config import FACETS, NOTE, SPANS, TEXT

# The key in ``meta`` under which this project's own words stand.
_OURS = "moderato"


def write_label_studio(items: Iterable[Annotated]) -> bytes:
    """Label Studio tasks with one annotation per person and kind; offsets in code points."""
    tasks: list[dict[str, Any]] = []
    for comment in items:
        people = dict.fromkeys((given.person, given.kind) for given in comment.judgements)
        about = {k: v for k, v in to_plain(comment).items() if k not in {"judgements", "about"}}
        # An empty text is none to Label Studio, which then refuses the task.
        shown = {"article_title": comment.article_title or "-", "answers": comment.answers or "-"}
        tasks.append(
            {
                "data": {**about, **comment.about, **shown},
                "annotations": [
                    {
                        "ground_truth": kind is JudgementKind.GOLD,
                        "result": [
                            {**part, "id": f"{number}-{place}", "meta": {_OURS: _who(given)}}
                            for number, given in enumerate(comment.judgements)
                            if (given.person, given.kind) == (person, kind)
                            for place, part in enumerate(_results(comment.text, given))
                        ],
                    }
                    for person, kind in people
                ],
            }
        )
    return json.dumps(tasks, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _who(judgement: Judgement) -> dict[str, Any]:
    at = judgement.at.isoformat() if judgement.at else None
    return {"person": judgement.person, "kind": judgement.kind.value, "at": at}


def _results(text: str, judgement: Judgement) -> Iterator[dict[str, Any]]:
    yield _result(judgement.label, "choices", {"choices": _answer(judgement)})
    if judgement.facets:
        yield _result(judgement.label + FACETS, "choices", {"choices": list(judgement.facets)})
    if judgement.note:
        yield _result(judgement.label + NOTE, "textarea", {"text": [judgement.note]})
    for marked in judgement.spans:
        value = {
            "start": marked.span.start,
            "end": marked.span.end,
            "text": marked.span.of(text),
            "labels": [f"{judgement.label}:{marked.facet}" if marked.facet else judgement.label],
        }
        yield _result(SPANS, "labels", value)


def _answer(judgement: Judgement) -> list[str]:
    answer, level = judgement.answer, judgement.level
    if level is None:
        return [answer.value]
    by_level = answer_at(judgement.label, level)
    return [str(level)] if by_level is answer else [answer.value, str(level)]


def _result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": TEXT, "type": kind, "value": value}


def read_label_studio(content: bytes) -> Read:
    """Label Studio's JSON export of such tasks, or Argilla's list of records.

    Offsets in UTF-16, as older versions of Label Studio wrote them, are told by their text and
    turned into code points.
    """
    tasks = parsed(content.decode("utf-8-sig", "surrogatepass"))
    if not isinstance(tasks, list):
        raise BadInput("expected a JSON list of Label Studio tasks")
    for number, task in enumerate(tasks, 1):
        yield read_record(f"task {number}", from_argilla if is_argilla(task) else from_task, task)


def from_task(task: Any) -> Annotated:
    """One task with its annotations; ``BadInput`` where it has no data."""
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise BadInput("a task without data; export from Label Studio as JSON, not JSON-MIN")
    data = {k: v for k, v in task["data"].items() if k != "schema"}
    if not (data.get("comment_id") or data.get("sha256")):
        # A task that was not made here: its comment is found by its words.
        data |= {"text": text_of(data), "comment_id": task.get("id")}
        data["sha256"] = text_sha256(data["text"]) if data["text"] else ""
    bare = from_plain(data)
    taken = [
        answer
        for annotation in task.get("annotations") or ()
        if not annotation.get("was_cancelled")
        for answer in _from_annotation(annotation, bare.text)
    ]
    return replace(
        bare,
        judgements=tuple(answer for answer in taken if isinstance(answer, Judgement)),
        unread=tuple(answer for answer in taken if isinstance(answer, str)),
    )


def _from_annotation(annotation: Mapping[str, Any], text: str) -> Iterator[Judgement | str]:
    """What a person said of each label, or why it can't be read."""
    parts = [part for part in annotation.get("result") or () if part.get("from_name")]
    by_label: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for part in parts:
        for label in _labels_of(part):
            by_label[label].append(part)
    first = next((ours for part in parts if (ours := _ours(part))), {})
    for label, some in by_label.items():
        at = next((when for part in some if (when := _ours(part).get("at"))), None)
        try:
            given = _completed(label, _given(label, some, text), of_others=not first)
            if given:
                yield judgement_from(
                    {
                        **given,
                        "label": label,
                        "person": first.get("person") or _annotator(annotation.get("completed_by")),
                        "kind": first.get("kind")
                        or ("gold" if annotation.get("ground_truth") else "vote"),
                        "at": at or (None if first else annotation.get("created_at")),
                    }
                )
        except BadInput as problem:
            yield str(problem)


def _ours(part: Mapping[str, Any]) -> Mapping[str, Any]:
    return (part.get("meta") or {}).get(_OURS) or {}


def _labels_of(part: Mapping[str, Any]) -> list[str]:
    """The labels that a part of a result is about."""
    marked = (part.get("value") or {}).get("labels")
    if marked is None:
        return [str(part["from_name"]).removesuffix(FACETS).removesuffix(NOTE)]
    return list(dict.fromkeys(str(wanted).partition(":")[0] for wanted in marked))


def _given(label: str, parts: Iterable[Mapping[str, Any]], text: str) -> dict[str, Any]:
    """What the parts say of a label, as a judgement's plain values."""
    given: dict[str, Any] = {}
    for part in parts:
        name, value = str(part["from_name"]), part.get("value") or {}
        if "labels" in value:
            for wanted in value["labels"]:
                about, _, facet = str(wanted).partition(":")
                if about == label:
                    span = {**_code_points(text, value), "facet": facet}
                    given.setdefault("spans", []).append(span)
        elif name == label + FACETS:
            given["facets"] = value.get("choices") or ()
        elif name == label + NOTE:
            note = value.get("text") or ""
            given["note"] = note if isinstance(note, str) else " ".join(map(str, note))
        elif "choices" in value:
            for choice in value["choices"]:
                given |= plain_answer(name, choice)
        else:
            given |= plain_answer(name, value.get("rating", value.get("number")))
    return given


def _completed(label: str, given: Mapping[str, Any], *, of_others: bool) -> dict[str, Any]:
    """What was said with what goes without saying: a degree tells whether the label holds, and
    whoever marked passages (in Label Studio: with their facets) said that it does. Empty where
    nothing was said."""
    marked = [span["facet"] for span in given.get("spans") or ()]
    facets = [*(given.get("facets") or ()), *(marked if of_others else ())]
    answer, level = Answer.YES, given.get("level")
    if "judgement" not in given:
        if level is not None:
            answer, level = at_degree(label, level)
        elif not (marked or facets):
            if given.get("note"):
                raise BadInput(f"a note about {label[:60]!r} without an answer")
            return {}
    return {
        "judgement": answer.value,
        **given,
        "level": level,
        "facets": list(dict.fromkeys(facet for facet in facets if facet)),
    }


def _annotator(by: Any) -> str:
    """The e-mail address where the export has it; most exports have Label Studio's number only."""
    named, number = (by.get("email"), by.get("id")) if isinstance(by, dict) else (None, by)
    return str(named or ("" if number in (None, "") else f"label-studio-{number}"))


def _code_points(text: str, value: Mapping[str, Any]) -> dict[str, int]:
    try:
        start, end = int(value["start"]), int(value["end"])
    except (KeyError, TypeError, ValueError):
        raise BadInput("a passage has no numbers for its start and end") from None
    words = value.get("text")
    if words is None or _alike(text[start:end], words):
        return {"start": start, "end": end}
    units = text.encode("utf-16-le", "surrogatepass")
    first = len(units[: 2 * start].decode("utf-16-le", "replace"))
    last = len(units[: 2 * end].decode("utf-16-le", "replace"))
    if _alike(text[first:last], words):
        return {"start": first, "end": last}
    raise BadInput(f"the passage at {start} to {end} is not what the task's text has there")


def _alike(here: str, words: str) -> bool:
    """Whether these are the same words: Label Studio counts every character of white space, and
    writes a line break as a backslash and an n (seen in 1.23)."""
    return _words(here) == _words(words)


def _words(text: str) -> list[str]:
    return text.replace("\\n", " ").split()
