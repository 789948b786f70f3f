"""One line per passage, whoever marked it, with every mark behind it."""

from __future__ import annotations

import pytest
from written_views import READ_AT, TEXT, scored, span_of, view

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.finding import Evidence
from analysis.domain.span import Span
from analysis.labels import LABELS
from analysis.services.moderation.comment_payload import comment_payload, labels_in_order
from analysis.services.moderation.passages import passages

RULES, MODEL = "rules", "embedded-research"


def joined(*marks: tuple[str, int, int]) -> list[tuple[tuple[int, ...], tuple[int, int]]]:
    found = passages([(n, who, Span(a, b)) for n, (who, a, b) in enumerate(marks)])
    return [(one.marks, (one.words.start, one.words.end)) for one in found]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        # The model's clause around one cue: the cue is shown.
        ([(MODEL, 0, 40), (RULES, 6, 12)], [((0, 1), (6, 12))]),
        # The same words twice by the same rules under two facets.
        ([(RULES, 6, 12), (RULES, 6, 12)], [((0, 1), (6, 12))]),
        # Two cues inside: all of the words.
        ([(MODEL, 0, 40), (RULES, 6, 12), (RULES, 20, 30)], [((0, 1, 2), (0, 40))]),
        # Overlapping without containing, in a chain.
        ([(MODEL, 0, 10), (MODEL, 8, 20), (MODEL, 19, 25)], [((0, 1, 2), (0, 25))]),
        # A long one first, then a short one inside, then one that only the long one reaches.
        ([(MODEL, 0, 40), (MODEL, 2, 5), (RULES, 30, 50)], [((0, 1, 2), (30, 50))]),
        # Near misses: side by side is not the same words.
        ([(RULES, 0, 6), (MODEL, 6, 12)], [((0,), (0, 6)), ((1,), (6, 12))]),
        ([(RULES, 7, 12), (MODEL, 0, 6)], [((1,), (0, 6)), ((0,), (7, 12))]),
        ([], []),
    ],
)
def test_marks_on_the_same_words_are_one_passage(marks: list, expected: list) -> None:
    assert joined(*marks) == expected


def hostility(*evidence: Evidence, feedback: tuple[EvidenceFeedback, ...] = ()) -> list[dict]:
    label = "possible_hostility"
    shown = view(labels={label: scored(label, 0.9, evidence=evidence)})
    handed = comment_payload(shown, labels=labels_in_order(LABELS), feedback=feedback)
    return handed["passages"][label]


CUE = Evidence(span_of("can't count"), "insult", RULES, "belittles a person", 0.9)
CLAUSE = Evidence(
    span_of("you can't count"), "possible_hostility", MODEL, "the model saw it here", 0.4
)


def test_a_line_says_why_once_and_who_said_so() -> None:
    [line] = hostility(CLAUSE, CUE)
    assert line["words"] == "can't count"
    assert line["reasons"] == ["belittles a person"]
    assert line["facets"] == ["Insult"]
    assert line["scorers"] == [RULES, MODEL]
    assert line["marks"] == [0, 1]


def test_a_model_alone_keeps_its_own_words() -> None:
    [line] = hostility(CLAUSE)
    assert (line["words"], line["reasons"], line["scorers"]) == (
        "you can't count",
        ["the model saw it here"],
        [MODEL],
    )
    assert line["words"] in TEXT


def test_a_word_on_every_mark_is_a_word_on_the_passage_and_on_one_is_not() -> None:
    def word(item: Evidence, facet: str) -> EvidenceFeedback:
        return EvidenceFeedback(
            7, "possible_hostility", facet, item.span, Feedback.REJECT, item.scorer, "bo", READ_AT
        )

    assert hostility(CLAUSE, CUE)[0]["said"] is None
    assert hostility(CLAUSE, CUE, feedback=(word(CUE, "insult"),))[0]["said"] is None
    both = (word(CUE, "insult"), word(CLAUSE, ""))
    assert hostility(CLAUSE, CUE, feedback=both)[0]["said"] == "reject"
