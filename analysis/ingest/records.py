"""From the records of any table to discussions: all are surveyed first, then read in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.comment_maker import CommentMaker
from analysis.ingest.header_again import without_headers
from analysis.ingest.lineage import with_parents
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.survey import survey

PIECE = 2_000
"""Comments held in memory before they are handed on, thread by thread."""

PIECE_CHARACTERS = 16 * 1024 * 1024
"""Characters of text held before they are handed on, where comments are very long."""


def discussions(
    records: Callable[[ReadLog], Iterable[Record]],
    source_stem: str,
    log: ReadLog,
    options: ReadOptions,
    *,
    fixed: Mapping[str, str] | None = None,
    markup: str | None = None,
) -> Iterator[Discussion]:
    """The records as discussions; a thread may come in several pieces, in reading order.

    ``records`` is called twice: all of them are surveyed first, then read. ``fixed`` are the
    columns of a known format; ``markup`` says what its bodies are written in, if not plain text.
    """
    quiet = ReadLog(log.file, log.format, log.encoding)
    records = without_headers(records)
    if fixed is None and not {"parent_id", "parent", "id"} & set(options.mapping):
        records = with_parents(records, log)
    surveyed = survey(
        lambda: records(quiet),
        log,
        mapping=options.mapping,
        fixed=fixed,
        order=options.dates,
        nameless=options.pseudonym_key is not None,
    )
    for sentence in quiet.assumed:  # of the header
        log.assume(sentence)
    if options.strict and log.assumed:
        raise BadInput(
            f"{log.file} can't be read without assuming: {' '.join(log.assumed)} "
            "Say it with --format, --map or --dates, or leave --strict out."
        )
    log.surveyed = surveyed.count
    maker = CommentMaker(surveyed, source_stem, log, options, markup)
    piece: dict[str, tuple[Article, list[Comment]]] = {}
    count = characters = 0
    for record in records(log):
        pair = maker.make(record)
        if pair is None:
            continue
        article, comment = pair
        piece.setdefault(article.id, (article, []))[1].append(comment)
        count += 1
        characters += len(comment.text)
        if count >= PIECE or characters >= PIECE_CHARACTERS:
            yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())
            piece = {}
            count = characters = 0
    yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())
    if not surveyed.complete:
        log.note("Parents were followed among the first comments only; the file has more.")
