"""Which column of a table is the comment's text, its id, its author: by names and by values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.errors import BadInput, nearest
from analysis.ingest.column_guesses import (
    parent_column,
    parents_id_column,
    refused_column,
    surely_a_time,
    time_column,
)
from analysis.ingest.column_names import (
    ALIASES,
    FIELDS,
    SHORT_FIELDS,
    plain_name,
    rank,
    rank_beside,
)
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.header_row import looks_like_data
from analysis.ingest.rounded_numbers import mostly_rounded

__all__ = [
    "ALIASES",
    "FIELDS",
    "Columns",
    "choose_columns",
    "guess_columns",
    "match_columns",
    "plain_name",
]

_SHOWN = 12
_LONGEST_NAME = 40
"""Longer "names" are most likely somebody's words in a file without a header; never shown."""

_PATH = re.compile(r"(?=.{1,120}\Z)\w+(?:\.\w+)+\Z")
"""A dotted name, as data frames and JSON have them: no words of anybody's."""

_RENDERED = {
    "text_display": ("text_original",), "comment_text_display": ("comment_text_original",),
    "cooked": ("raw",), "post_cooked": ("post_raw",), "content_html": ("content",),
    "body_html": ("body", "body_raw"), "html": ("text",), "text_html": ("text", "text_raw"),
    "message": ("raw_message",), "content_rendered": ("content", "content_raw"),
    "comment_html": ("comment_text",),
}  # fmt: skip
"""Columns that hold what another one beside them holds as it was typed."""

_PLAIN_TEXTS = ("text", "comment", "body", "message", "content")
_IN_UTC = re.compile(r"(?:^|_)(?:gmt|utc)(?:_|$)")
_TIMES_ENOUGH = 0.5
_COUNTS_ENOUGH = 0.8
_PROSE_ENOUGH = 0.5
_STATES_ENOUGH = 0.5
_OF_MODERATION = re.compile(r"moderat|approved|platform_status")
_ENOUGH_IDS = 4
_ENOUGH_CELLS = 3
"""Cells without words that show a column to be no text; one or two could be odd comments."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each field, and what was assumed in choosing it, in sentences."""

    of: Mapping[str, str]
    assumed: tuple[str, ...] = ()


def choose_columns(
    names: Sequence[str],
    *,
    file: str,
    mapping: Mapping[str, str] | None = None,
    values: Mapping[str, ColumnValues] | None = None,
) -> dict[str, str]:
    """The column for each field that the table has; ``text`` is always among them."""
    return dict(guess_columns(names, file=file, mapping=mapping, values=values).of)


def guess_columns(
    names: Sequence[str],
    *,
    file: str,
    mapping: Mapping[str, str] | None = None,
    values: Mapping[str, ColumnValues] | None = None,
) -> Columns:
    """The column for each field, by names and values; ``text`` is always among them.

    ``mapping`` (field to column; an empty column: no column) wins over guessing. A column whose
    values can't be a field's is not taken for it, whatever its name. Raises ``BadInput`` when a
    mapped field or column is unknown, no column looks like text, or two do.
    """
    looked = values or {}
    assumed: list[str] = []
    chosen = _mapped(names, file, mapping or {}, FIELDS)
    unmapped = {f for f, column in chosen.items() if not column}
    chosen = {f: column for f, column in chosen.items() if column}
    if "text" in unmapped:
        raise BadInput("--map text= leaves no column for the comment's text; name one.")
    taken = set(chosen.values())
    for field in FIELDS:
        if field in chosen or field in unmapped:
            continue
        text = chosen.get("text", "") if field == "id" else ""
        candidates = [
            n for n in names if n and n not in taken and rank_beside(field, n, text) is not None
            and _can_be(field, n, looked.get(n))
        ]  # fmt: skip
        if field == "text":
            chosen[field] = _text_column(candidates, names, file, looked, assumed)
        elif candidates:
            chosen[field] = _best(field, candidates, looked, assumed)
        elif field == "created_at" and (guess := time_column(names, taken, looked)):
            chosen[field] = guess
            assumed.append(f"{_shown([guess])} holds times and was read as created_at.")
        elif field == "parent_id" and (guess := parent_column(names, chosen, looked)):
            chosen[field] = guess
            assumed.append(f"{_shown([guess])} names other comments and was read as parent_id.")
        else:
            if refused := refused_column(field, names, taken, looked):
                assumed.append(
                    f"{_shown([refused])} is called like {field}, but its values do not look like "
                    "that: not read."
                )
            continue
        taken.add(chosen[field])
    better = parents_id_column(chosen, names, looked)
    if better and "id" not in unmapped and not (mapping or {}).get("id"):
        chosen = {f: column for f, column in chosen.items() if column != better}
        chosen["id"] = better
        assumed = [sentence for sentence in assumed if not sentence.startswith("id is ")]
        assumed.append(f"id is {_shown([better])}: the parents are there.")
    named = {"parent_id", "parent"} & set(mapping or {})
    if "id" not in chosen and "parent_id" in chosen and not named:
        answered = chosen.pop("parent_id")  # an article's title, a person: nobody has an id here
        assumed.append(f"{_shown([answered])} names no comment, as the table has no ids: not read.")
    twice = [n for n in chosen.values() if list(names).count(n) > 1]
    if twice:
        raise BadInput(f"{file} has two columns named {_shown(twice[:1])}; rename one of them.")
    return Columns(chosen, tuple(assumed))


