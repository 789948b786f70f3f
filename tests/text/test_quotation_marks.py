"""Quotation marks of many hands, and marks that are apostrophes or inches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_thread import prepared, quoted

from analysis.text.quotation_marks import quotation_marks

MORON = "You are a moron, shut up and die."
ANSWER = "That is no way to talk to a neighbour."
BROKEN = "You are a moron,\nshut up and die."
CONTINUED = f"{MORON}\n\n{{}}And another thing, you filthy liar."


@pytest.mark.parametrize(
    "quote",
    [
        f"‹{MORON}›",
        f"›{MORON}‹",
        f"《{MORON}》",
        f"『{MORON}』",
        f"「{MORON}」",
        f"'{MORON}'",
        "'You are a moron, don't talk, shut up.'",
        f"``{MORON}''",
        f"''{MORON}''",
        f"″{MORON}″",
        f'\\"{MORON}\\"',
        f'“{MORON}"',
        f'"{MORON}”',
        f'„{MORON}"',
        f"“{BROKEN}”",
        f'"{BROKEN}"',
        f"«{BROKEN}»",
        f"“{CONTINUED.format('“')}”",
        f'"{CONTINUED.format(chr(34))}"',
    ],
)
def test_marks_of_every_hand_quote(quote):
    result = prepared(f"{quote} {ANSWER}")
    assert quoted(result) == [("unknown", None, quote)]
    assert result.own.text == ANSWER


@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_quotation_ends_where_the_space_behind_it_was_left_out(mark):
    quote = f"{mark}{MORON}{mark}"
    result = prepared(f"{quote}As ever the paper's editor evades what was asked.")
    assert quoted(result) == [("unknown", None, quote)]
    assert result.own.text.startswith("As ever")


@pytest.mark.parametrize(
    "text",
    [
        "'Tis a pity that you are all morons in the dogs' world. Bye.",
        "The dogs' owners are morons and idiots, the cats' too.",
        "'Cause you are all morons and idiots, that's the neighbours'. Bye.",
        "I like rock 'n' roll and you are all morons and idiots 'n' liars.",
        "In the '90s you were all morons and idiots, in the '80s too.",
        f"'{MORON} {ANSWER}",
        "'Green' jobs are for morons and idiots like you, and you call that a 'win.'",
        "It is 'just as good' as you are, you moron, and your 'feelings are just as valid'.",
        f"“{MORON}\n\nAnd another thing, you filthy liar. {ANSWER}",
        f'"{MORON}\n\nAnd another thing, you filthy liar." {ANSWER}',
        f"I say: “{CONTINUED.format('“')}” Bye.",
        f"I say: '{MORON}' Bye.",
        f'I tell you: \\"{MORON}\\" Bye.',
        f"‹{MORON}› is my answer.",
        'The 5" pipe and you morons and the 6" pipe are bad.',
    ],
)
def test_apostrophes_open_marks_and_own_speech_quote_nothing(text):
    result = prepared(text)
    assert quoted(result) == []
    assert result.own.text == text


@given(st.text(alphabet="a. \n\\>\"“”'`«»‹›″「」", max_size=40))
def test_passages_are_in_order_disjoint_and_inside_their_marks(text):
    last = 0
    for passage in quotation_marks(text):
        assert last <= passage.outer.start < passage.outer.end <= len(text)
        assert passage.outer.contains(passage.inner)
        last = passage.outer.end
