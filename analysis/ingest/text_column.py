"""Which column of a table is the comment's text; refused where none is, or two may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.domain.errors import BadInput
from analysis.ingest.column_names import FIELDS, plain_name, rank
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.header_row import looks_like_data
from analysis.ingest.quoted_names import is_name, quoted_names

_RENDERED = {
    "text_display": ("text_original",), "comment_text_display": ("comment_text_original",),
    "cooked": ("raw",), "post_cooked": ("post_raw",), "content_html": ("content",),
    "body_html": ("body", "body_raw"), "html": ("text",), "text_html": ("text", "text_raw"),
    "message": ("raw_message",), "content_rendered": ("content", "content_raw"),
    "comment_html": ("comment_text",),
}  # fmt: skip
"""Columns that hold what another one beside them holds as it was typed."""

_PLAIN_TEXTS = ("text", "comment", "body", "message", "content")
_PROSE_ENOUGH = 0.5
_ENOUGH_CELLS = 3
"""Cells without words that show a column to be no text; one or two could be odd comments."""


def text_column(
    candidates: list[str],
    names: Sequence[str],
    file: str,
    looked: Mapping[str, ColumnValues],
    assumed: list[str],
) -> str:
    """The column of ``candidates`` (by their names) that holds the text, else one of prose.

    Raises ``BadInput`` where there is none, where two may be, or where its cells hold JSON.
    """
    if len(candidates) > 1:
        wordy = [name for name in candidates if _has_words(looked.get(name))]
        candidates = wordy or candidates
    plain = {_place_of(name) for name in candidates}
    candidates = [
        n for n in candidates
        if not any((around, typed) in plain for around, name in [_place_of(n)]
                   for typed in _RENDERED.get(name, ()))
    ]  # fmt: skip
    if not candidates and looks_like_data(names):
        raise BadInput(
            f"The first line of {file} looks like a record, not a header; if it has none, say "
            "--no-header and which column is what by number, as in --map text=2."
        )
    if not candidates:
        candidates = _prose_column(names, looked)
        if candidates:
            assumed.append(
                f"{quoted_names(candidates)} is the one column of prose: read as the text."
            )
    if len(candidates) == 1:
        others = [n for n in names if n != candidates[0] and plain_name(n) in _PLAIN_TEXTS]
        if others:
            assumed.append(
                f"text is {quoted_names(candidates)}, not {quoted_names(others, last=' or ')}."
            )
        values = looked.get(candidates[0])
        if values is not None and values.share("json_cells") > max(0.5, values.share("pieces")):
            raise _holds_json(candidates, file)
        return candidates[0]
    if candidates:
        raise BadInput(
            f"In {file} both {quoted_names(candidates, last=' and ')} may be the comment's text; "
            f"name one, as in --map text={candidates[0]}."
        )
    if nested := [n for n in names if n in looked and looked[n].share("json_cells") > 0.5]:
        raise _holds_json(nested, file)
    raise BadInput(
        f"No column of {file} looks like the comment's text (text, comment, body, message, "
        f"content); name it with --map text=COLUMN or, on the import screen, in its menu. "
        f"Columns: {quoted_names(names)}."
    )


def _holds_json(names: Sequence[str], file: str) -> BadInput:
    return BadInput(
        f"The cells of {quoted_names(names)} in {file} hold JSON; write what is in them as a file "
        "of its own (one object a line) and read that."
    )


def _place_of(name: str) -> tuple[str, str]:
    """The object that a dotted name stands in, and the plain name inside it."""
    around, _, last = name.rpartition(".")
    return around, plain_name(last)


def _prose_column(names: Sequence[str], looked: Mapping[str, ColumnValues]) -> list[str]:
    prose = [
        n for n in names
        if n in looked and is_name(n) and len(n.split()) <= 3 and _names_no_field(n)
        and looked[n].share("prose") >= _PROSE_ENOUGH and looked[n].variety > 0.5
    ]  # fmt: skip
    return prose if len(prose) == 1 else []


def _names_no_field(name: str) -> bool:
    """Whether a column's name is that of no field but the text's."""
    return all(rank(field, name) is None for field in FIELDS if field != "text")


def _has_words(values: ColumnValues | None) -> bool:
    """Whether a column may hold text. Without enough cells it gets the benefit of the doubt."""
    if values is None or not values.cells:
        return True
    if values.cells < _ENOUGH_CELLS:
        return values.worded > 0 or values.numbers < values.filled
    return values.worded > 0