def match_columns(
    names: Sequence[str],
    aliases: Mapping[str, tuple[str, ...]],
    *,
    file: str,
    mapping: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The columns of another kind of table: per field the surest of its ``aliases`` that is there.

    A column serves one field; ``mapping`` wins. Raises ``BadInput`` as :func:`choose_columns` does.
    """
    chosen = _mapped(names, file, mapping or {}, tuple(aliases))
    for field, known in aliases.items():
        taken = set(chosen.values())
        candidates = [n for n in names if n not in taken and plain_name(n) in known]
        if field not in chosen and candidates:
            chosen[field] = min(candidates, key=lambda n: known.index(plain_name(n)))
    return {field: column for field, column in chosen.items() if column}


def _mapped(
    names: Sequence[str], file: str, mapping: Mapping[str, str], fields: Sequence[str]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for key, column in mapping.items():
        field = key if key in fields else SHORT_FIELDS.get(key, key)
        if field not in fields:
            raise BadInput(f"Unknown field {key!r} in the column mapping: {nearest(key, fields)}.")
        if column and column not in names:
            close = difflib.get_close_matches(column, [n for n in names if _is_name(n)], n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise BadInput(f"{file} has no column {column!r}: {hint}columns: {_shown(names)}.")
        chosen[field] = column
    return chosen


def _can_be(field: str, name: str, values: ColumnValues | None) -> bool:
    """Whether the values of a column allow the field that its name suggests."""
    if values is None or not values.filled:
        return field != "created_at" or values is None or surely_a_time(name)
    if field == "created_at":
        return values.share("times") >= _TIMES_ENOUGH or (
            surely_a_time(name) and (values.share("serials") == 1 or values.relative > 0)
        )
    if field in ("up", "down", "score"):
        return values.share("counts") >= _COUNTS_ENOUGH
    if values.nested == values.filled:
        return False
    if field == "author":
        unfit = max(values.share("urls"), values.share("prose"), values.share("addresses"))
        return unfit < 0.5
    if field == "url":
        return values.share("numbers") < 0.5
    if field == "id" and values.filled >= _ENOUGH_IDS and values.variety <= 0.5:
        return False  # names what many rows share: an article, a video
    if field == "status":
        return _may_hold_states(name, values)
    if field in ("id", "parent_id"):
        return values.share("prose") < 0.5
    return True


def _may_hold_states(name: str, values: ColumnValues) -> bool:
    """Whether a column holds states of moderation: ``state`` may be where somebody lives."""
    if _OF_MODERATION.search(plain_name(name)):
        return True
    if plain_name(name) in ("rating", "state"):
        return values.share("states") >= _STATES_ENOUGH
    coded = max(values.share("codes"), values.share("answers"))
    return max(values.share("states"), coded) >= _STATES_ENOUGH


def _best(
    field: str, candidates: list[str], looked: Mapping[str, ColumnValues], assumed: list[str]
) -> str:
    """The candidate with the surest name; of times the one that holds most of them."""
    most = max((looked[n].filled for n in candidates if n in looked), default=0)

    def order(name: str) -> tuple[float, bool, int, int]:
        values = looked.get(name)
        misfit = 0.0
        if values is not None and not values.filled:
            misfit = 2.0
        elif values is not None:
            if field == "created_at":
                misfit = -round(values.share("times"), 1)
            elif field == "id":
                misfit = 0.0 if values.variety > 0.5 and 2 * values.filled > most else 1.0
            elif field == "thread_id":
                # Each row a thread of its own: it names the comment, or its place.
                misfit = 1.0 if values.filled >= 10 and values.variety > 0.95 else 0.0
            elif field == "author":
                few = 2 * values.filled <= most
                misfit = 1.0 if few or values.share("numbers") > 0.5 else 0.0
            if field in ("id", "parent_id", "thread_id", "author") and mostly_rounded(
                values.distinct
            ):
                misfit += 1.0
        local = field == "created_at" and not _IN_UTC.search(plain_name(name))
        return (misfit, local, rank(field, name) or 0, candidates.index(name))

    best = min(candidates, key=order)
    if len(candidates) > 1 and field in ("id", "parent_id", "thread_id", "author", "created_at"):
        others = [n for n in candidates if n != best]
        assumed.append(f"{field} is {_shown([best])}, not {_shown(others, last=' or ')}.")
    return best


def _text_column(
    candidates: list[str],
    names: Sequence[str],
    file: str,
    looked: Mapping[str, ColumnValues],
    assumed: list[str],
) -> str:
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
            assumed.append(f"{_shown(candidates)} is the one column of prose: read as the text.")
    if len(candidates) == 1:
        others = [n for n in names if n != candidates[0] and plain_name(n) in _PLAIN_TEXTS]
        if others:
            assumed.append(f"text is {_shown(candidates)}, not {_shown(others, last=' or ')}.")
        values = looked.get(candidates[0])
        if values is not None and values.share("json_cells") > max(0.5, values.share("pieces")):
            raise _holds_json(candidates, file)
        return candidates[0]
    if candidates:
        raise BadInput(
            f"In {file} both {_shown(candidates, last=' and ')} may be the comment's text; "
            f"name one, as in --map text={candidates[0]}."
        )
    if nested := [n for n in names if n in looked and looked[n].share("json_cells") > 0.5]:
        raise _holds_json(nested, file)
    raise BadInput(
        f"No column of {file} looks like the comment's text (text, comment, body, message, "
        f"content); name it with --map text=COLUMN or, on the import screen, in its menu. "
        f"Columns: {_shown(names)}."
    )


def _holds_json(names: Sequence[str], file: str) -> BadInput:
    return BadInput(
        f"The cells of {_shown(names)} in {file} hold JSON; write what is in them as a file of "
        "its own (one object a line) and read that."
    )


def _place_of(name: str) -> tuple[str, str]:
    """The object that a dotted name stands in, and the plain name inside it."""
    around, _, last = name.rpartition(".")
    return around, plain_name(last)


def _prose_column(names: Sequence[str], looked: Mapping[str, ColumnValues]) -> list[str]:
    prose = [
        n for n in names
        if n in looked and _is_name(n) and len(n.split()) <= 3 and _names_no_field(n)
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


def _is_name(name: str) -> bool:
    return bool(name) and name.isprintable() and (
        len(name) <= _LONGEST_NAME or bool(_PATH.match(name))
    )  # fmt: skip


def _shown(names: Sequence[str], *, last: str = ", ") -> str:
    """Column names for a message; what is too long for a name is not repeated."""
    words = [repr(name) if _is_name(name) else "(not a name)" for name in names[:_SHOWN]]
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    words += more
    return ", ".join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
