"""The first look at all records of a table: columns, orders of dates, and who answers whom.

A value decides nothing alone: which column is which, whether 03/04 is in March, and whether a
parent's ``comment-12`` means the id ``12`` is settled here, once for the whole file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.domain.errors import BadInput, UnclearColumns
from analysis.ingest.clock_columns import clock_column
from analysis.ingest.column_checks import (
    check_address,
    check_article,
    check_thread,
    column_uses,
    with_addresses,
)
from analysis.ingest.column_names import FIELDS, SHORT_FIELDS
from analysis.ingest.column_values import ColumnValues, column_values
from analysis.ingest.columns import choose_columns, guess_columns
from analysis.ingest.error_cells import ERROR_CELLS
from analysis.ingest.moderation_states import state_flags
from analysis.ingest.parents import IdShape
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record, may_name_a_person
from analysis.ingest.recorded_scores import PERSPECTIVE
from analysis.ingest.rounded_numbers import ends_in_zeros
from analysis.ingest.surveyed import Survey
from analysis.ingest.threads import numbered_anew
from analysis.ingest.time_order import time_reading
from analysis.ingest.values import (
    MACHINES_NOTHING,
    SAID_NOTHING,
    plain_id,
)
from analysis.ingest.whole_file import look_through

LOOKED_AT = 2_000
"""Records whose every value is looked at to tell the columns apart."""

_MOST_CHARACTERS = 32 * 1024 * 1024
"""Characters of these records held at once; fewer very long ones do, too."""

_PLATFORMS_OWN = ("actionCounts", "actions_summary", "revision")
"""Counts of readers' flags and measured scores, which are taken from the record itself."""

_PAGES = ("page-text", "page-blocks", "html", "paragraphs", "lines", "text")
"""Formats whose texts people wrote as they stand."""

_OFTEN, _OFTEN_SHARE = 3, 0.02
"""Times, and share of the records, from which a word in the text's place is a program's."""


def survey(
    records: Callable[[], Iterable[Record]],
    log: ReadLog,
    *,
    mapping: Mapping[str, str] | None,
    fixed: Mapping[str, str] | None = None,
    order: str | None = None,
    nameless: bool = False,
) -> Survey:
    """Look at every record once. ``fixed`` are a known format's columns, which ``mapping`` changes.

    ``order`` is what a person says about days and months; ``nameless`` drops columns of no field
    that may name a person. What was assumed goes to ``log``.
    Raises ``BadInput`` as :func:`guess_columns` does.
    """
    stream = iter(records())
    first = list(_beginning(stream))
    names = list(dict.fromkeys(name for record in first for name in record.values))
    if not names:
        raise BadInput(f"{log.file} holds no record (a header at most); expected comments.")
    looked = column_values(names, (record.values for record in first))
    if fixed is not None:
        columns = _known_columns(fixed, names, looked, log, mapping or {})
    else:
        columns = _guessed_columns(first, names, looked, log, mapping or {})
    surveyed = Survey(columns)
    if fixed is None and "status" not in (mapping or {}):
        surveyed.flags = state_flags(names, tuple(columns.values()), looked, columns["text"])
    _note_what_cells_hold(surveyed, first, looked, log, nameless=nameless)
    surveyed.clock = clock_column(columns, looked, log)
    log.columns = column_uses(names, surveyed, looked)
    empty_looking: Counter[str] = Counter()
    evidence = look_through(_chained(first, stream), surveyed, log, empty_looking)
    if log.format not in _PAGES:
        elsewhere = {w for n, c in looked.items() if n != columns["text"] for w in c.nothings}
        surveyed.empty_words = _empty_words(empty_looking, elsewhere, surveyed.count, log)
    surveyed.times = time_reading(columns, looked, evidence, log, order)
    return surveyed


def _known_columns(
    fixed: Mapping[str, str],
    names: Sequence[str],
    looked: Mapping[str, ColumnValues],
    log: ReadLog,
    mapping: Mapping[str, str],
) -> dict[str, str]:
    """A known format's columns, as far as they are there, changed by what was mapped."""
    known = [*names, *(c for c in fixed.values() if c not in looked)]
    given = {**dict.fromkeys(FIELDS, ""), **fixed, **_by_field(mapping)}
    columns = choose_columns(known, file=log.file, mapping=given, values=looked)
    return {f: c for f, c in columns.items() if c in looked or f == "text"}


