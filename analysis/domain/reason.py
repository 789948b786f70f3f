"""Why a comment was approved or rejected, in the site's own words."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.decision import Action


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One reason that a decision may name. Codes out of use keep their title for old decisions.

    ``labels`` are the keys of the labels whose question the reason answers: a rejection under it
    says that the label holds, an approval under it that it doesn't. Most reasons answer none.
    """

    key: str
    title: str
    in_use: bool = True
    labels: tuple[str, ...] = ()


_HOSTILITY = ("possible_hostility",)

DEFAULT_REASON_CODES: tuple[ReasonCode, ...] = (
    ReasonCode("within_rules", "Within the rules", labels=_HOSTILITY),
    ReasonCode("insult", "Insult or personal attack", labels=_HOSTILITY),
    ReasonCode("identity_attack", "Attack on who people are", labels=_HOSTILITY),
    ReasonCode("threat", "Threat or wish of harm", labels=_HOSTILITY),
    ReasonCode("group_put_down", "Puts a whole group down", labels=_HOSTILITY),
    ReasonCode("harassment", "Harassment of a person", labels=_HOSTILITY),
    ReasonCode("personal_data", "Gives away personal data"),
    ReasonCode("off_topic", "Off topic"),
    ReasonCode("spam", "Spam or advertising"),
    ReasonCode("unlawful", "Possibly unlawful"),
    ReasonCode("other", "Other (say so in the note)"),
)
"""What a new database starts with; a site edits its own set."""

_DEFAULT_LABELS = {code.key: code.labels for code in DEFAULT_REASON_CODES}


def default_labels(key: str) -> tuple[str, ...]:
    """The labels that a shipped reason answers; none for a reason of the site's own."""
    return _DEFAULT_LABELS.get(key, ())


def answer_of(label: str, action: Action, reason: ReasonCode | None) -> bool | None:
    """What a decision says about ``label``: it holds, it doesn't, or nothing (``None``).

    A decision under a reason that doesn't answer the label says nothing about it. An approval
    without any reason says that none of the site's reasons against a comment applied.
    """
    if action not in (Action.APPROVE, Action.REJECT):
        return None
    if reason is None:
        return False if action is Action.APPROVE else None
    return action is Action.REJECT if label in reason.labels else None
