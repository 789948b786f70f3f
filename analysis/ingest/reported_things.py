"""What a row of reports is about, where a column says so: a comment, or something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.ingest.column_names import plain_name
from analysis.ingest.record import Record
from analysis.ingest.values import is_nothing

_KINDS = ("type", "kind", "class", "model")
"""How the name goes on of a column that says what an id is of: ``target_id``, ``target_type``."""

_COMMENTS = frozenset({"comment", "comments", "reply", "replies", "commentreply"})
"""Kinds of things that are comments wherever they stand."""

_NO_COMMENTS = frozenset(
    {"user", "users", "account", "profile", "member", "person", "author", "article", "story",
     "page", "topic", "thread", "discussion", "submission", "community", "group", "channel",
     "forum", "conversation"}
)  # fmt: skip
"""Kinds of things that are none even where nothing in the file is called a comment."""


class ReportedThings:
    """Tells rows about comments from those about articles, accounts and other things.

    An id names a comment only beside its kind: report 5 of an account is none of comment 5.
    ``column`` is the one of the reported ids, ``first`` are some of the rows.
    """

    def __init__(self, column: str, names: Sequence[str], first: Sequence[Record]) -> None:
        thing = re.sub(r"_?id\Z", "", plain_name(column))
        called = {f"{thing}_{kind}" for kind in _KINDS} if thing else set()
        self._column = next((name for name in names if plain_name(name) in called), None)
        kinds = {kind for record in first if (kind := self._kind(record.values))}
        self._comments = bool(kinds & _COMMENTS)

    def other(self, values: Mapping[str, object]) -> bool:
        """Whether a row is about something that is no comment; ``False`` where it does not say.

        A post is one where nothing in the file is called a comment.
        """
        kind = self._kind(values)
        if kind is None:
            return False
        return kind not in _COMMENTS if self._comments else kind in _NO_COMMENTS

    def _kind(self, values: Mapping[str, object]) -> str | None:
        given = None if self._column is None else values.get(self._column)
        if given is None or is_nothing(given):
            return None
        last = re.split(r"[\\/.:]+", str(given).strip())[-1]  # App\Models\Comment
        return re.sub(r"[\W_]+", "", last.casefold()) or None
