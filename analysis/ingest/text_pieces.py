"""Texts that exports write in pieces: words, links and mentions one after the other."""

from __future__ import annotations

import json
from typing import Any


def joined(pieces: list[Any]) -> str | None:
    """``["See ", {"text": "here"}]`` in one; ``None`` for a list of anything else.

    A piece of a kind without words, such as a picture, says nothing.
    """
    if not any(isinstance(piece, dict) and "text" in piece for piece in pieces):
        return None
    words = [_words(piece) if isinstance(piece, dict) else piece for piece in pieces]
    spoken = [word for word in words if isinstance(word, str)]
    return "".join(spoken) if spoken and len(spoken) == len(words) else None


def _words(piece: dict[str, Any]) -> Any:
    wordless = "text" not in piece and isinstance(piece.get("type"), str)
    return "" if wordless else piece.get("text")


def are_entries(value: list[Any]) -> bool:
    """Whether a list holds things with an id and no kind, such as comments: no text in pieces."""
    return all(
        isinstance(entry, dict) and "type" not in entry and ("id" in entry or "_id" in entry)
        for entry in value
    )


def are_pieces(value: Any) -> bool:
    """Whether a list is a text in pieces, each with its kind, and no list of comments."""
    return (
        isinstance(value, list)
        and joined(value) is not None
        and all(
            "type" in piece and ("id" not in piece or "text" not in piece)
            for piece in value
            if isinstance(piece, dict)
        )
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
