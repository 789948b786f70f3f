"""Who answers whom, and what the times allow, over all records of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from analysis.domain.placeholder import is_placeholder
from analysis.ingest.parents import FORMS, as_parent
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.surveyed import Survey, key_of
from analysis.ingest.time_evidence import TimeEvidence
from analysis.ingest.values import (
    MACHINES_NOTHING,
    SAID_NOTHING,
    is_nothing,
    is_root,
    person_name,
)

REMEMBERED = 1_250_000
"""Comments whose ids are remembered to follow replies: some 320 bytes each, 400 MB at the most."""

_NOTHINGS = MACHINES_NOTHING | SAID_NOTHING
_SHORT = 20
_NUMBERS = ("0", "-1")
"""Ids of an index, which elsewhere stand for no parent."""


def look_through(
    records: Iterator[Record], surveyed: Survey, log: ReadLog, empty_looking: Counter[str]
) -> TimeEvidence:
    """Remember ids and authors, the parents in their forms, and what the times allow.

    ``empty_looking`` counts the texts that may stand for nothing.
    """
    columns = surveyed.columns
    parent_of, text_of = columns.get("parent_id"), columns["text"]
    time_of, author_of = columns.get("created_at"), columns.get("author")
    evidence = TimeEvidence()
    parents: dict[int, int | tuple[int, ...]] = {}
    root_ids: set[str] = set()
    roots: set[str] = set()
    for number, record in enumerate(records, start=1):
        surveyed.count = number
        values = record.values
        if time_of is not None:
            evidence.add(values.get(time_of))
        if surveyed.clock is not None:
            evidence.add_zone(str(values.get(surveyed.clock)))
        text = values.get(text_of)
        if isinstance(text, str) and len(text) < _SHORT and text.strip() in _NOTHINGS:
            empty_looking[text.strip()] += 1
        comment = surveyed.exact_id("id", values)
        if comment is None:
            continue
        if len(surveyed.ids) >= REMEMBERED:
            surveyed.complete = False
            continue
        thread = surveyed.thread_key(values)
        key = key_of(thread, comment)
        author = person_name(values.get(author_of)) if author_of else None
        if key not in surveyed.ids or not surveyed.ids[key]:
            gone = not isinstance(text, str) or is_placeholder(text)
            surveyed.ids[key] = hash(author) if author and not gone else surveyed.ids.get(key, 0)
        if is_root(comment, ""):
            root_ids.add(comment)
        given = surveyed.exact_id("parent_id", values)
        if given is None:
            if parent_of is not None and is_nothing(values.get(parent_of)):
                roots.add("")
            continue
        if is_root(given, ""):
            roots.add(given)
        if given in _NUMBERS or not is_root(given, ""):
            forms = tuple(
                key_of(thread, parent)
                for form in FORMS
                if (parent := as_parent(given, form, surveyed.shape))
            )
            # Most parents are the same in every form, and millions of them are remembered.
            parents[key] = forms[0] if len(set(forms)) == 1 else forms
    # An id such as 0 is answered where something else stands for no parent.
    surveyed.root_ids = frozenset(root_ids if roots - root_ids else ())
    surveyed.parent_form = _best_form(parents, surveyed.ids)
    place = FORMS.index(surveyed.parent_form)
    resolved = {
        key: forms if isinstance(forms, int) else forms[min(place, len(forms) - 1)]
        for key, forms in parents.items()
    }
    del parents
    surveyed.answered = set(resolved.values())
    surveyed.in_rings = _rings(resolved)
    if count := len(surveyed.in_rings):
        log.note(
            f"{count} {'comment' if count == 1 else 'comments'} answer themselves, directly "
            "or in a ring; these parents were left out."
        )
    return evidence


def _best_form(parents: Mapping[int, int | tuple[int, ...]], ids: Mapping[int, int]) -> str:
    """The way of reading parents by which most of them are there; the plain one in a tie."""
    hits = [0] * len(FORMS)
    alike = 0
    for forms in parents.values():
        if isinstance(forms, int):
            alike += forms in ids
            continue
        for place, key in enumerate(forms):
            hits[place] += key in ids
    hits = [hit + alike for hit in hits]
    return FORMS[hits.index(max(hits))] if hits else FORMS[0]


def _rings(parent: Mapping[int, int]) -> set[int]:
    """The comments that stand in a ring of replies, each the answer of the next."""
    rings: set[int] = set()
    done: set[int] = set()
    for start in parent:
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = parent.get(at)
        if at is not None and at in path:
            ordered = list(path)
            rings.update(ordered[ordered.index(at) :])
        done.update(path)
    return rings
