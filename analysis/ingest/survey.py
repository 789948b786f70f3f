"""The first look at all records of a table: columns, orders of dates, and who answers whom.

A value decides nothing alone: which column is which, whether 03/04 is in March, and whether a
parent's ``comment-12`` means the id ``12`` is settled here, once for the whole file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.domain.errors import BadInput, UnclearColumns
from analysis.domain.outcomes import ColumnUse
from analysis.domain.placeholder import is_placeholder
from analysis.ingest.column_languages import CLOCK
from analysis.ingest.column_names import FIELDS, SHORT_FIELDS, plain_name, rank, without_accents
from analysis.ingest.column_values import ColumnValues, column_values
from analysis.ingest.columns import choose_columns, guess_columns
from analysis.ingest.dates import DAY_FIRST, MONTH_FIRST, TimeReading, order_evidence
from analysis.ingest.parents import FORMS, IdShape, as_parent
from analysis.ingest.permalinks import are_permalinks
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record, may_name_a_person, without_private
from analysis.ingest.recorded_scores import PERSPECTIVE
from analysis.ingest.threads import articles_part_answers, other_thread
from analysis.ingest.values import (
    MACHINES_NOTHING,
    SAID_NOTHING,
    is_nothing,
    is_root,
    person_name,
    plain_id,
)

LOOKED_AT = 2_000
"""Records whose every value is looked at to tell the columns apart."""

_MOST_CHARACTERS = 32 * 1024 * 1024
"""Characters of these records held at once; fewer very long ones do, too."""

_PLATFORMS_OWN = ("actionCounts", "actions_summary", "revision")
"""Counts of readers' flags and measured scores, which are taken from the record itself."""

_PAGES = ("page-text", "page-blocks", "html", "paragraphs", "lines", "text")
"""Formats whose texts people wrote as they stand."""

_NOTHINGS = MACHINES_NOTHING | SAID_NOTHING
_SHORT = 20
_OFTEN, _OFTEN_SHARE = 3, 0.02
"""Times, and share of the records, from which a word in the text's place is a program's."""

REMEMBERED = 1_250_000
"""Comments whose ids are remembered to follow replies: some 320 bytes each, 400 MB at the most."""


@dataclass(slots=True)
class Survey:
    """What holds for a whole file. Ids are remembered as hashes, with their author's hash."""

    columns: dict[str, str]
    times: TimeReading = field(default_factory=TimeReading)
    parent_form: str = FORMS[0]
    shape: IdShape = field(default_factory=IdShape)
    clock: str | None = None
    private: frozenset[str] = frozenset()
    zero_is_an_id: bool = False
    text_in_pieces: bool = False
    empty_words: frozenset[str] = frozenset()
    ids: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    in_rings: set[int] = field(default_factory=set)
    complete: bool = True
    count: int = 0


def key_of(thread: str, comment: str) -> int:
    """A comment's place in the survey's memory."""
    return hash((thread, comment))


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
        known = [*names, *(c for c in fixed.values() if c not in looked)]
        given = {**dict.fromkeys(FIELDS, ""), **fixed, **_by_field(mapping or {})}
        columns = choose_columns(known, file=log.file, mapping=given, values=looked)
        columns = {f: c for f, c in columns.items() if c in looked or f == "text"}
    else:
        try:
            chosen = guess_columns(names, file=log.file, mapping=mapping, values=looked)
        except BadInput as unclear:
            raise UnclearColumns(str(unclear), tuple(names)) from None
        columns = dict(chosen.of)
        for sentence in chosen.assumed:
            log.assume(sentence)
        if "url" not in _by_field(mapping or {}):
            _check_address(first, columns, log)
        if "thread_id" not in _by_field(mapping or {}):
            _check_thread(first, columns, log)
        if not {"title", "url"} & set(_by_field(mapping or {})):
            _check_article(first, columns, log)
    surveyed = Survey(columns)
    text = looked.get(columns["text"])
    if text is not None and text.share("pieces") > 0.5:
        surveyed.text_in_pieces = True
        log.note("Texts that stand in pieces (links, mentions) were put together.")
    surveyed.private = frozenset(_with_addresses(columns, looked))
    if nameless:
        others = (name for name in names if name not in columns.values())
        surveyed.private |= frozenset(filter(may_name_a_person, others))
    unread = {*columns.values(), PERSPECTIVE, *_PLATFORMS_OWN}
    if nested := [n for n, c in looked.items() if c.nested and n not in unread]:
        log.note(f"Lists inside records were kept, but not read: {', '.join(nested[:6])}.")
    if id_of := columns.get("id"):
        ids = (plain_id(record.values.get(id_of)) for record in first)
        surveyed.shape = IdShape(name for name in ids if name is not None)
    surveyed.clock = _clock_column(columns, looked, log)
    log.columns = _uses(names, surveyed, looked)
    empty_looking: Counter[str] = Counter()
    evidence = _whole_file(_chained(first, stream), surveyed, log, empty_looking)
    if log.format not in _PAGES:
        elsewhere = {w for n, c in looked.items() if n != columns["text"] for w in c.nothings}
        surveyed.empty_words = _empty_words(empty_looking, elsewhere, surveyed.count, log)
    surveyed.times = _times(columns, looked, evidence, log, order)
    return surveyed


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


