"""Label Studio's CSV, TSV: a row for each annotation, a column for each question."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from analysis.labels import LABEL_KEYS
from analysis.services.annotation.annotation_records import Annotated
from analysis.services.annotation.label_studio import from_task
from analysis.services.annotation.label_studio_config import FACETS, NOTE, SPANS

_LINES_OWN = ("annotation_id", "annotator", "created_at", "updated_at", "id", "lead_time")
_PLAIN = ("yes", "no", "skip", "true", "false", "0", "1", "2", "3")


def is_label_studio_table(columns: Collection[str]) -> bool:
    """Whether a header is that of Label Studio's table."""
    return {"annotation_id", "annotator"} <= set(columns)


def from_label_studio_row(row: Mapping[str, str | None]) -> Annotated:
    """One annotation; columns that are neither ours nor plain answers are the task's data."""
    cells = {str(name): cell or "" for name, cell in row.items() if name}
    results = [part for name, cell in cells.items() for part in _results(name, cell)]
    questions = {part["from_name"] for part in results}
    data = {n: c for n, c in cells.items() if n not in (*_LINES_OWN, *questions)}
    by = cells.get("annotator")
    annotation = {
        "result": results,
        "completed_by": {"email": by} if by and "@" in by else by,
        "created_at": cells.get("created_at") or None,
    }
    return from_task({"id": cells.get("id"), "data": data, "annotations": [annotation]})


def _results(name: str, cell: str) -> Iterator[dict[str, Any]]:
    """What a cell says, as the parts of an annotation in Label Studio's JSON."""
    if name in _LINES_OWN or not cell:
        return
    value = _parsed(cell)
    if isinstance(value, dict) and "choices" in value:
        yield {"from_name": name, "value": {"choices": value["choices"]}}
    elif isinstance(value, list) and all(isinstance(p, dict) and "labels" in p for p in value):
        yield from ({"from_name": name, "value": part} for part in value)
    elif name.endswith(NOTE) and name.removesuffix(NOTE) in LABEL_KEYS:
        yield {"from_name": name, "value": {"text": [cell]}}
    elif name == SPANS or name.removesuffix(FACETS) in LABEL_KEYS or cell.casefold() in _PLAIN:
        yield {"from_name": name, "value": {"choices": [cell]}}


def _parsed(cell: str) -> Any:
    if not cell.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None