def _guessed_columns(
    first: list[Record],
    names: Sequence[str],
    looked: Mapping[str, ColumnValues],
    log: ReadLog,
    mapping: Mapping[str, str],
) -> dict[str, str]:
    """The columns of an unknown table; what was assumed goes to ``log``."""
    anew = None if {"id", "thread_id", "thread"} & set(mapping) else numbered_anew(first)
    if anew is not None:
        mapping = {**mapping, "id": anew[0], "thread_id": anew[1]}
        log.assume(f"{anew[0]!r} counts the comments of each {anew[1]!r} from the beginning.")
    try:
        chosen = guess_columns(names, file=log.file, mapping=mapping, values=looked)
    except BadInput as unclear:
        raise UnclearColumns(str(unclear), tuple(names)) from None
    columns = dict(chosen.of)
    for sentence in chosen.assumed:
        log.assume(sentence)
    mapped = set(_by_field(mapping))
    if "url" not in mapped:
        check_address(first, columns, log)
    if "thread_id" not in mapped:
        check_thread(first, columns, log)
    if not {"title", "url"} & mapped:
        check_article(first, columns, log)
    return columns


def _note_what_cells_hold(
    surveyed: Survey,
    first: Sequence[Record],
    looked: Mapping[str, ColumnValues],
    log: ReadLog,
    *,
    nameless: bool,
) -> None:
    """Texts in pieces, private and rounded columns, lists, the shape of ids, errors in cells."""
    columns = surveyed.columns
    text = looked.get(columns["text"])
    if text is not None and text.share("pieces") > 0.5:
        surveyed.text_in_pieces = True
        log.note("Texts that stand in pieces (links, mentions) were put together.")
    surveyed.private = frozenset(with_addresses(columns, looked))
    surveyed.rounded = frozenset(n for n in columns.values() if _lost_digits(looked.get(n)))
    if nameless:
        others = (name for name in looked if name not in columns.values())
        surveyed.private |= frozenset(filter(may_name_a_person, others))
    unread = {*columns.values(), PERSPECTIVE, *_PLATFORMS_OWN}
    if nested := [n for n, c in looked.items() if c.nested and n not in unread]:
        log.note(f"Lists inside records were kept, but not read: {', '.join(nested[:6])}.")
    if id_of := columns.get("id"):
        ids = (plain_id(record.values.get(id_of)) for record in first)
        surveyed.shape = IdShape(name for name in ids if name is not None)
    for name in dict.fromkeys(n for n in columns.values() if n in looked and n != columns["text"]):
        for word in sorted(looked[name].nothings & ERROR_CELLS):
            log.note(f"{word} in {name!r} is a spreadsheet's error: taken for an empty cell.")


def _empty_words(
    empty_looking: Mapping[str, int], elsewhere: set[str], records: int, log: ReadLog
) -> frozenset[str]:
    """Which of ``nan``, ``None``, … stand for an empty text, as the rest of the file shows.

    What people say, too, does where another column has it for nothing, or where it comes often.
    """
    empty = MACHINES_NOTHING & set(empty_looking)
    for word in SAID_NOTHING & set(empty_looking):
        often = empty_looking[word] >= _OFTEN and empty_looking[word] >= _OFTEN_SHARE * records
        if word in elsewhere or often:
            empty |= {word}
        else:
            log.note(f"A text that is {word!r} was taken for somebody's word.")
    for word in sorted(empty):
        log.note(f"Texts that are {word!r} were taken for empty ones, as programs write them.")
    return frozenset(empty)


def _lost_digits(values: ColumnValues | None) -> bool:
    return values is not None and ends_in_zeros(values.distinct)


def _by_field(mapping: Mapping[str, str]) -> dict[str, str]:
    return {SHORT_FIELDS.get(key, key): column for key, column in mapping.items()}


def _chained(first: list[Record], rest: Iterator[Record]) -> Iterator[Record]:
    first.reverse()
    while first:
        yield first.pop()
    yield from rest


def _beginning(stream: Iterator[Record]) -> Iterator[Record]:
    characters = 0
    for number, record in enumerate(stream, start=1):
        yield record
        characters += sum(len(v) for v in record.values.values() if isinstance(v, str))
        if number >= LOOKED_AT or characters > _MOST_CHARACTERS:
            return