def _clock_column(
    columns: Mapping[str, str], looked: Mapping[str, ColumnValues], log: ReadLog
) -> str | None:
    """The column of the clock's times where the one of ``created_at`` holds days alone."""
    day = columns.get("created_at")
    if day is None or day not in looked or not looked[day].filled or looked[day].clocks:
        return None
    free = [n for n in looked if n and n not in columns.values() and looked[n].filled]
    for name in free:
        if without_accents(plain_name(name)) in CLOCK and looked[name].share("clocks") == 1:
            log.assume(f"The time of day in {name!r} belongs to the day in {day!r}.")
            return name
    return None


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


def _check_address(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
    """Put the next column of addresses for one that holds the comments' own."""
    names = dict.fromkeys(name for record in first for name in record.values)
    while url := columns.get("url"):
        if not are_permalinks(first, url, columns.get("id")):
            return
        del columns["url"], names[url]
        log.assume(f"The addresses in {url!r} are the comments' own, not their article's.")
        others = [n for n in names if n not in columns.values() and rank("url", n) is not None]
        if others:
            columns["url"] = min(others, key=lambda name: rank("url", name) or 0)


def _check_thread(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
    """Put another column for the thread's where answers stand in another thread by it."""
    thread = other_thread(first, columns)
    if thread is None:
        return
    chosen = columns.pop("thread_id")
    if thread:
        columns["thread_id"] = thread
    instead = f"{thread!r} was read as thread_id" if thread else "no column was read as thread_id"
    log.assume(f"By {chosen!r} answers stand in other threads than what they answer; {instead}.")


def _check_article(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
    """Leave out titles and addresses by which, without a thread's column, answers are parted."""
    named = [columns[field] for field in ("title", "url") if field in columns]
    if "thread_id" in columns or not named or not articles_part_answers(first, columns):
        return
    columns.pop("title", None)
    columns.pop("url", None)
    shown = " and ".join(map(repr, named))
    log.assume(f"By {shown} answers stand under other articles than what they answer; not read.")


def _with_addresses(
    columns: Mapping[str, str], looked: Mapping[str, ColumnValues]
) -> Iterator[str]:
    """Columns of no field whose cells are e-mail or network addresses, whatever they are called."""
    for name, values in looked.items():
        if name not in columns.values() and values.filled and values.share("addresses") > 0.5:
            yield name


def _uses(
    names: list[str], surveyed: Survey, looked: Mapping[str, ColumnValues]
) -> list[ColumnUse]:
    """Each column once for every field that it is read as, else once as ignored or dropped."""
    pairs = [*surveyed.columns.items()]
    if surveyed.clock is not None:
        pairs.append(("created_at", surveyed.clock))
    public = without_private(dict.fromkeys(names), surveyed.private)
    uses = []
    for name in names:
        fields: list[str | None] = [field for field, column in pairs if column == name]
        for use in fields or [None if name in public else "dropped"]:
            uses.append(ColumnUse(name, use, looked[name].sample if use != "dropped" else ""))
    return sorted(uses, key=lambda u: FIELDS.index(u.field) if u.field in FIELDS else len(FIELDS))


def _whole_file(
    records: Iterator[Record], surveyed: Survey, log: ReadLog, empty_looking: Counter[str]
) -> Counter[str]:
    """Remember ids and authors, the parents in their forms, and what the times allow.

    ``empty_looking`` counts the texts that may stand for nothing.
    """
    columns = surveyed.columns
    id_of, parent_of = columns.get("id"), columns.get("parent_id")
    time_of, author_of = columns.get("created_at"), columns.get("author")
    thread_of, text_of = columns.get("thread_id"), columns["text"]
    evidence: Counter[str] = Counter()
    parents: dict[int, int | tuple[int, ...]] = {}
    bare: set[str] = set()
    other_root = False
    for number, record in enumerate(records, start=1):
        surveyed.count = number
        values = record.values
        if time_of is not None and isinstance(value := values.get(time_of), str):
            kind = order_evidence(value)
            if kind:
                evidence[kind] += 1
        text = values.get(text_of)
        if isinstance(text, str) and len(text) < _SHORT and text.strip() in _NOTHINGS:
            empty_looking[text.strip()] += 1
        comment = plain_id(values.get(id_of)) if id_of else None
        if comment is None:
            continue
        if len(surveyed.ids) >= REMEMBERED:
            surveyed.complete = False
            continue
        thread = plain_id(values.get(thread_of)) if thread_of else ""
        key = key_of(thread or "", comment)
        author = person_name(values.get(author_of)) if author_of else None
        if key not in surveyed.ids or not surveyed.ids[key]:
            gone = not isinstance(text, str) or is_placeholder(text)
            surveyed.ids[key] = hash(author) if author and not gone else surveyed.ids.get(key, 0)
        if comment == "0":
            bare.add(comment)
        given = plain_id(values.get(parent_of)) if parent_of else None
        if given is None:
            other_root |= parent_of is not None and is_nothing(values.get(parent_of))
            continue
        other_root |= given in ("-1", "root")
        if given == "0" or not is_root(given, ""):
            forms = tuple(
                key_of(thread or "", parent)
                for form in FORMS
                if (parent := as_parent(given, form, surveyed.shape))
            )
            # Most parents are the same in every form, and millions of them are remembered.
            parents[key] = forms[0] if len(set(forms)) == 1 else forms
    surveyed.zero_is_an_id = "0" in bare and other_root
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


def _times(
    columns: Mapping[str, str],
    looked: Mapping[str, ColumnValues],
    evidence: Counter[str],
    log: ReadLog,
    order: str | None,
) -> TimeReading:
    column = columns.get("created_at")
    if column is None:
        return TimeReading(order)
    values = looked.get(column)
    excel = bool(values and values.filled and values.share("serials") == 1)
    if excel:
        log.assume(f"The numbers in {column!r} are Excel's days since 1900.")
    if values is not None and values.relative:
        log.note("Times such as '2 years ago' say nothing without the day of the copy; left out.")
    day, month = evidence[DAY_FIRST], evidence[MONTH_FIRST]
    if order is None and not (day or month or evidence["either"]) and evidence["dotted"]:
        order = DAY_FIRST
        log.assume(f"Dates in {column!r} are day-first, as dates with full stops are written.")
    if order is None and (day or month or evidence["either"] or evidence["dotted"]):
        if day and not month:
            order = DAY_FIRST
        elif month and not day:
            order = MONTH_FIRST
        if order:
            log.assume(
                f"Dates in {column!r} are {order}: {day or month} of them can't be otherwise."
            )
        elif day and month:
            log.assume(f"Dates in {column!r} are in both orders; the unclear ones left out.")
        else:
            log.assume(
                f"Dates in {column!r} may be day-first or month-first; left out until "
                "--dates day-first or --dates month-first says which."
            )
    return TimeReading(order, excel)


def thread_key(values: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    """The thread by which :func:`survey` remembered a record; empty without such a column."""
    column = columns.get("thread_id")
    return (plain_id(values.get(column)) if column else None) or ""
