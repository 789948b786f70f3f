"""Hard words that are none, and harsh words of others that a comment makes its own."""

from __future__ import annotations

import codecs

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.hostility_rules import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def rules_on(text: str) -> set[str]:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return {rule.name.removeprefix("hostility.") for rule in RULES if list(rule.find(words))}


@pytest.mark.parametrize(
    "text",
    [
        "The crash dummy went through the screen.",
        "An idiot's guide to ferrets, one pound.",
        "Leeches are used at the hospital.",
        "Vermin control comes on Monday.",
    ],
)
def test_a_hard_word_may_have_another_sense(text: str) -> None:
    seen = rules_on(text)
    assert "another_sense" in seen
    assert not seen & {"name_calling", "dehumanising", "slur"}


@pytest.mark.parametrize(
    "text",
    [
        "You dummy went through the screen.",
        "An idiot's guide to ferrets, you moron.",
        "The council is a bunch of leeches.",
        "The screen is new.",
        "She is no fool, whatever the minutes say.",
    ],
)
def test_one_hard_word_in_its_own_sense_is_enough(text: str) -> None:
    assert "another_sense" not in rules_on(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('"Idiots", wrote the baker about the council. Hard to argue.', True),
        ("They called him a moron and somebody had to say it.", True),
        ("Hard to argue with the new timetable.", False),
        ('He shouted "you morons" at the choir. That is not funny.', False),
        ('"Idiots", he wrote. Nobody here can say it was hard to argue.', False),
    ],
)
def test_harsh_words_of_others_may_be_taken_over(text: str, seen: bool) -> None:
    assert ("endorses" in rules_on(text)) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The baker is an idiot.", True),
        ("Nobody in the choir is an idiot.", False),
        ("As an old idiot I will buy my third ukulele.", False),
        ("As an old idiot he will buy his third ukulele.", True),
        ("My boss is an idiot.", True),
        ("I was an idiot to sell that boat.", False),
        ("What does the word idiot mean?", False),
    ],
)
def test_whom_name_calling_is_said_of(text: str, seen: bool) -> None:
    assert ("name_calling" in rules_on(text)) == seen


@pytest.mark.parametrize(
    ("disguised", "rules"),
    [
        ("Jub vaivgrq gur cnxv?", {"slur"}),
        ("N puvax va gur pheg" + "nvaf.", {"another_sense"}),
        ("Fcvpx naq fcna, gur jubyr obng.", set()),
        ("Gurl pnyyrq uvz n fcnm ng fpubby.", set()),
        ("Juvgr genfu naq cebhq, rvtugu trarengvba.", set()),
        ("Ubaxl-gbax cvnab ng rvtug.", {"another_sense"}),
        ("Nf n sng qlxr V jnag orggre orapurf.", set()),
        ("Gur (((gerrnfhere))) unf sbhaq n qrsvpvg", {"coded_hate"}),
        ("Terrg fheebhaq fbhaq, 1488.", {"coded_hate"}),
        ("Vaibvpr 1488 vf fgvyy bcra.", set()),
    ],
)
def test_a_slur_is_seen_and_its_homonyms_are_left_alone(disguised: str, rules: set[str]) -> None:
    seen = rules_on(codecs.decode(disguised, "rot13"))
    assert seen & {"slur", "coded_hate", "another_sense"} == rules
