"""The page on reading names the formats, fields and limits that the code has."""

import re
from pathlib import Path

import pytest

from analysis.ingest.column_names import ALIASES
from analysis.ingest.formats import KNOWN
from analysis.text import prepare, quotes, unmarked_quotes

PAGE = (Path(__file__).parents[2] / "analysis" / "docs" / "reading.md").read_text("utf-8")


def rows(heading):
    table = PAGE.split(heading, 1)[1].split("\n\n", 1)[0]
    return dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", table, re.MULTILINE))


def test_every_format_is_described_with_what_it_keeps_and_drops():
    expected = {
        one.name: f"{one.title} | {one.records} | {one.keeps} | {one.drops}"
        for one in KNOWN.values()
    }
    assert rows("| format |") == expected


def test_every_field_is_listed_with_its_column_names():
    assert rows("| field |") == {field: ", ".join(names) for field, names in ALIASES.items()}


@pytest.mark.parametrize(
    "words",
    [
        f"({quotes.UNKNOWN_WORDS} words or more)",
        f"({quotes.MARKED_WORDS} or more)",
        f"({unmarked_quotes.LINE_WORDS} words of the article, "
        f"{unmarked_quotes.LINE_WORDS_COMMENT} of a comment)",
        f"({unmarked_quotes.SENTENCE_WORDS} words)",
        f"{unmarked_quotes.RUN_WORDS} words anywhere",
        f"{prepare.READ_CHARACTERS:,} characters",
        f"{prepare.OWN_CHARACTERS:,} characters",
    ],
)
def test_every_limit_is_the_one_in_the_code(words):
    assert words in PAGE.replace("\n", " ").replace("  ", " ")
