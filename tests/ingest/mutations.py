"""Changes to a file that keep most of its structure: for the fuzzing of readers."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
from typing import Any

VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, True, 1e308, 2**70, float("nan"), float("inf"), "0", "-1", "root", "t1_",
    "NaN", "1970-01-01", "99999-13-40", "31/12/2024", "12/31/2024", "2 years ago", "\x00", "\ud800",
    "\u202e", "a" * 5000, "http://[", "1.2K", "22022598.0", [], {}, [[]], [None], {"a": {"b": []}},
    {"$date": None}, {"$date": {"$numberLong": "x"}}, "=1+1", "[deleted]",
)  # fmt: skip
"""What an export may hold where something else is expected."""

WORDS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x80", b'"', b"'", b",", b";", b"\t",
    b"\r", b"\n\n", b"{", b"[", b"}" * 3, b"[" * 200, b"<", b"</", b"<![CDATA[", b"]]>", b"&amp;",
    b"&x;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"null", b"NaN", b"1e999", b"\\ud800", b"\\",
)  # fmt: skip
_TAG = re.compile(r"<[^<>]*>[^<]*")


def mutated(content: bytes, dice: random.Random) -> bytes:
    """``content`` with one to four changes: of its values where it has a structure, or of bytes."""
    for _ in range(dice.randint(1, 4)):
        structured = _structured(content, dice) if dice.random() < 0.7 else None
        content = _bytes(content, dice) if structured is None else structured
    return content


def _structured(content: bytes, dice: random.Random) -> bytes | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _json(text, dice)
    changed = _tags(text, dice) if start == "<" else _table(text, dice)
    return changed.encode("utf-8", "surrogatepass")


def _json(text: str, dice: random.Random) -> bytes | None:
    try:
        whole = [json.loads(text)]
        joined = ""
    except (ValueError, RecursionError):
        try:
            whole = [json.loads(line) for line in text.splitlines() if line.strip()]
            joined = "\n"
        except (ValueError, RecursionError):
            return None
    try:
        _change(whole, dice)
        return joined.join(json.dumps(value) for value in whole).encode()
    except RecursionError:
        return None


def _change(root: Any, dice: random.Random) -> None:
    """One change somewhere in a tree of lists and objects."""
    at = root
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return
        key = dice.choice(keys)
        inner = at[key]
        if not isinstance(inner, dict | list) or not inner or dice.random() < 0.15:
            break
        at = inner
    what = dice.random()
    if what < 0.6:
        at[key] = copy.deepcopy(dice.choice(VALUES))
    elif what < 0.75:
        del at[key]
    elif isinstance(at, list):
        at.insert(key, copy.deepcopy(inner))
    else:
        at[dice.choice([*map(str, at), "text", "id", "parent_id"])] = copy.deepcopy(inner)


def _tags(text: str, dice: random.Random) -> str:
    tags = [match.span() for match in _TAG.finditer(text)]
    if not tags:
        return text
    start, end = dice.choice(tags)
    piece = text[start:end]
    what = dice.random()
    if what < 0.3:
        return text[:start] + text[end:]
    if what < 0.6:
        return text[:start] + piece + text[start:]
    value = str(dice.choice(VALUES))
    head, closed, _ = piece.partition(">")
    return text[:start] + head + closed + value + text[end:]


def _table(text: str, dice: random.Random) -> str:
    delimiter = max(",;\t|", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[]]
    except csv.Error:
        return text
    row = dice.choice(rows)
    what = dice.random()
    if row and what < 0.6:
        row[dice.randrange(len(row))] = str(dice.choice(VALUES))
    elif row and what < 0.75:
        row.pop(dice.randrange(len(row)))
    elif what < 0.9:
        rows.insert(dice.randrange(len(rows) + 1), list(dice.choice(rows)))
    else:
        dice.shuffle(row)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _bytes(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    end = min(len(content), start + dice.choice((1, 1, 4, 64)))
    what = dice.random()
    if what < 0.4:
        return content[:start] + dice.choice(WORDS) + content[start:]
    if what < 0.6:
        return content[:start] + content[end:]
    if what < 0.8:
        return content[:end] + content[start:]
    if what < 0.95:
        return content[:start] + dice.randbytes(end - start) + content[end:]
    return content[:start]
