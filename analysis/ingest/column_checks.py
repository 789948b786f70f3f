"""What the records themselves say against the columns that were chosen for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.domain.outcomes import ColumnUse
from analysis.ingest.column_names import FIELDS, rank
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.permalinks import are_permalinks
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record, without_private
from analysis.ingest.surveyed import Survey
from analysis.ingest.threads import articles_part_answers, other_thread


def check_address(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
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


def check_thread(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
    """Put another column for the thread's where answers stand in another thread by it."""
    thread = other_thread(first, columns)
    if thread is None:
        return
    chosen = columns.pop("thread_id")
    if thread:
        columns["thread_id"] = thread
    instead = f"{thread!r} was read as thread_id" if thread else "no column was read as thread_id"
    log.assume(f"By {chosen!r} answers stand in other threads than what they answer; {instead}.")


def check_article(first: list[Record], columns: dict[str, str], log: ReadLog) -> None:
    """Leave out titles and addresses by which, without a thread's column, answers are parted."""
    named = [columns[field] for field in ("title", "url") if field in columns]
    if "thread_id" in columns or not named or not articles_part_answers(first, columns):
        return
    columns.pop("title", None)
    columns.pop("url", None)
    shown = " and ".join(map(repr, named))
    log.assume(f"By {shown} answers stand under other articles than what they answer; not read.")


def with_addresses(columns: Mapping[str, str], looked: Mapping[str, ColumnValues]) -> Iterator[str]:
    """Columns of no field whose cells are e-mail or network addresses, whatever they are called."""
    for name, values in looked.items():
        if name not in columns.values() and values.filled and values.share("addresses") > 0.5:
            yield name


def column_uses(
    names: list[str], surveyed: Survey, looked: Mapping[str, ColumnValues]
) -> list[ColumnUse]:
    """Each column once for every field that it is read as, else once as ignored or dropped."""
    pairs = [*surveyed.columns.items()]
    if surveyed.clock is not None:
        pairs.append(("created_at", surveyed.clock))
    pairs += [("status", flag.column) for flag in surveyed.flags]
    public = without_private(dict.fromkeys(names), surveyed.private)
    uses = []
    for name in names:
        fields: list[str | None] = [field for field, column in pairs if column == name]
        for use in fields or [None if name in public else "dropped"]:
            uses.append(ColumnUse(name, use, looked[name].sample if use != "dropped" else ""))
    return sorted(uses, key=lambda u: FIELDS.index(u.field) if u.field in FIELDS else len(FIELDS))
