"""An answer as it is shown, and the judgement that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement
from analysis.domain.label import Label
from dashboard.components.span_marker import Mark
from dashboard.screens.label_lab.reopened import level_words
from dashboard.texts import text


def judgement_of(
    label: Label,
    choice: str | None,
    *,
    person: str,
    note: str = "",
    flags: Sequence[str] = (),
    marks: Sequence[Mark] = (),
) -> Judgement | None:
    """The judgement as the service takes it; ``None`` when nothing was chosen.

    ``choice`` is yes, no or skip, or for the graded label its level as a digit. Facets are those of
    the marked passages and those named for the whole comment; a "no" (or
    degree 0) carries none.
    """
    if choice is None:
        return None
    level = int(choice) if choice.isdecimal() else None
    if level is not None:
        answer = Answer.YES if label.holds_at(level) else Answer.NO
    else:
        answer = Answer(choice)
    carried = answer is Answer.YES or bool(level)
    mine = [mark for mark in marks if mark.label == label.key] if carried else []
    whole = flags if carried else ()
    return Judgement(
        label=label.key,
        person=person,
        answer=answer,
        level=level,
        facets=tuple(dict.fromkeys([*(mark.facet for mark in mine), *whole])),
        spans=tuple(AnnotatedSpan(mark.span, mark.facet) for mark in mine),
        note=note,
    )


def option_words(label: Label, choice: str) -> str:
    """An answer as it is shown."""
    return level_words(label, int(choice)) if choice.isdecimal() else text(f"label_lab.{choice}")
