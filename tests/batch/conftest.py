"""Files for batch jobs."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_jobs import ROWS, write_lines


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with the rows in one JSON Lines file."""
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", ROWS)
    return tmp_path
