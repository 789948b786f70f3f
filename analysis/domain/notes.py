"""What people may write beside a decision or a judgement."""

from __future__ import annotations

from analysis.domain.errors import BadInput

LONGEST_NOTE = 2_000
"""Characters (code points) of a note, wherever it is written; more belongs into a document that the
note points to."""


def check_note(note: str) -> None:
    """``BadInput`` when a note is longer than any place takes it."""
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"A note has at most {LONGEST_NOTE} characters.")
