"""Which judgements can be taken: one check for people, files and passages of evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.domain.errors import BadInput
from analysis.domain.judgement import (
    AnnotatedSpan,
    Answer,
    Judgement,
    JudgementKind,
    check_judgement,
)
from analysis.domain.notes import LONGEST_NOTE
from analysis.domain.span import Span
from analysis.labels import label as label_of

HOSTILE = "possible_hostility"
TEXT = "You clown, read it."
LABELS = {HOSTILE: label_of(HOSTILE)}
GOOD = Judgement(
    label=HOSTILE,
    person="ann",
    answer=Answer.YES,
    level=3,
    facets=("insult",),
    spans=(AnnotatedSpan(Span(4, 9), "insult"), AnnotatedSpan(Span(0, len(TEXT)), "")),
    note="x" * LONGEST_NOTE,
)


def marked(start: int, end: int, facet: str = "insult") -> tuple[AnnotatedSpan, ...]:
    return (AnnotatedSpan(Span(start, end), facet),)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"answer": Answer.SKIP},
        {"answer": Answer.NO, "level": 0},
        {"level": None, "facets": (), "spans": (), "note": ""},
        {"kind": JudgementKind.ADJUDICATION, "answer": Answer.SKIP},
        {"kind": JudgementKind.GOLD},
    ],
)
def test_what_fits_the_label_and_the_text_is_taken(change: dict[str, Any]) -> None:
    check_judgement(replace(GOOD, **change), labels=LABELS, text=TEXT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "hostility"}, "Unknown label 'hostility' here; did you mean"),
        ({"label": "disagreement"}, "Unknown label 'disagreement' here"),
        ({"person": ""}, "Nobody is named"),
        ({"spans": marked(0, len(TEXT) + 1)}, f"not inside the comment, which has {len(TEXT)}"),
        ({"spans": marked(3, 3)}, "not inside the comment"),
        (
            {"spans": marked(4, 9, "insolt")},
            "Unknown facet 'insolt' of possible_hostility",
        ),
        ({"facets": ("insolt",)}, "did you mean 'insult'"),
        ({"facets": ("",)}, "Unknown facet ''"),
        ({"level": 4}, "from 0 to 3, not 4"),
        ({"level": -1}, "from 0 to 3, not -1"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, "at most 2000"),
        ({"kind": JudgementKind.GOLD, "answer": Answer.SKIP}, "yes or no"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message) as refusal:
        check_judgement(replace(GOOD, **change), labels=LABELS, text=TEXT)
    assert TEXT not in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "agrees"),
    [
        ({}, True),
        ({"person": "ben", "kind": JudgementKind.GOLD}, True),
        ({"facets": ("insult", "insult")}, True),
        ({"spans": GOOD.spans[::-1]}, True),
        ({"spans": GOOD.spans[:1]}, False),
        ({"facets": ()}, False),
        ({"level": 2}, False),
        ({"answer": Answer.NO}, False),
        ({"note": ""}, False),
    ],
)
def test_two_judgements_agree_in_all_whoever_gave_them(
    change: dict[str, Any], agrees: bool
) -> None:
    assert GOOD.agrees_in_all(replace(GOOD, **change)) is agrees
