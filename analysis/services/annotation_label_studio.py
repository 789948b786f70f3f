"""Annotated comments as Label Studio's JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from analysis.domain.annotation import Judgement
from analysis.domain.errors import BadInput
from analysis.services.annotation_records import (
    Annotated,
    Read,
    Said,
    from_plain,
    parsed,
    read_one,
    said_from,
    to_plain,
)

#: The name of the control for passages in Label Studio's labelling interface.
_SPANS = "passages"


def write_label_studio(items: Iterable[Annotated]) -> bytes:
    """Label Studio tasks with one annotation per person and kind; offsets in code points."""
    tasks: list[dict[str, Any]] = []
    for one in items:
        people = dict.fromkeys((said.person, said.kind) for said in one.said)
        about = {k: v for k, v in to_plain(one).items() if k not in {"judgements", "about"}}
        tasks.append(
            {
                "data": {**about, **one.about},
                "annotations": [
                    {
                        "completed_by": {"email": person},
                        "ground_truth": kind == "gold",
                        "result": [
                            part
                            for said in one.said
                            if (said.person, said.kind) == (person, kind)
                            for part in _results(one.text, said)
                        ],
                        "moderato_kind": kind,
                    }
                    for person, kind in people
                ],
            }
        )
    return json.dumps(tasks, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _results(text: str, said: Said) -> Iterator[dict[str, Any]]:
    answer = (
        [said.judgement.value] if said.level is None else [said.judgement.value, str(said.level)]
    )
    yield _result(said.label, "choices", {"choices": answer})
    if said.facets:
        yield _result(f"{said.label}_facets", "choices", {"choices": list(said.facets)})
    if said.note:
        yield _result(f"{said.label}_note", "textarea", {"text": [said.note]})
    for marked in said.spans:
        value = {
            "start": marked.span.start,
            "end": marked.span.end,
            "text": marked.span.of(text),
            "labels": [f"{said.label}:{marked.facet}"],
        }
        yield _result(_SPANS, "labels", value)


def _result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}


def read_label_studio(content: bytes) -> Read:
    """Label Studio's JSON export of such tasks. Offsets in UTF-16, as older versions wrote them,
    are told by their text and turned into code points."""
    tasks = parsed(content.decode("utf-8-sig", "surrogatepass"))
    if not isinstance(tasks, list):
        raise BadInput("expected a JSON list of Label Studio tasks")
    for number, task in enumerate(tasks, 1):
        yield read_one(f"task {number}", _from_task, task)


def _from_task(task: Any) -> Annotated:
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise BadInput("a task without data")
    bare = from_plain({k: v for k, v in task["data"].items() if k != "schema"})
    said = [
        one
        for annotation in task.get("annotations") or ()
        if not annotation.get("was_cancelled")
        for one in _from_annotation(annotation, bare.text)
    ]
    return replace(bare, said=tuple(said))


def _from_annotation(annotation: Mapping[str, Any], text: str) -> Iterator[Said]:
    by = annotation.get("completed_by")
    person = str(by.get("email") or by.get("id") or "") if isinstance(by, dict) else str(by or "")
    kind = str(
        annotation.get("moderato_kind") or ("gold" if annotation.get("ground_truth") else "vote")
    )
    found: dict[str, dict[str, Any]] = {}
    for part in annotation.get("result") or ():
        name, value = str(part.get("from_name", "")), part.get("value") or {}
        if "labels" in value:
            for wanted in value["labels"]:
                label, _, facet = str(wanted).partition(":")
                span = _code_points(text, value)
                found.setdefault(label, {}).setdefault("spans", []).append({**span, "facet": facet})
        elif name.endswith("_facets"):
            found.setdefault(name.removesuffix("_facets"), {})["facets"] = value.get("choices")
        elif name.endswith("_note"):
            found.setdefault(name.removesuffix("_note"), {})["note"] = " ".join(value["text"])
        else:
            given = found.setdefault(name, {})
            for choice in value.get("choices") or ():
                given["level" if str(choice).isdecimal() else "judgement"] = choice
    for label, given in found.items():
        # Passages without an answer say that the label holds: somebody marked where.
        given.setdefault("judgement", Judgement.YES.value)
        yield said_from({**given, "label": label, "person": person, "kind": kind})


def _code_points(text: str, value: Mapping[str, Any]) -> dict[str, int]:
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if words is None or text[start:end] == words:
        return {"start": start, "end": end}
    units = text.encode("utf-16-le", "surrogatepass")
    first = len(units[: 2 * start].decode("utf-16-le", "replace"))
    last = len(units[: 2 * end].decode("utf-16-le", "replace"))
    if text[first:last] == words:
        return {"start": first, "end": last}
    raise BadInput(f"the passage at {start} to {end} is not what the task's text has there")
