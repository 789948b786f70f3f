"""Columns told by their values: times, parents, the ids that parents name; and refused ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.ingest.column_names import ALIASES, FIELDS, plain_name, rank, without_accents
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.moderation_states import flag_of
from analysis.ingest.other_things import is_another_time, is_of_another
from analysis.ingest.parents import FORMS, IdShape, as_parent
from analysis.ingest.quoted_names import quoted_names
from analysis.ingest.values import is_root, plain_id

_DATE_WORDS = re.compile(
    r"(?:^|_)(?:date|time|datetime|timestamp|created|creation|posted|published|when|at)(?:_|$)"
)
IN_UTC = re.compile(r"(?:^|_)(?:gmt|utc)(?:_|$)")
"""What the name of a column of times in UTC has."""

_IDS_ENOUGH = 0.5
_UNIQUE = 0.95

_ANSWERS = re.compile(
    r"parent|repl(?:y|ie)|respon[ds]|answer|antwort|antwoord|reponse|respuesta|resposta|risposta|"
    r"svar|vastaus|odpow|odpov|padre|ubergeordnet|yanit|ответ|回复|返信|답글|valasz|^rid$"
)
"""What the name of a column says that holds the ids of answered comments."""

_COUNTS_ANSWERS = re.compile(
    r"(?:^|_)(?:count|counts|number|num|nr|total|sum|n|anzahl|nombre|numero|aantal|antal)(?:_|$)|"
    r"(?:replies|answers|responses|antworten|reponses|respuestas|risposte|respostas|antwoorden|"
    r"odpowiedzi)$"
)
"""What its name says where it holds how many answers there are: small numbers, like small ids."""

_NAMES_PERSON = re.compile(
    r"(?:user|author|member|person|account|actor|profile|owner|creator|poster|commenter|customer|"
    r"sender|moderator|staff|agent|login|nick|handle|screen)(?:_?(?:id|name|uuid|key|hash|no|str))*"
    r"\Z|(?:^|_)(?:uid|uname|name)\Z"
)
"""What its name says where it holds whom a comment answers: ``reply_to_user_id``."""

_TOLD_WHEN_REFUSED = ("id", "parent_id", "author", "created_at", "up", "down", "score", "status")


def refused_column(
    field: str,
    names: Sequence[str],
    taken: set[str],
    looked: Mapping[str, ColumnValues],
    text: str,
) -> str | None:
    """A column that is a field's by its plain name and no other's, and whose values say no."""
    if field not in _TOLD_WHEN_REFUSED:
        return None
    for name in names:
        known = ALIASES[field]
        place = rank(field, name) if name and name not in taken and name in looked else None
        if place is None or place >= 3 * len(known) or not looked[name].filled:
            continue
        if flag_of(name, looked[name]) is not None or is_of_another(field, name, text):
            continue
        if not any(rank(other, name) is not None for other in FIELDS if other != field):
            return name
    return None


_NO_IDS = ("text", "parent_id", "author", "created_at", "title")
"""Fields whose columns name no comments, even where a parent's cell is the same: ``Ada``."""


def parents_id_column(
    chosen: Mapping[str, str], names: Sequence[str], looked: Mapping[str, ColumnValues]
) -> str | None:
    """The column that the parents name, where that of the ids is another one or missing."""
    parents = looked.get(chosen["parent_id"]) if "parent_id" in chosen else None
    if parents is None:
        return None
    given = {p for p in map(plain_id, parents.distinct) if p and not is_root(p, "")}

    def share_named(name: str) -> float:
        known = {plain_id(value) for value in looked[name].distinct}
        return len(given & known) / len(given)

    current = chosen.get("id", "")
    if not given or (current in looked and _named_in_any_form(given, looked[current])):
        return None
    others = {column for field, column in chosen.items() if field in _NO_IDS} - {current}
    fitting = {
        name: share_named(name)
        for name in names
        if name in looked and name not in ("", current, *others)
        and looked[name].variety > _UNIQUE and looked[name].filled == looked[name].cells
        and not looked[name].prose and not is_of_another("id", name, chosen.get("text", ""))
    }  # fmt: skip
    best = max(fitting, key=lambda name: fitting[name], default=None)
    return best if best is not None and fitting[best] >= _IDS_ENOUGH else None


