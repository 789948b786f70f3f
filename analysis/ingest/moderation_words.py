"""Words of moderation in cells: states such as ``approved``, and yes and no."""

from __future__ import annotations

import re
from typing import Any

from analysis.ingest.column_names import without_accents
from analysis.ingest.values import says_no

_YES = frozenset(
    ("1", "1.0", "true", "t", "yes", "y", "x", "ja", "j", "wahr", "oui", "vrai", "si", "verdadero",
     "sim", "verdadeiro", "vero", "waar", "sant", "tak", "prawda", "да", "истина", "evet", "kylla")
)  # fmt: skip
_NO = frozenset(
    ("n", "nein", "falsch", "non", "faux", "falso", "nao", "nee", "onwaar", "nej", "nei", "falskt",
     "nie", "falsz", "нет", "ложь", "hayir", "ei")
)  # fmt: skip

_STATE = re.compile(
    r"\b(?:(?:un|dis|pre|auto|self|soft|post|not)?[_ -]?)?"
    r"(?:approv|publish|delet|remov|reject|declin|moderat|withh|withdr|suspend|banned|trash|"
    r"visib|invisib|hidden|hide|spam|junk|pending|queue|await|accept|report|flagg|censor|unlisted|"
    r"archiv|blocked|premod|collapsed|quarantin|screened|held|hold|"
    r"freigegeben|freigeschaltet|veroffentlicht|geloscht|gesperrt|abgelehnt|ausstehend|genehmigt|"
    r"versteckt|ausgeblendet|sichtbar|wartet|wartend|gepruft|ungepruft|entfernt|zuruckgewiesen|"
    r"approuv|publi[ecoé]|supprim|rejet|refus|indesirable|masqu|attente|valide|"
    r"aprobad|aprovad|elimin|borrad|pendient|pendente|rechazad|rejeitad|ocult|excluid|removid|"
    r"pubblicat|cancellat|rifiutat|nascost|attesa|rimoss|goedgekeurd|gepubliceerd|verwijderd|"
    r"afgewezen|verborgen|wachtrij|godkand|godkend|godkjent|publicerad|raderad|slettet|slett|"
    r"borttagen|avvist|afvist|hyvaksy|poist|julkais|zatwierdz|opublik|usuniet|odrzuc|ukryt|"
    r"schvalen|smazan|zamitnut|onayland|silind|beklemede|reddedil|одобр|удал|опубл|скрыт|отклон|"
    r"ожида|спам|已发布|已批准|已删除|待审核|已拒绝|公開|削除|承認)"
)
_WHOLE = frozenset(
    ("active", "inactive", "live", "open", "closed", "locked", "normal", "none", "draft", "new",
     "public", "private", "edited", "clean", "valid", "invalid", "ham", "shown", "posted", "online",
     "offline", "allowed", "denied", "enabled", "disabled", "resolved", "ignored", "reviewed",
     "featured", "highlighted", "pick", "good", "bad", "sent", "aktiv", "inaktiv",
     "offen", "entwurf", "neu", "actif", "activo", "inactivo", "activa", "ativo", "attivo",
     "inherit")
)  # fmt: skip
"""Words that are states as a whole cell only: ``New York`` is none."""

_CODE = re.compile(r"-?\d{1,2}(?:\.0)?\Z")
_LONGEST = 40


def is_state(text: str) -> bool:
    """Whether a cell is a state of moderation in words."""
    if len(text) > _LONGEST or len(text.split()) > 4:
        return False
    bare = without_accents(text.casefold())
    return bare in _WHOLE or bool(_STATE.search(bare))


def is_code(text: str) -> bool:
    """Whether a cell is a small number, as platforms number their states."""
    return bool(_CODE.match(text))


def is_yes(value: Any) -> bool:
    """Whether a cell of yes or no says yes."""
    return without_accents(str(value).strip().casefold()) in _YES


def is_no(value: Any) -> bool:
    """Whether a cell of yes or no says no."""
    return says_no(value) or without_accents(str(value).strip().casefold()) in _NO


def is_yes_or_no(value: Any) -> bool:
    """Whether a cell answers yes or no, in one of the ways in which tables write that."""
    return is_yes(value) or is_no(value)
