"""Why a comment was approved or rejected, in the site's own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One reason that a decision may name. Codes out of use keep their title for old decisions."""

    key: str
    title: str
    in_use: bool = True


DEFAULT_REASON_CODES: tuple[ReasonCode, ...] = (
    ReasonCode("within_rules", "Within the rules"),
    ReasonCode("insult", "Insult or personal attack"),
    ReasonCode("identity_attack", "Attack on who people are"),
    ReasonCode("threat", "Threat or wish of harm"),
    ReasonCode("group_put_down", "Puts a whole group down"),
    ReasonCode("harassment", "Harassment of a person"),
    ReasonCode("personal_data", "Gives away personal data"),
    ReasonCode("off_topic", "Off topic"),
    ReasonCode("spam", "Spam or advertising"),
    ReasonCode("unlawful", "Possibly unlawful"),
    ReasonCode("other", "Other (say so in the note)"),
)
"""What a new database starts with; a site edits its own set."""
