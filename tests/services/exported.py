"""What an export holds, as its file says it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from analysis.services.data.exports import export
from analysis.storage.database import Store


def exported(store: Store) -> list[dict[str, Any]]:
    """The lines of an export of everything."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.jsonl"
        export(store, file, format="jsonl")
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
