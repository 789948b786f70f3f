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
    guess = _Guess(names, file, mapping or {}, values or {})
    if "text" in guess.unmapped:
        raise BadInput("--map text= leaves no column for the comment's text; name one.")
    for field in FIELDS:
        if field not in guess.chosen and field not in guess.unmapped:
            guess.choose(field)
    guess.take_ids_that_parents_name()
    guess.take_times_with_a_zone()
    guess.leave_what_is_no_parent()
    twice = [n for n in guess.chosen.values() if list(names).count(n) > 1]
    if twice:
        raise BadInput(
            f"{file} has two columns named {quoted_names(twice[:1])}; rename one of them."
        )
    return Columns(guess.chosen, tuple(guess.assumed))


class _Guess:
    """The columns chosen so far, and what was assumed for it; ``unmapped`` fields get none."""

    def __init__(
        self,
        names: Sequence[str],
        file: str,
        mapping: Mapping[str, str],
        looked: Mapping[str, ColumnValues],
    ) -> None:
        self._names, self._file, self._mapping, self._looked = names, file, mapping, looked
        mapped = _mapped(names, file, mapping, FIELDS)
        self.unmapped = {field for field, column in mapped.items() if not column}
        self.chosen = {field: column for field, column in mapped.items() if column}
        self.assumed: list[str] = []
        self._parent_is_mapped = bool({"parent_id", "parent"} & set(mapping))

    def choose(self, field: str) -> None:
        """The best column for one field, by its name or else by what it holds; maybe none."""
        names, looked, chosen, assumed = self._names, self._looked, self.chosen, self.assumed
        taken = set(chosen.values())
        text = chosen.get("text", "")
        beside = text if field == "id" else ""
        candidates = [
            n for n in names if n and n not in taken and rank_beside(field, n, beside) is not None
            and can_be(field, n, looked.get(n)) and not is_of_another(field, n, text)
        ]  # fmt: skip
        if field == "text":
            chosen[field] = text_column(candidates, names, self._file, looked, assumed)
        elif candidates:
            chosen[field] = best_column(field, candidates, looked, assumed)
        elif field == "created_at" and (guess := time_column(names, taken, looked, text, assumed)):
            chosen[field] = guess
        elif field == "parent_id" and (guess := parent_column(names, chosen, looked)):
            chosen[field] = guess
            assumed.append(
                f"{quoted_names([guess])} names other comments and was read as parent_id."
            )
        elif refused := refused_column(field, names, taken, looked, text):
            assumed.append(
                f"{quoted_names([refused])} is called like {field}, but its values do not look "
                "like that: not read."
            )

    def take_ids_that_parents_name(self) -> None:
        """Of two columns of ids the one in which the parents are."""
        better = parents_id_column(self.chosen, self._names, self._looked)
        if better and "id" not in self.unmapped and not self._mapping.get("id"):
            self.chosen = {f: column for f, column in self.chosen.items() if column != better}
            self._replace("id", better, f"id is {quoted_names([better])}: the parents are there.")

    def take_times_with_a_zone(self) -> None:
        """Of two columns with the same moments the one that says them exactly."""
        time = self.chosen.get("created_at", "")
        exact = exact_twin(time, self._names, self._looked)
        if exact and time not in self._mapping.values():
            rather = f"{quoted_names([exact])}, not {quoted_names([time])}, which has no zone."
            self._replace("created_at", exact, f"created_at is {rather}")

    def leave_what_is_no_parent(self) -> None:
        """No parents where nothing has an id, or where people are named."""
        if self._parent_is_mapped:
            return
        if "id" not in self.chosen and "parent_id" in self.chosen:
            answered = self.chosen.pop("parent_id")  # an article's title, a person
            self.assumed.append(
                f"{quoted_names([answered])} names no comment, as the table has no ids: not read."
            )
        if parents_are_people(self.chosen, self._looked):
            people = self.chosen.pop("parent_id")
            self.assumed.append(f"{quoted_names([people])} names people, not comments: not read.")

    def _replace(self, field: str, column: str, why: str) -> None:
        self.chosen[field] = column
        earlier = f"{field} is "
        self.assumed = [
            sentence for sentence in self.assumed if not sentence.startswith(earlier)
        ] + [why]


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
