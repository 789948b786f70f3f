"""Lines that a sign marks as quoted, and signs at a line's start that mean something else."""

import pytest
from written_thread import prepared, quoted

MORON = "You are a moron, shut up and die."
ANSWER = "That is no way to talk to a neighbour."
FACES = (">:(", "> :(", ">;(", ">(", ">'(", ">_<", "> _ <", ">_>", ">.<", ">*<", ">-<")


@pytest.mark.parametrize(
    "quote",
    [
        f"> @ann {MORON}",
        f">@ann {MORON}",
        f"> - {MORON}",
        f"> • {MORON}",
        f"> — {MORON}",
        f"> _{MORON}_",
        f"> *{MORON}*",
        f"> `{MORON}`",
        f"> ({MORON})",
        f"> # {MORON}",
        f"> #fun {MORON}",
        f"> 😀 {MORON}",
        f">...{MORON}",
        f"- > {MORON}",
        f"* > {MORON}",
        "> 2 years ago you were a moron, now you are a filthy liar.",
        f"> {MORON}\n> 3 times a moron.",
        f"> 3 times a moron.\n> {MORON}",
        "> You are\n> 90 % moron.",
        f"> {MORON}\n>\n> - And a liar.",
    ],
)
def test_a_line_behind_a_sign_is_somebody_elses(quote):
    result = prepared(f"{quote}\n\n{ANSWER}")
    assert quoted(result) == [("unknown", None, quote)]
    assert result.own.text == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "> 90 % of you are morons",
        "> 90 % of you are morons\n\nIt is true.",
        "> 2 of you are morons.\n\nIt is true.",
        "> 18 only please, kids go away now.\n\nThanks.",
        "> $5 a day is what you morons get.\n\nBye.",
        "> -5 degrees, you moron\n\nBye.",
        "> 3 people are morons here today\nBye.",
        "> 50% of us\n> 20% of them\n\nBye.",
        "x > 3 and you are a moron\n\nBye.",
        "-> you are a moron\n\nBye.",
        "--> you are a moron\n\nBye.",
        "- >:( you are a moron\n\nBye.",
        ">= 5 morons live here\n\nBye.",
        *(f"{face} you are a moron\n\nBye." for face in FACES),
    ],
)
def test_signs_that_compare_point_or_make_a_face_quote_nothing(text):
    assert quoted(prepared(text)) == []
