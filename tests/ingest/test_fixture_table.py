"""The table of formats by fixture says what reading the fixtures gives."""

from __future__ import annotations

from fixture_table import PAGE, in_page, table
from format_cases import fixtures

from analysis.ingest.formats import KNOWN


def test_every_format_has_a_fixture() -> None:
    assert set(fixtures()) == set(KNOWN)


def test_the_table_in_the_documentation_is_what_the_fixtures_give() -> None:
    written = in_page(PAGE.read_text("utf-8"))
    assert written == table(), "run: python tests/ingest/fixture_table.py"
