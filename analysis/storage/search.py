"""Full-text search with one meaning on both databases: all the words, phrases in quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import Select, Text, cast, column, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput
from analysis.domain.span import Span, merge_spans
from analysis.storage.columns import storable
from analysis.storage.postgres_rows import copy_rows

SEARCHED_CHARACTERS = 200_000
"""How much of a text PostgreSQL's index holds; its tsvector ends at a megabyte."""

LONGEST_WORD = 255
"""Longer words are cut in PostgreSQL's index, which takes 2046 bytes at most."""

LAST_PLACE = 16_383
"""The last word position that a tsvector counts."""

MERGED_PAGES = 500
"""Pages of SQLite's index rewritten in one transaction: some milliseconds."""

_WORD = re.compile(r"[^\W_]+")
_DRAWN_WORD = re.compile(r"(?:[^\W_]|(?<=\w)[\u0300-\u036f])+")
"""A word of a text as it stands there: an accent may be a character of its own."""
_PIECE = re.compile(r'"([^"]*)"|(\S+)')

_search = table("comment_search", column("rowid"), column("text_id"), column("words"))


def matching_texts(dialect: str, typed: str) -> Select[int]:
    """The ids of the texts that hold every word and quoted phrase of what a person typed.

    Case and accents make no difference. ``BadInput`` when there is no word in it.
    """
    phrases = _phrases(typed)
    if not phrases:
        raise BadInput("A search needs at least one word or number.")
    if dialect == "sqlite":
        match = " ".join('"' + " ".join(words) + '"' for words in phrases)
        condition = text("comment_search MATCH :typed").bindparams(typed=match)
        return select(_search.c.rowid).where(condition)
    query = " & ".join(
        "(" + " <-> ".join(f"'{_lexeme(word)}'" for word in words) + ")" for words in phrases
    )
    return select(_search.c.text_id).where(
        _search.c.words.op("@@")(cast(literal(query, Text), TSQUERY))
    )


def has_phrase(typed: str) -> bool:
    """Whether words are asked to stand beside each other, as which hits are hard to foresee."""
    return any(len(words) > 1 for words in _phrases(typed))


def hits(original: str, typed: str) -> list[Span]:
    """Where the words and phrases of a search stand in a text, in order, none twice.

    The same words as the database finds: whole ones, whatever their case and accents.
    """
    wanted = [[_fold(word) for word in words] for words in _phrases(typed)]
    places = [(match.span(), _fold(match[0])) for match in _DRAWN_WORD.finditer(original)]
    keys = [key for _, key in places]
    spans: set[Span] = set()
    for phrase in filter(None, wanted):
        for first in range(len(keys) - len(phrase) + 1):
            if keys[first : first + len(phrase)] == phrase:
                spans.add(Span(places[first][0][0], places[first + len(phrase) - 1][0][1]))
    return list(merge_spans(spans))


def index_texts(session: Session, texts: Iterable[tuple[int, str]]) -> None:
    """Make new texts findable. SQLite's triggers do that by themselves."""
    if session.get_bind().dialect.name == "sqlite":
        return
    rows = list(index_entries(texts))
    if rows:
        copy_rows(session.connection(), "comment_search", ("text_id", "words"), rows)


def index_entries(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The rows of PostgreSQL's index for texts and their ids, each tsvector written out."""
    for text_id, body in texts:
        yield text_id, _vector(body[:SEARCHED_CHARACTERS])


def merge_search_index(session: Session, *, first: bool) -> bool:
    """Rewrite a piece of SQLite's index without deleted words; whether there is more to do.

    FTS5 only marks deleted entries until their segments are merged. A negative ``merge`` begins
    to merge all segments, a positive one goes on; it changes fewer than two rows when done.
    """
    if session.get_bind().dialect.name != "sqlite":
        return False
    before = session.scalar(text("SELECT total_changes()")) or 0
    session.execute(
        text("INSERT INTO comment_search(comment_search, rank) VALUES ('merge', :pages)"),
        {"pages": -MERGED_PAGES if first else MERGED_PAGES},
    )
    after = session.scalar(text("SELECT total_changes()")) or 0
    return int(after) - int(before) >= 2


def _vector(body: str) -> str:
    """A tsvector written out, so that no parser of PostgreSQL's splits words its own way."""
    words = _words(_fold(storable(body)))
    return " ".join(
        f"'{word[:LONGEST_WORD]}':{min(place, LAST_PLACE)}" for place, word in enumerate(words, 1)
    )


def _phrases(typed: str) -> list[list[str]]:
    whole = unicodedata.normalize("NFC", storable(typed))
    pieces = (quoted or bare for quoted, bare in _PIECE.findall(whole))
    return [words for piece in pieces if (words := _words(piece))]


def _words(body: str) -> list[str]:
    return _WORD.findall(body)


def _lexeme(word: str) -> str:
    return "".join(_words(_fold(word)))[:LONGEST_WORD] or "-"


def _fold(body: str) -> str:
    """Without case and accents, as SQLite's tokenizer does it by itself."""
    if body.isascii():  # nearly all, at a twentieth of the cost
        return body.lower()
    apart = unicodedata.normalize("NFKD", body)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()
