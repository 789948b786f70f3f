"""A number may be written in a string, as JSON writes numbers, and in no way of Python's own."""

from __future__ import annotations

import time

import pytest

from analysis.api.perspective.errors import ServiceError
from analysis.api.perspective.fields import Fields


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0.5", 0.5), ("1", 1.0), (" 1 ", 1.0), ("-0.25", -0.25), ("+1", 1.0), (".5", 0.5),
        ("5.", 5.0), ("1e-1", 0.1), ("1E2", 100.0), ("0", 0.0), ("00.5", 0.5),
    ],
)  # fmt: skip
def test_a_number_in_a_string_is_read(word: str, number: float) -> None:
    assert Fields({"value": word}, "", ("value",)).number("value") == number


@pytest.mark.parametrize(
    "word",
    ["1_0", "0_1.5", "1e1_0", "\u0661", "\uff11", "nan", "Infinity", "-inf", "1e999", "", " ",
     "0,5", "0x1", "1e", ".", "1 2", "50%", "true", "\u00a01"],
)  # fmt: skip
def test_what_is_none_is_refused(word: str) -> None:
    with pytest.raises(ServiceError, match="Invalid value at 'value'"):
        Fields({"value": word}, "", ("value",)).number("value")


def test_a_long_string_is_refused_at_once() -> None:
    begun = time.perf_counter()
    for word in ("1" * 200_000 + "x", "1." + "1" * 200_000 + "_", " " * 200_000 + "x"):
        with pytest.raises(ServiceError):
            Fields({"value": word}, "", ("value",)).number("value")
    assert time.perf_counter() - begun < 2
