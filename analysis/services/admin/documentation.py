"""The parts of the documentation that the code knows best, written from it.

``python -m analysis.services.reference analysis/docs`` (``make docs``) writes them anew; a test
holds the committed files to it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticUndefined

from analysis.labels.reference import label_reference
from analysis.services.admin.limits import limits
from analysis.services.data.analysis_schema import SCHEMA
from analysis.services.serving.attribute_reference import attribute_reference
from analysis.settings import Settings


def pages() -> dict[str, str]:
    """File name to content of every generated page."""
    return {
        "labels.md": label_reference(),
        "attributes.md": attribute_reference(),
        "settings.md": "\n".join(_settings()) + "\n",
        "analysis.schema.json": json.dumps(SCHEMA, indent=2) + "\n",
    }


def write_pages(folder: Path) -> None:
    """Write every generated page into ``folder``."""
    for name, content in pages().items():
        (folder / name).write_text(content, encoding="utf-8")


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Generated from `analysis/settings.py` by `make docs`. Each is an environment variable"
    yield "or a line of a `.env` file in the working folder."
    yield ""
    yield "| variable | default | meaning |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        known = field.default is not PydanticUndefined and field.default is not None
        default = f"`{field.default}`" if known else ""
        if name == "database_url":
            default = "`moderato.db` in the data folder"
        yield f"| `MODERATO_{name.upper()}` | {default} | {field.description} |"
    yield ""
    yield "## Limits"
    yield ""
    yield "What goes beyond one is refused, or left out and counted, in one sentence that names it."
    yield ""
    yield "| what | at most |"
    yield "|---|---|"
    for what, most in limits():
        yield f"| {what} | {most} |"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
