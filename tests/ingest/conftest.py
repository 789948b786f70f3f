"""A file of one's own words, read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.domain.outcomes import ReadSummary
from analysis.ingest import ReadOptions, read


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[..., tuple[list[Comment], ReadSummary]]:
    """Reads a content under a name with options; gives the comments and the summary."""

    def reading(content: Any, name: str, **options: Any) -> tuple[list[Comment], ReadSummary]:
        path = tmp_path / name
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        discussions = read(path, options=ReadOptions(**options))
        comments = [comment for piece in discussions for comment in piece.comments]
        return comments, discussions.summary

    return reading
