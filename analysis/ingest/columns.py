"""Which column of a table is the comment's text, its id, its author: by names and by values."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.errors import BadInput, nearest
from analysis.ingest.column_fit import best_column, can_be
from analysis.ingest.column_guesses import (
    parent_column,
    parents_are_people,
    parents_id_column,
    refused_column,
    time_column,
)
from analysis.ingest.column_names import FIELDS, SHORT_FIELDS, plain_name, rank_beside
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.other_things import is_of_another
from analysis.ingest.quoted_names import is_name, quoted_names
from analysis.ingest.text_column import text_column
from analysis.ingest.zones_beside import exact_twin


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
            and can_be(field, n, looked.get(n))
            and not is_of_another(field, n, chosen.get("text", ""))
        ]  # fmt: skip
        if field == "text":
            chosen[field] = text_column(candidates, names, file, looked, assumed)
        elif candidates:
            chosen[field] = best_column(field, candidates, looked, assumed)
        elif field == "created_at" and (
            guess := time_column(names, taken, looked, chosen["text"], assumed)
        ):
            chosen[field] = guess
        elif field == "parent_id" and (guess := parent_column(names, chosen, looked)):
            chosen[field] = guess
            assumed.append(
                f"{quoted_names([guess])} names other comments and was read as parent_id."
            )
        else:
            if refused := refused_column(field, names, taken, looked, chosen["text"]):
                assumed.append(
                    f"{quoted_names([refused])} is called like {field}, but its values do not look "
                    "like that: not read."
                )
            continue
        taken.add(chosen[field])
    better = parents_id_column(chosen, names, looked)
    if better and "id" not in unmapped and not (mapping or {}).get("id"):
        chosen = {f: column for f, column in chosen.items() if column != better}
        chosen["id"] = better
        assumed = [sentence for sentence in assumed if not sentence.startswith("id is ")]
        assumed.append(f"id is {quoted_names([better])}: the parents are there.")
    time = chosen.get("created_at", "")
    if time not in (mapping or {}).values() and (exact := exact_twin(time, names, looked)):
        chosen["created_at"] = exact
        assumed = [sentence for sentence in assumed if not sentence.startswith("created_at is ")]
        assumed.append(
            f"created_at is {quoted_names([exact])}, not {quoted_names([time])}, which has no zone."
        )
    named = {"parent_id", "parent"} & set(mapping or {})
    if "id" not in chosen and "parent_id" in chosen and not named:
        answered = chosen.pop("parent_id")  # an article's title, a person: nobody has an id here
        assumed.append(
            f"{quoted_names([answered])} names no comment, as the table has no ids: not read."
        )
    if not named and parents_are_people(chosen, looked):
        people = chosen.pop("parent_id")
        assumed.append(f"{quoted_names([people])} names people, not comments: not read.")
    twice = [n for n in chosen.values() if list(names).count(n) > 1]
    if twice:
        raise BadInput(
            f"{file} has two columns named {quoted_names(twice[:1])}; rename one of them."
        )
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
            close = difflib.get_close_matches(column, [n for n in names if is_name(n)], n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise BadInput(
                f"{file} has no column {column!r}: {hint}columns: {quoted_names(names)}."
            )
        chosen[field] = column
    return chosen
