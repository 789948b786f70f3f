"""A reply as the JSON that a caller asked for: whole or a part of it, indented or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from analysis.api.perspective.partial import part_of
from analysis.api.perspective.routes import Reply


def written(reply: Reply, query: Mapping[str, str]) -> str:
    """The content in ASCII, indented as the service did unless ``prettyPrint=false``.

    ``fields`` names a part of an answer; a refusal is told whole.
    """
    compact = query.get("prettyPrint", "").lower() in ("false", "0")
    style: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
    fields = query.get("fields", "")
    content = part_of(reply.content, fields) if fields and reply.status == HTTPStatus.OK else None
    return json.dumps(reply.content if content is None else content, ensure_ascii=True, **style)
