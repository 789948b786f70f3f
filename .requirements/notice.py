"""Writes analysis/docs/notice.md: what ships or is installed with Moderato, under which licence."""

# ruff: noqa: E501 (rows of a table)

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "analysis" / "docs" / "notice.md"

SHIPPED = """# Notice

Moderato is under the [Apache License 2.0](../../LICENSE). With it ship:

| what | from | licence |
|---|---|---|
| `seeds/words/english.txt` | frequency dictionary of SymSpell, © Wolf Garbe and mmb L; joins counts of a web corpus with the SCOWL word lists | MIT; SCOWL is © Kevin Atkinson and others, free to use with that notice |
| other files of `seeds/` | written for this project | Apache-2.0 |
| `data/models/open` | trained for this project ([data card](data-card.md)) | Apache-2.0 |
| `data/models/research` | trained for this project ([data card](data-card.md)) | CC BY-NC-SA 4.0, no commercial use |

## Packages that `make setup` installs

As each package's own metadata says, at the locked version. Written by `make notice`.

| package | version | licence |
|---|---|---|
"""


def locked() -> list[tuple[str, str]]:
    """Name and version of every package of the full lock."""
    text = (ROOT / ".requirements" / "full.lock").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ \\;]+)", text, re.MULTILINE)


def licence_of(name: str) -> str:
    """What a package says of its licence, in a few words."""
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed on the machine that wrote this page"
    told = metadata.get("License-Expression") or ""
    if not told:
        classified = [
            line.rpartition(" :: ")[2]
            for line in metadata.get_all("Classifier") or []
            if line.startswith("License ::")
        ]
        told = ", ".join(classified) or (metadata.get("License") or "").strip().split("\n")[0]
    return told[:120].replace("|", "/") or "says none"


def page() -> str:
    """The whole page."""
    rows = sorted({(name, version) for name, version in locked()})
    lines = [f"| {name} | {version} | {licence_of(name)} |" for name, version in rows]
    return SHIPPED + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
