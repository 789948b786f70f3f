"""The table of formats by fixture in `analysis/docs/reading.md`, from reading the fixtures.

`python tests/ingest/fixture_table.py` writes it anew.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from format_cases import BY_NAME_ALONE, fixtures, write_fixture

from analysis.domain.outcomes import ReadSummary
from analysis.ingest import read
from analysis.ingest.formats import KNOWN

PAGE = Path(__file__).resolve().parents[2] / "analysis" / "docs" / "reading.md"
HEAD = "| format | fixture | records | comments | aside or skipped | columns aside or dropped |"
RULE = "|---|---|---|---|---|---|"


def table() -> str:
    """Every format with what became of its fixture."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_row(name, Path(folder)) for name in KNOWN if name in fixtures()]
    return "\n".join([HEAD, RULE, *rows])


def in_page(text: str) -> str:
    """The table as ``text`` has it."""
    return text[text.index(HEAD) :].split("\n\n", 1)[0].rstrip("\n")


def _row(name: str, folder: Path) -> str:
    path = write_fixture(name, folder)
    reading = read(path, format=name if name in BY_NAME_ALONE else "auto")
    for _ in reading:
        pass
    summary = reading.summary
    if summary.format != name:
        raise ValueError(f"the fixture of {name} is read as {summary.format}")
    cells = (
        f"`{name}`", f"`{path.name}`", str(summary.records), str(summary.read),
        _aside(summary), _columns(summary),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _aside(summary: ReadSummary) -> str:
    skipped = [f"{count}: {rule}" for rule, count in summary.skipped]
    refused = [f"1: {record.reason}" for record in summary.quarantined]
    empty = f"{summary.placeholders} kept, never labelled: no text" if summary.placeholders else ""
    return "; ".join(filter(None, [*skipped, *refused, empty])) or "none"


def _columns(summary: ReadSummary) -> str:
    private = [f"{use.column} (private)" for use in summary.columns if use.field == "dropped"]
    aside = [use.column or "a nameless one" for use in summary.columns if use.field is None]
    return re.sub(r"[|\n]", " ", ", ".join([*private, *aside])) or "none"


if __name__ == "__main__":
    words = PAGE.read_text("utf-8")
    PAGE.write_text(words.replace(in_page(words), table()), "utf-8")
