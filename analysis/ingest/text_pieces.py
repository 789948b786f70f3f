"""Texts that exports write in pieces: words, links and mentions one after the other."""

from __future__ import annotations

import json
from typing import Any


def joined(pieces: list[Any]) -> str | None:
    """``["See ", {"text": "here"}]`` in one; ``None`` for a list of anything else."""
    if not any(isinstance(piece, dict) for piece in pieces):
        return None
    words = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    spoken = [word for word in words if isinstance(word, str)]
    return "".join(spoken) if spoken and len(spoken) == len(words) else None


def are_pieces(value: Any) -> bool:
    """Whether a list is a text in pieces, each with its kind, and no list of comments."""
    return (
        isinstance(value, list)
        and joined(value) is not None
        and all("type" in piece and "id" not in piece for piece in value if isinstance(piece, dict))
    )


def joined_pieces(cell: str) -> str:
    """The text of a cell such as ``{"text":"a"},{"text":"b"}``; other cells as they are."""
    start = cell.lstrip()
    if not start.startswith(('{"text"', '[{"text"')):
        return cell
    try:
        parts = json.loads(start if start.startswith("[") else f"[{cell}]")
    except (ValueError, RecursionError):
        return cell
    text = joined(parts) if isinstance(parts, list) else None
    return cell if text is None else text