def parents_are_people(chosen: Mapping[str, str], looked: Mapping[str, ColumnValues]) -> bool:
    """Whether the column of what is answered names authors (``@ann``) and no comments."""
    columns = [chosen[field] for field in ("parent_id", "author", "id") if field in chosen]
    if len(columns) < 3 or not all(column in looked for column in columns):
        return False
    parents, authors, ids = (looked[column] for column in columns)
    given = {p for p in map(plain_id, parents.distinct) if p and not is_root(p, "")}
    if not given or _named_in_any_form(given, ids):
        return False
    people = {str(name).strip().casefold() for name in authors.distinct}
    named = sum(parent.removeprefix("@").strip().casefold() in people for parent in given)
    return named >= _IDS_ENOUGH * len(given)


def _named_in_any_form(given: set[str], ids: ColumnValues) -> bool:
    """Whether parents, as they are or as addresses or with a prefix, are mostly ids."""
    known = {own for value in ids.distinct if (own := plain_id(value))}
    shape = IdShape(known)
    shares = (sum(as_parent(p, form, shape) in known for p in given) for form in FORMS)
    return max(shares) >= _IDS_ENOUGH * len(given)


def surely_a_time(name: str) -> bool:
    """Whether a column's name speaks of a time."""
    return bool(_DATE_WORDS.search(plain_name(name)))


def time_column(
    names: Sequence[str],
    taken: set[str],
    looked: Mapping[str, ColumnValues],
    text: str,
    assumed: list[str],
) -> str | None:
    """A column that holds times and little else, whatever it is called; small numbers are none.

    Of several the one that is called UTC; without such a one none is read, which is ``assumed``.
    """
    fitting = [
        n for n in names
        if n and n not in taken and n in looked
        and looked[n].filled and looked[n].share("times") >= 0.9
        and (surely_a_time(n) or not looked[n].numbers)
        and not is_another_time(n) and not is_of_another("created_at", n, text)
    ]  # fmt: skip
    named = [n for n in fitting if surely_a_time(n)] or fitting
    if len(named) > 1:
        in_utc = [n for n in named if IN_UTC.search(plain_name(n))]
        if len(in_utc) != 1:
            assumed.append(
                f"Each of {quoted_names(named)} holds times; none was read until --map "
                "created_at=COLUMN says which."
            )
            return None
        named = in_utc
    if not named:
        return None
    assumed.append(f"{quoted_names(named)} holds times and was read as created_at.")
    return named[0]


def parent_column(
    names: Sequence[str], chosen: Mapping[str, str], looked: Mapping[str, ColumnValues]
) -> str | None:
    """A column whose name speaks of answering and whose cells are ids of this table."""
    ids = looked.get(chosen["id"]) if "id" in chosen else None
    if ids is None:
        return None
    known = {plain_id(value) for value in ids.distinct}
    fitting = []
    for name in names:
        values = looked.get(name)
        if not name or name in chosen.values() or values is None or values.nested:
            continue
        plain = without_accents(plain_name(name))
        if not _ANSWERS.search(plain) or _COUNTS_ANSWERS.search(plain):
            continue
        if _NAMES_PERSON.search(plain):
            continue  # small numbers of accounts are small numbers of comments, too
        given = [cell for cell in map(plain_id, values.distinct) if cell and not is_root(cell, "")]
        if given and sum(cell in known for cell in given) >= _IDS_ENOUGH * len(given):
            fitting.append(name)
    return fitting[0] if len(fitting) == 1 else None
