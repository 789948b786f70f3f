"""The text of a record, or what stands in its place: a deleted comment, the sum of a table."""

from __future__ import annotations

from analysis.ingest.reading import ReadLog
from analysis.ingest.record import RefusedRecord
from analysis.ingest.record_fields import RecordFields
from analysis.ingest.surveyed import Survey, key_of
from analysis.ingest.text_pieces import joined, joined_pieces
from analysis.ingest.values import count_of, is_nothing, says_no

_GONE = ("deleted", "delete", "is_deleted", "isdeleted", "user_deleted", "deleted_at", "removed")
"""Columns that say that the author or the platform took the text away."""

_TOTALS = frozenset(
    ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt",
     "somme", "suma", "totale", "totaal", "summa", "yhteensä", "razem", "celkem", "toplam", "итого",
     "всего", "合计", "総計", "합계")
)  # fmt: skip
"""What stands in the last line of a table that somebody added up."""


def text_of(fields: RecordFields, surveyed: Survey, log: ReadLog, *, comment_id: str | None) -> str:
    """The text; empty where only a place in the thread is left of a comment.

    Raises :class:`RefusedRecord` where there is neither.
    """
    text = fields.cell("text")
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    if isinstance(text, list) and (pieces := joined(text)) is not None:
        log.note("Texts that stand in pieces (links, mentions) were put together.")
        text = pieces
    if isinstance(text, str) and text.strip() in surveyed.empty_words:
        text = ""
    if isinstance(text, str) and text.strip():
        if surveyed.text_in_pieces:
            return joined_pieces(text)
        return text
    if text is not None and not isinstance(text, str) and text == text:
        raise RefusedRecord("its text is not a string")
    if comment_id is not None and _is_gone(fields, surveyed, comment_id):
        return text if isinstance(text, str) else ""
    raise RefusedRecord("has no text" if text is None else "its text is empty")


def is_total(text: str, fields: RecordFields) -> bool:
    """Whether a row without what the others have holds their sum: ``Total``, also as its id."""
    named = [f for f in ("id", "author", "created_at") if f in fields.columns]
    if not named:
        return False
    filled = [f for f in named if not is_nothing(fields.cell(f))]
    if filled == ["id"] and len(named) > 1 and count_of(text) is not None:
        return _says_total(str(fields.cell("id")))
    return not filled and _says_total(text)


def _says_total(words: str) -> bool:
    return words.strip(" :.\u2211").casefold() in _TOTALS


def _is_gone(fields: RecordFields, surveyed: Survey, comment_id: str) -> bool:
    """Whether an empty text is a deleted comment's place: marked so, or answered."""
    for name, value in fields.values.items():
        plain = str(name).rsplit(".", 1)[-1].replace("-", "_").casefold()
        if plain in _GONE and not is_nothing(value) and not says_no(value):
            return True
    if str(fields.cell("status")).casefold() in _GONE:
        return True
    key = key_of(surveyed.thread_key(fields.values), comment_id)
    return key in surveyed.answered
