"""Whether the platform's own people have answered a report, where columns say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from analysis.ingest.column_names import plain_name, without_accents
from analysis.ingest.moderation_words import is_no, is_yes
from analysis.ingest.user_report_columns import REPORT_COLUMNS
from analysis.ingest.values import is_nothing

_WHEN_OR_WHO = ("_at", "_on", "_by", "_time", "_date")
"""How the name of a column goes on that is empty until somebody answers."""

_ANSWERED = frozenset(
    {"accepted", "actioned", "addressed", "agreed", "answered", "closed", "completed",
     "declined", "deferred", "disagreed", "dismissed", "done", "fixed", "handled", "ignored",
     "invalid", "processed", "rejected", "removed", "resolved", "reviewed", "upheld", "valid",
     "abgelehnt", "abgeschlossen", "bearbeitet", "erledigt", "gelost", "gepruft",
     "geschlossen", "cerrado", "cerrada", "descartado", "descartada", "resuelto", "resuelta",
     "rechazado", "rechazada", "accepte", "ferme", "rejete", "resolu", "traite", "chiuso",
     "fechado", "resolvido", "respinto", "risolto", "afgehandeld", "gesloten", "opgelost"}
)  # fmt: skip
_WAITING = frozenset(
    {"active", "assigned", "awaiting", "new", "none", "open", "opened", "pending", "queued",
     "unhandled", "unresolved", "unreviewed", "waiting", "ausstehend", "neu", "offen",
     "unbearbeitet", "wartend", "abierto", "abierta", "pendiente", "aberto", "pendente",
     "aperto", "attesa", "ouvert", "nouveau"}
)  # fmt: skip


class Answered(Enum):
    """What a row says of its report: ``UNCLEAR`` for a word that nobody here knows."""

    YES = auto()
    NO = auto()
    UNCLEAR = auto()


class ReportStates:
    """Reads the columns that say what became of a report; ``mapped`` is the one that was named."""

    def __init__(self, names: Sequence[str], mapped: str | None) -> None:
        known = REPORT_COLUMNS["answered"]
        self._columns = [name for name in names if name == mapped or plain_name(name) in known]

    def of(self, values: Mapping[str, Any]) -> Answered:
        """Whether one row's report is answered: it is where any column says so."""
        answers = {
            _of_cell(name, values[name])
            for name in self._columns
            if not is_nothing(values.get(name))
        }
        return next((a for a in (Answered.YES, Answered.UNCLEAR) if a in answers), Answered.NO)


def _of_cell(name: str, value: Any) -> Answered:
    if is_no(value):
        return Answered.NO
    if is_yes(value) or plain_name(name).endswith(_WHEN_OR_WHO):
        return Answered.YES
    word = without_accents(str(value).strip().casefold())
    if word in _ANSWERED:
        return Answered.YES
    return Answered.NO if word in _WAITING else Answered.UNCLEAR
