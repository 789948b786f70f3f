"""What the review loop is handed: the untouched original, reasons, and nothing pretended."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from written_views import ARTICLE, READ_AT, TEXT, badges, scored, span_of, thread_entry, view

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.comment import Votes
from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.profile import Profile, Threshold
from analysis.domain.span import Span
from analysis.labels import LABELS
from analysis.services.moderation.comment_payload import comment_payload, hidden_characters
from analysis.services.moderation.label_payload import LONGEST_SHOWN
from analysis.services.moderation.label_words import badge_payload, labels_in_order
from analysis.services.moderation.quoted_passage import quoted_passage

LABELS_BY_KEY = labels_in_order(LABELS)


def payload(**changes: object) -> dict:
    return comment_payload(view(**changes), labels=LABELS_BY_KEY)


def test_the_pieces_join_to_the_original_and_travel_as_plain_json() -> None:
    handed = json.loads(json.dumps(payload()))
    assert "".join(piece["t"] for piece in handed["pieces"]) == TEXT


def test_marked_words_are_right_after_an_emoji_of_two_code_points() -> None:
    handed = payload()
    marked = "".join(piece["t"] for piece in handed["pieces"] if piece["p"] == [0])
    assert marked == "you can't count"
    assert handed["marks"][0]["words"] == "you can't count"


def word(verdict: Feedback, words: str, *, scorer: str = "rules") -> EvidenceFeedback:
    return EvidenceFeedback(
        7, "possible_hostility", "insult", span_of(words), verdict, scorer, "bo", READ_AT
    )


def test_a_word_on_evidence_stands_beside_it_and_the_latest_counts() -> None:
    said = [word(Feedback.REJECT, "you can't count"), word(Feedback.CONFIRM, "you can't count")]
    handed = comment_payload(view(), labels=LABELS_BY_KEY, feedback=said)
    assert [(mark["words"], mark["said"]) for mark in handed["marks"]] == [
        ("you can't count", "confirm")
    ]


@pytest.mark.parametrize(("person", "mine"), [("bo", "reject"), ("ann", None)])
def test_a_word_is_told_to_be_ones_own(person: str, mine: str | None) -> None:
    said = [word(Feedback.REJECT, "you can't count"), word(Feedback.ADD, "Genius", scorer="")]
    handed = comment_payload(view(), labels=LABELS_BY_KEY, feedback=said, person=person)
    assert (handed["marks"][0]["said"], handed["marks"][0]["mine"]) == ("reject", mine)
    assert [one["mine"] for one in handed["added"]] == [mine is not None]


def test_a_word_on_other_evidence_stays_with_that() -> None:
    said = [word(Feedback.REJECT, "Genius"), word(Feedback.REJECT, "you can't count", scorer="x")]
    handed = comment_payload(view(), labels=LABELS_BY_KEY, feedback=said)
    assert handed["marks"][0]["said"] is None


def test_a_passage_that_a_person_added_is_shown_with_its_words() -> None:
    handed = comment_payload(
        view(), labels=LABELS_BY_KEY, feedback=[word(Feedback.ADD, "Genius", scorer="")]
    )
    assert [(one["words"], one["person"]) for one in handed["added"]] == [("Genius", "bo")]


def test_a_quote_from_the_article_comes_with_its_paragraph() -> None:
    [quote] = payload()["quotes"]
    assert quote["passage"] == ARTICLE.paragraphs[1]


def test_a_quote_from_an_earlier_comment_names_that_comment() -> None:
    [quote] = view().quotes
    handed = payload(quotes=(replace(quote, source="comment", comment_id="p6"),))
    assert handed["quotes"][0]["comment"] == 6
    assert handed["quotes"][0]["passage"] is None


def test_scorers_that_differ_are_said_to_differ_and_a_failed_one_is_no_zero() -> None:
    [hostility] = [part for part in payload()["labels"] if part["key"] == "possible_hostility"]
    assert hostility["differ"] is True
    assert [(p["scorer"], p["status"], p["probability"]) for p in hostility["parts"]] == [
        ("rules", "scored", 0.93),
        ("embedded", "scored", 0.31),
        ("detoxify", "failed", None),
    ]


def test_scorers_that_are_close_are_not_said_to_differ() -> None:
    parts = (
        Finding("possible_hostility", "rules", Status.SCORED, 0.5),
        Finding("possible_hostility", "embedded", Status.SCORED, 0.85),
    )
    handed = payload(labels={"possible_hostility": scored("possible_hostility", 0.7, parts=parts)})
    assert handed["labels"][0]["differ"] is False


def test_rules_that_found_no_cue_differ_from_nobody() -> None:
    cue = Evidence(Span(0, 6), "contradiction", "rules", "says that it is not so")
    for evidence, differ in (((), False), ((cue,), True)):
        parts = (
            Finding("disagreement", "rules", Status.SCORED, 0.58, evidence=evidence),
            Finding("disagreement", "embedded", Status.SCORED, 0.02),
        )
        handed = payload(labels={"disagreement": scored("disagreement", 0.1, parts=parts)})
        [label] = handed["labels"]
        assert label["differ"] is differ
        assert [part["usual"] for part in label["parts"]] == [not differ, False]


def test_an_abstained_label_shows_why_and_no_number() -> None:
    [disagreement] = [part for part in payload()["labels"] if part["key"] == "disagreement"]
    assert disagreement["status"] == "abstained"
    assert disagreement["probability"] is None
    assert disagreement["recommendation"] == "unsupported"
    assert disagreement["detail"] == "Another language."


def test_a_scorer_that_is_not_here_is_named_with_how_to_get_it() -> None:
    assert payload()["missing"] == [{"scorer": "Detoxify", "note": "Run moderato doctor."}]


def test_thresholds_are_drawn_where_the_profile_has_them() -> None:
    profile = Profile("default", 3, {"possible_hostility": Threshold(0.6, 0.3)})
    handed = comment_payload(view(), labels=LABELS_BY_KEY, profile=profile)
    marks = {part["key"]: (part["clear_below"], part["flag_at"]) for part in handed["labels"]}
    assert marks == {"possible_hostility": (0.3, 0.6), "disagreement": (None, None)}


def test_labels_that_ask_for_a_look_come_first() -> None:
    assert [part["key"] for part in payload()["labels"]] == ["possible_hostility", "disagreement"]
    assert [b["label"] for b in badge_payload(badges(), LABELS_BY_KEY)] == [
        "possible_hostility",
        "disagreement",
    ]


def test_a_long_thread_is_drawn_around_the_comment_only() -> None:
    positions = [entry["id"] for entry in payload(comment_id=15)["thread"]]
    assert positions == list(range(7, 24))
    assert [entry["here"] for entry in payload(comment_id=15)["thread"]].count(True) == 1


def test_a_parent_is_whole_and_a_thread_entry_is_cut_with_a_sign() -> None:
    long = "word " * 200
    handed = payload(parent=thread_entry(6, long), thread=(thread_entry(7), thread_entry(8, long)))
    assert handed["parent"]["text"] == long
    assert handed["thread"][1]["text"].endswith("…")
    assert len(handed["thread"][1]["text"]) < len(long)


@pytest.mark.parametrize(
    ("votes", "shown"),
    [
        (Votes(up=5, down=9, score=-4), "−4 (+5 / −9)"),
        (Votes(score=3), "3"),
        (Votes(up=2), "(+2 / −0)"),
        (None, None),
    ],
)
def test_votes_are_shown_as_the_page_had_them(votes: Votes | None, shown: str | None) -> None:
    facts = dict(payload(comment=replace(view().comment, votes=votes))["facts"])
    assert facts.get("votes") == shown


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("plain\nwith a line and a\ttab", 0),
        ("👩‍👩‍👧 family, joined by joiners that draw something", 0),
        ("turned \u202eround\u202c", 2),
        ("nothing\u200bseen", 1),
        ("bell\x07", 1),
    ],
)
def test_characters_that_hide_or_turn_text_are_counted(text: str, count: int) -> None:
    assert hidden_characters(text) == count


@pytest.mark.parametrize(
    ("words", "paragraph"),
    [
        ("the new bridge will be finished next spring", ARTICLE.paragraphs[1]),
        ("“The new bridge will be finished in spring”", ARTICLE.paragraphs[1]),
        ("Nobody from the rowing club", ARTICLE.paragraphs[2]),
        ("I had cheese for breakfast today", None),
    ],
)
def test_the_passage_of_a_quote_is_found_or_not_shown(words: str, paragraph: str | None) -> None:
    assert quoted_passage(words, ARTICLE) == paragraph


def test_a_text_too_long_for_a_browser_is_shown_as_far_as_the_limit() -> None:
    long = replace(view().comment, text=TEXT + "x" * LONGEST_SHOWN)
    handed = payload(comment=long)
    assert "".join(piece["t"] for piece in handed["pieces"]) == long.text[:LONGEST_SHOWN]
    assert handed["unshown"] == len(TEXT)
    assert handed["marks"][0]["words"] == "you can't count"
    assert len(json.dumps(handed)) < 3 * LONGEST_SHOWN
    assert payload()["unshown"] == 0
