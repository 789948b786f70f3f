"""What is marked in a comment: few, whole, of labels that ask for something, with one reason."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_views import READ_AT, TEXT, scored, span_of, view

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.finding import Evidence
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Recommendation
from analysis.domain.span import Span
from analysis.labels import LABELS
from analysis.services.moderation.comment_payload import comment_payload
from analysis.services.moderation.label_words import labels_in_order
from analysis.services.moderation.passage_words import says_something, telling_words
from analysis.services.moderation.passages import (
    LANES,
    MOST_SHOWN,
    Mark,
    Passage,
    joined,
    marks_of,
    passages_of,
    words_of,
)

RULES, MODEL = "rules", "embedded-research"
BY_KEY = {label.key: label for label in LABELS}
HOSTILITY, GROUPS = "possible_hostility", "generalization"
FLAG, UNSURE, CLEAR = Recommendation.FLAG, Recommendation.UNSURE, Recommendation.CLEAR


def evidence(start: int, end: int, *, scorer: str = RULES, **more: object) -> Evidence:
    settings: dict = {"facet": "insult", "reason": "why", "weight": 0.5} | more
    return Evidence(Span(start, end), scorer=scorer, **settings)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        # The model's clause around one cue: the cue is shown.
        ([(MODEL, 0, 40), (RULES, 6, 12)], [((0, 1), (6, 12))]),
        # The same words twice by the same rules under two facets.
        ([(RULES, 6, 12), (RULES, 6, 12)], [((0, 1), (6, 12))]),
        # Two cues inside: each by itself, the model's beside the one that it shares most with.
        (
            [(MODEL, 0, 40), (RULES, 6, 12), (RULES, 20, 30)],
            [((1,), (6, 12)), ((0, 2), (20, 30))],
        ),
        # Two cues that overlap are one.
        ([(MODEL, 0, 40), (RULES, 6, 12), (RULES, 10, 30)], [((0, 1, 2), (6, 30))]),
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
    groups = joined(
        Mark(n, HOSTILITY, evidence(a, b, scorer=who)) for n, (who, a, b) in enumerate(marks)
    )
    found = [(tuple(sorted(m.number for m in group)), words_of(group)) for group in groups]
    assert [(marks, (words.start, words.end)) for marks, words in found] == expected


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("You are an idiot.", "idio", "idiot"),  # never a part of a word
        ("You can't count.", "can", "You can't count"),  # nor function words alone, grown together
        ("You can't count to ten.", "'t count", "can't count"),
        ("un café crème", "caf", "café"),
        ("un cafe\u0301 noir", "cafe", "cafe\u0301"),  # an accent stays with its letter
        ("a sh*t show", "sh", "sh*t"),  # a masked word is one word
        ("👍🏽 fools", "👍", "👍🏽"),  # a skin tone stays with its hand
        ("Germans 🇩🇪🇩🇪 are pigs", "🇪🇩🇪 are pigs", "🇩🇪🇩🇪 are pigs"),  # a flag is one sign
        ("You idiotâ€¦ go", "idiot", "idiot"),  # what stands for dots is no letter
        ("You idiotâ€“liar", "idiot", "idiot"),
        ("â€œidiotâ€\x9d go", "idiot", "idiot"),
        ("Château fool", "Ch", "Château"),
        ("You कमीने", "कमीन", "कमीने"),
        ("Well, fools!", ", fools!", "fools"),  # no punctuation at the ends
        ("They all lie, of the lot.", "of the", "of the lot"),  # stop words grow to their clause
        ("But not you, genius.", "not you", "But not you, genius"),  # or to their sentence
        ("It is of the. Fools!", "of the", None),  # where that says nothing either
        ("You " + "really " * 20 + "are", "You", None),  # a whole long clause shows nothing
        ("fools", "fools", "fools"),
    ],
)
def test_a_passage_is_whole_words_that_say_something(
    text: str, words: str, shown: str | None
) -> None:
    found = telling_words(text, span_of(words, text))
    assert (found.of(text) if found else None) == shown


PIECES = [*"ab é\u0301'-.,!\n👍🏽\u200d*", "of ", "the ", "fool", "you ", "n't"]
WRITTEN = st.lists(
    st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=14
).map("".join)


@given(WRITTEN, st.integers(0, 45), st.integers(0, 45))
def test_whatever_a_scorer_sends_what_is_marked_cuts_no_word(text: str, one: int, two: int) -> None:
    words = telling_words(text, Span(min(one, two), max(one, two)))
    if words is None:
        return
    assert words.of(text)
    assert says_something(words.of(text))
    for edge in (words.start, words.end):
        assert not text[max(0, edge - 1) : edge + 1].isalnum() or edge in (0, len(text))


MARKS = st.lists(
    st.tuples(
        st.sampled_from(sorted(BY_KEY)), st.integers(0, 40), st.integers(0, 12),
        st.sampled_from([RULES, MODEL]), st.floats(0, 1),
    ),
    max_size=14,
)  # fmt: skip
WORDS = "One two, three idiots of the four; five six! Seven can't eight nine."


@given(MARKS, st.dictionaries(st.sampled_from(sorted(BY_KEY)), st.sampled_from(Recommendation)))
def test_display_holds_whatever_comes(
    sent: list, recommendations: dict[str, Recommendation]
) -> None:
    items = [
        (key, evidence(at, at + length, scorer=who, weight=weight))
        for key, at, length, who, weight in sent
    ]
    found = passages_of(WORDS, marks_of(items, BY_KEY), recommendations)
    for label in BY_KEY:
        shown = [p for p in found if p.label == label and p.shown]
        assert len(shown) <= MOST_SHOWN
        assert not shown or recommendations.get(label) in (FLAG, UNSURE)
    for one in found:
        for other in found:
            if one is not other and one.label == other.label:
                assert not one.words.overlaps(other.words)
    shown = [p for p in found if p.shown]
    for one in shown:
        meeting = [p for p in shown if p is not one and p.words.overlaps(one.words)]
        if len(meeting) < LANES:
            assert all(other.lane != one.lane for other in meeting)


def passages(text: str, *items: tuple[str, Evidence], **answers: Recommendation) -> list[Passage]:
    return list(passages_of(text, marks_of(items, BY_KEY), answers or {HOSTILITY: FLAG}))


FOOLS = "These fools and those clowns met a liar, an idiot and a moron there."


def test_the_three_strongest_are_shown_and_the_others_wait() -> None:
    weights = {"fools": 0.9, "clowns": 0.2, "liar": 0.6, "idiot": 0.7, "moron": 0.3}
    found = passages(
        FOOLS,
        *(
            (HOSTILITY, evidence(span.start, span.end, weight=weight))
            for word, weight in weights.items()
            for span in [span_of(word, FOOLS)]
        ),
    )
    assert [p.words.of(FOOLS) for p in found if p.shown] == ["fools", "liar", "idiot"]
    assert [p.words.of(FOOLS) for p in found if not p.shown] == ["clowns", "moron"]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [(FLAG, True), (UNSURE, True), (CLEAR, False), (Recommendation.UNSUPPORTED, False)],
)
def test_only_what_is_flagged_or_unsure_is_marked(answer: Recommendation, shown: bool) -> None:
    [found] = passages(FOOLS, (HOSTILITY, evidence(6, 11)), possible_hostility=answer)
    assert found.shown is shown


def test_what_two_scorers_name_comes_before_what_one_names() -> None:
    items = [(6, 11, RULES, 0.9), (22, 28, RULES, 0.9), (35, 39, RULES, 0.9)]
    items += [(44, 49, RULES, 0.1), (44, 49, MODEL, 0.1)]
    found = passages(
        FOOLS,
        *((HOSTILITY, evidence(a, b, scorer=who, weight=w)) for a, b, who, w in items),
    )
    assert "idiot" in [p.words.of(FOOLS) for p in found if p.shown]


def test_somebody_elses_words_are_not_marked() -> None:
    text = "“You fools” is no way to speak."
    found = passages_of(
        text,
        marks_of([(HOSTILITY, evidence(5, 10))], BY_KEY),
        {HOSTILITY: FLAG},
        quotes=[span_of("“You fools”", text)],
    )
    assert found == ()


@pytest.mark.parametrize(
    ("text", "quote", "mark", "shown"),
    [
        ("Well, «you fool and oaf» you liar here.", "«you fool and oaf»", None, "you liar here"),
        ("You liar and thief, «oaf, oaf» yes.", "«oaf, oaf»", None, "You liar and thief"),
        ("Mr Moron parks wherever he likes.", "Moron", "Mr Moron parks", "parks"),
        ("Bad «you fool» of the", "«you fool»", "fool» of the", None),  # would grow into it again
        ("Liar! «you fool» Oaf!", "«you fool»", "«you fool»", None),
        ("Liar! «you fool» Oaf!", "«you fool»", "Liar", "Liar"),  # beside a quote nothing changes
    ],
)
def test_of_a_passage_over_a_quote_the_longest_part_is_marked(
    text: str, quote: str, mark: str | None, shown: str | None
) -> None:
    span = span_of(mark, text) if mark else Span(0, len(text))
    found = passages_of(
        text,
        marks_of([(HOSTILITY, evidence(span.start, span.end))], BY_KEY),
        {HOSTILITY: FLAG},
        quotes=[span_of(quote, text)],
    )
    assert [passage.words.of(text) for passage in found] == ([shown] if shown else [])


HEDGE = PassageReason("generalization.hedged", "many or some of a group (leaves room)")
CLAIM = PassageReason("generalization.generic.typical", "a typical member stands for all")


@pytest.mark.parametrize(
    ("reasons", "bearings"),
    [
        ([HEDGE], ["softens"]),
        ([CLAIM], ["carries"]),
        ([HEDGE, CLAIM], ["carries", "softens"]),  # what carries it comes first
    ],
)
def test_a_hedge_is_told_as_a_hedge(reasons: list[PassageReason], bearings: list[str]) -> None:
    text = "Some cyclists, and the typical driver, never look."
    places = {HEDGE: "Some cyclists", CLAIM: "the typical driver"}
    items = [
        (GROUPS, Evidence(span_of(places[r], text), "generic", RULES, r, 0.5)) for r in reasons
    ]
    found = passages(text, *items, generalization=FLAG)
    assert sorted((p.bearing.value for p in found), key=["carries", "softens"].index) == bearings


def test_sharp_tone_is_no_reason_for_hostility_while_there_is_one() -> None:
    text = "What a mess, what a farce, what rubbish, you idiot."
    sharp = [
        (HOSTILITY, evidence(s.start, s.end, facet="level_1", weight=0.9))
        for s in (span_of(word, text) for word in ("mess", "farce", "rubbish"))
    ]
    idiot = span_of("idiot", text)
    found = passages(text, *sharp, (HOSTILITY, evidence(idiot.start, idiot.end, weight=0.1)))
    assert "idiot" in [p.words.of(text) for p in found if p.shown]


# What the browser is handed.


def handed(*items: Evidence, feedback: tuple[EvidenceFeedback, ...] = (), p: float = 0.9) -> dict:
    answer = FLAG if p >= 0.7 else UNSURE
    shown = view(
        labels={HOSTILITY: scored(HOSTILITY, p, evidence=items, facets=("threat", "level_3"))},
        recommendations={HOSTILITY: answer},
    )
    return comment_payload(shown, labels=labels_in_order(LABELS), feedback=feedback)


CUE = Evidence(span_of("can't count"), "insult", RULES, "belittles a person", 0.9)
CLAUSE = Evidence(
    span_of("you can't count"), "possible_hostility", MODEL, "the model saw it here", 0.4
)


def test_a_line_says_why_once_and_who_said_so() -> None:
    [line] = handed(CLAUSE, CUE)["passages"]
    assert line["words"] == "can't count"
    assert line["reason"] == "belittles a person"
    assert line["facets"] == ["Insult"]
    assert line["scorers"] == [RULES, MODEL]
    assert line["marks"] == [0, 1]


def test_a_model_alone_keeps_its_own_words() -> None:
    [line] = handed(CLAUSE)["passages"]
    assert (line["words"], line["reason"], line["scorers"]) == (
        "you can't count",
        "the model saw it here",
        [MODEL],
    )
    assert line["words"] in TEXT


def test_a_word_on_every_mark_is_a_word_on_the_passage_and_on_one_is_not() -> None:
    def word(item: Evidence, facet: str) -> EvidenceFeedback:
        return EvidenceFeedback(
            7, HOSTILITY, facet, item.span, Feedback.REJECT, item.scorer, "bo", READ_AT
        )

    assert handed(CLAUSE, CUE)["passages"][0]["said"] is None
    assert handed(CLAUSE, CUE, feedback=(word(CUE, "insult"),))["passages"][0]["said"] is None
    both = (word(CUE, "insult"), word(CLAUSE, ""))
    assert handed(CLAUSE, CUE, feedback=both)["passages"][0]["said"] == "reject"


@pytest.mark.parametrize(
    ("probability", "facets"),
    [(0.9, ["Threat", "Severe"]), (0.44, ["Threat"])],  # "Severe" does not stand on an unsure .44
)
def test_a_degree_is_told_of_a_flagged_comment_only(probability: float, facets: list[str]) -> None:
    assert handed(CUE, p=probability)["labels"][0]["facets"] == facets


def test_where_no_passage_can_be_shown_that_is_said() -> None:
    beyond = Evidence(Span(len(TEXT) + 2, len(TEXT) + 9), "insult", MODEL, "somewhere", 0.9)
    answer = handed(beyond)
    assert answer["passages"] == []
    assert answer["labels"][0]["evidence_missing"] is True


@pytest.mark.heavy
@pytest.mark.parametrize("overlap", [0, 1])
def test_the_time_goes_by_the_number_of_marks(overlap: int) -> None:
    def spent(count: int) -> float:
        items = [
            (HOSTILITY, evidence(6 * n, 6 * (n + overlap) + 5, scorer=(RULES, MODEL)[n % 2]))
            for n in range(count)
        ]
        marks = marks_of(items, BY_KEY)
        quotes = [Span(6 * n + 2, 6 * n + 3) for n in range(count)]
        begun = time.thread_time()
        passages_of("idiot " * count, marks, {}, quotes=quotes)
        return time.thread_time() - begun

    # 8 is linear, 64 quadratic; a busy machine may disturb one measure, not three.
    assert any(spent(2_000) < 24 * spent(250) for _ in range(3))
