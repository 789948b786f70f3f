"""No cell starts a formula, and what was escaped can be read back to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.spreadsheet import escape_formula, unescape_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\x00=1+1",
        "＝1+1",
        " ＋1",
        "－1",
        "＠SUM(A1)",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\tplain",
        "\r\nplain",
        "'=1+1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert escape_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "1+1", " plain", "'quoted'", "…", "– a dash", "(=1)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@given(st.text() | st.from_regex(r"\A'{0,3}[ \t]?[=＝+a]", fullmatch=False))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
