"""Replies that stand inside the comment they answer: each becomes a record with its parent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.ingest.column_names import plain_name, rank, without_accents

REPLY_LISTS = ("replies", "children", "comments", "responses", "answers", "kids", "child_comments")
"""Names under which exports keep the answers to a comment."""

PARENT, DEEPEST = "parent_id", 5_000
"""The column a nested reply gets, and how deep replies are followed."""

_IDS = ("id", "_id", "comment_id", "commentId", "cid", "uuid")
_INNER = ("comment", "post", "data", "attributes", "object", "item", "record")
"""Objects inside an entry that hold the comment itself: ``{"comment": …, "replies": […]}``."""

_OF_REPLIES = re.compile(
    r"(?:^|_)(?:repl(?:y|ies)|child(?:ren)?|kids|answers?|respon[ds]es?|descendants?|nested|"
    r"sub_?(?:comment|post|message)s?|antworten|antwoorden|reponses|respuestas|respostas|risposte|"
    r"odpowiedzi)(?:_|$)|^comments?_(?:list|data|items|nodes)$"
)
_OF_OTHERS = re.compile(
    r"parent|ancestor|quot|previous|edit|histor|version|revision|moderat|admin|staff|intern|relat|"
    r"suggest|draft|templat|(?:^|_)(?:to|by|of|ids?)$"
)
"""What else a list inside a comment may be that holds texts: what it answers, was, or is noted."""

_OWN_ID = re.compile(
    r"(?:(?:content|comment|repl(?:y|ies)|answer|response|message|msg|note|opinion|entry|feedback|"
    r"review|item|object|node|record|post|sub|rp)_?)?(?:id|uuid|guid|hex|key|number|id_?code)\Z"
)


def reply_list(value: Mapping[str, Any]) -> str | None:
    """The name under which ``value`` holds objects like itself; ``None`` without."""
    inside = _replies(value)
    return inside[0] if inside else None


def holds_replies(name: str) -> bool:
    """Whether a name says that answers to a comment stand there: ``subComments``, ``replyList``."""
    plain = without_accents(plain_name(name))
    if name in REPLY_LISTS:
        return True
    return bool(_OF_REPLIES.search(plain)) and not _OF_OTHERS.search(plain)


def _replies(value: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]] | None:
    """Where the answers to a comment stand inside it, and these."""
    others = [n for n, v in value.items() if n not in REPLY_LISTS and isinstance(v, list | dict)]
    for name in (*REPLY_LISTS, *filter(holds_replies, others)):
        entries = _entries(value.get(name))
        if not entries:
            continue
        shared = set(bare_node(entries[0])) & set(value) - {name}
        if any(name in REPLY_LISTS or rank("text", key) is not None for key in shared):
            return name, entries
    return None


def _entries(inner: Any) -> list[dict[str, Any]] | None:
    """The objects of a list, of the list inside a listing, or by their ids; ``None`` for none."""
    if isinstance(inner, dict):  # Reddit's listing: {"data": {"children": [...]}}
        listed = next((v for v in inner.values() if isinstance(v, list)), None)
        if listed is None and inner and all(isinstance(v, dict) for v in inner.values()):
            listed = [v if _IDS[0] in v else {_IDS[0]: key, **v} for key, v in inner.items()]
        inner = listed
    if not isinstance(inner, list) or not all(isinstance(entry, dict) for entry in inner):
        return None
    return inner


def bare_node(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object itself where GraphQL writes ``{"node": …}`` around it."""
    inner = value.get("node")
    return inner if isinstance(inner, dict) and len(value) <= 2 else value


def with_replies(position: str, value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """``value`` and the replies inside it, in reading order, each without its own list.

    A reply without a parent's id gets the one that it stands in; without ids, one made of places.
    """
    waiting: list[tuple[str, dict[str, Any], _Above | None]] = [(position, value, None)]
    while waiting:
        place, comment, above = waiting.pop()
        name, replies = _replies(comment) or (None, [])
        plain = {key: inner for key, inner in comment.items() if key != name}
        if above is not None and not _names_parent(plain):
            plain[PARENT] = above.id
        if name is None and above is None:
            yield place, plain
            continue
        known = _own_id(plain, replies, above)
        if known is None:
            known = _IDS[0], place.replace(" ", "-")
            plain[_IDS[0]] = known[1]
        elif above is not None and above.key and _plain(plain.get(above.key)) in (None, above.id):
            plain[above.key] = known[1]  # {"comment_id": 1, "replies": [{"reply_id": 2, …}]}
        yield place, plain
        for number, reply in reversed(list(enumerate(replies, start=1))):
            waiting.append((f"{place}.{number}", dict(bare_node(reply)), _Above(*known, plain)))


@dataclass(frozen=True, slots=True)
class _Above:
    """What a reply answers: the key of its id (empty inside another object), the id, the object."""

    key: str
    id: str
    comment: Mapping[str, Any]


def unfolded(position: str, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A row of a table and the replies that one of its cells holds as a list or as JSON."""
    yield from with_replies(position, parsed_lists(values))


def parsed_lists(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row with the lists of objects that its cells hold as JSON."""
    row = dict(values)
    for name, cell in values.items():
        if isinstance(cell, str) and cell.lstrip().startswith("[{") and holds_replies(name):
            try:
                row[name] = json.loads(cell)
            except (ValueError, RecursionError):
                continue
    return row


def _own_id(
    comment: Mapping[str, Any], replies: Sequence[Mapping[str, Any]], above: _Above | None
) -> tuple[str, str] | None:
    """The key (empty inside another object) and value of an entry's id or of the comment's in it.

    What a reply says of the comment above is not its own, nor what it shares with it.
    """
    inner = (comment[key] for key in _INNER if isinstance(comment.get(key), dict))
    for part in (comment, *inner):
        for key in _IDS if part is comment else ("uri", *_IDS):
            known = _plain(part.get(key))
            if known is not None and (above is None or known != above.id):
                return (key if part is comment else ""), known
    around = [bare_node(reply) for reply in replies] + ([above.comment] if above else [])
    for key, given in comment.items():
        known = _plain(given) if _OWN_ID.match(plain_name(key)) else None
        if known is None or (above is not None and known == above.id):
            continue
        if all(_plain(other.get(key)) != known for other in around):
            return key, known
    return None


def _plain(given: Any) -> str | None:
    """An id as a word; ``None`` for nothing and for what holds others."""
    return None if given in (None, "") or isinstance(given, dict | list) else str(given)


def _names_parent(comment: Mapping[str, Any]) -> bool:
    """Whether an entry says by itself which comment it answers."""
    if any(comment.get(name) for name in (PARENT, "parentId", "parent")):
        return True
    for key in _INNER:
        inner = comment.get(key)
        if isinstance(inner, dict) and any(inner.get(n) for n in (PARENT, "parentId", "pid")):
            return True
    return False
