"""Which column of a table is the comment's text, its id, its author; refused when unclear."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from analysis.domain.errors import BadInput, nearest

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "comment", "body", "message", "content", "comment_text", "comment_body",
        "comment_content", "commenttext", "commentbody",
    ),
    "id": ("comment_id", "commentid", "id", "_id", "cid", "uuid"),
    "parent_id": (
        "parent_id", "parent_comment_id", "parentid", "parent", "in_reply_to", "reply_to",
        "reply_to_id", "comment_parent",
    ),
    "author": (
        "author", "author_name", "username", "user_name", "user", "display_name", "commenter",
        "name", "comment_author",
    ),
    "created_at": (
        "created_at", "created", "created_date", "date", "time", "timestamp", "datetime",
        "created_utc", "published_at", "posted_at", "comment_date_gmt", "comment_date",
    ),
    "thread_id": (
        "thread_id", "threadid", "thread", "article_id", "articleid", "discussion_id",
        "conversation_id", "story_id", "topic_id", "link_id", "page_id", "article",
    ),
    "title": ("article_title", "thread_title", "title", "headline"),
    "url": ("article_url", "thread_url", "page_url", "url"),
    "section": ("section", "category", "subreddit"),
    "article_text": ("article_text", "article_body"),
    "up": ("up", "ups", "upvotes", "up_votes", "likes", "like_count", "thumbs_up"),
    "down": ("down", "downs", "downvotes", "down_votes", "dislikes", "thumbs_down"),
    "score": ("score", "vote_score", "points"),
    "votes": ("votes", "vote"),
    "status": ("status", "platform_status", "moderation_status", "state"),
}  # fmt: skip
"""The names that exports use for each field, the surest first; those of ``text`` are equal."""

FIELDS: tuple[str, ...] = tuple(ALIASES)
_SHORT_FIELDS = {"parent": "parent_id", "created": "created_at", "thread": "thread_id"}

_SHOWN = 12
_LONGEST_NAME = 40
"""Longer "names" are most likely somebody's words in a file without a header; never shown."""


def choose_columns(
    names: Sequence[str],
    *,
    file: str,
    mapping: Mapping[str, str] | None = None,
    samples: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """The column for each field that the table has; ``text`` is always among them.

    ``mapping`` (field to column) wins over guessing. ``samples`` are some values per column; a
    column that holds only numbers or nothing is no comment text. Raises ``BadInput`` when a
    mapped field or column is unknown, no column looks like text, or two do.
    """
    chosen = _mapped(names, file, mapping or {}, FIELDS)
    taken = set(chosen.values())
    for field, aliases in ALIASES.items():
        if field in chosen:
            continue
        candidates = [n for n in names if n not in taken and plain_name(n) in aliases]
        if field == "text":
            chosen[field] = _text_column(candidates, names, file, samples or {})
        elif candidates:
            chosen[field] = min(candidates, key=lambda n: aliases.index(plain_name(n)))
        else:
            continue
        taken.add(chosen[field])
    twice = [n for n in chosen.values() if list(names).count(n) > 1]
    if twice:
        raise BadInput(f"{file} has two columns named {_shown(twice[:1])}; rename one of them.")
    return chosen


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
    return chosen


def _mapped(
    names: Sequence[str], file: str, mapping: Mapping[str, str], fields: Sequence[str]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for key, column in mapping.items():
        field = key if key in fields else _SHORT_FIELDS.get(key, key)
        if field not in fields:
            raise BadInput(f"Unknown field {key!r} in the column mapping: {nearest(key, fields)}.")
        if column not in names:
            close = difflib.get_close_matches(column, [n for n in names if _is_name(n)], n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise BadInput(f"{file} has no column {column!r}: {hint}columns: {_shown(names)}.")
        chosen[field] = column
    return chosen


def _text_column(
    candidates: list[str], names: Sequence[str], file: str, samples: Mapping[str, Sequence[str]]
) -> str:
    if len(candidates) > 1:
        wordy = [name for name in candidates if _has_words(samples.get(name))]
        candidates = wordy or candidates
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise BadInput(
            f"In {file} both {_shown(candidates, last=' and ')} may be the comment's text; "
            f"name one, as in --map text={candidates[0]}."
        )
    raise BadInput(
        f"No column of {file} looks like the comment's text (text, comment, body, message, "
        f"content); name it with --map text=COLUMN. Columns: {_shown(names)}."
    )


def _has_words(values: Sequence[str] | None) -> bool:
    """Without values to look at, a column gets the benefit of the doubt."""
    return values is None or not values or any(re.search(r"[^\W\d_]{2}", v) for v in values)


def plain_name(name: str) -> str:
    """A column's name without case, spaces, dashes and camelCase: ``userID`` as ``user_id``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip().lstrip("\ufeff"))
    return re.sub(r"[\s\-.]+", "_", spaced).casefold()


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= _LONGEST_NAME and name.isprintable()


def _shown(names: Sequence[str], *, last: str = ", ") -> str:
    """Column names for a message; what is too long for a name is not repeated."""
    words = [repr(name) if _is_name(name) else "(not a name)" for name in names[:_SHOWN]]
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    words += more
    return ", ".join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
