"""A checkpoint's file is read as it was written, or refused in a sentence."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analysis.domain.errors import BadInput
from analysis.domain.integrity import Checkpoint
from analysis.services.admin import checkpoints

KEY = b"0123456789abcdef"
AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoint.json"
    checkpoints.write(Checkpoint(15, "ab" * 32, AT), path)
    return path


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("signature", "\u00e9" * 64),
        ("signature", "AB" * 32),
        ("signature", None),
        ("signature", "ab" * 32 + "\n"),
        ("position", math.inf),
        ("position", -3),
        ("position", 10**30),
        ("position", True),
        ("position", 15.5),
        ("position", None),
        ("sha256", None),
        ("sha256", "ab" * 31),
        ("sha256", "\u0661" * 64),
        ("at", 7),
        ("at", "yesterday"),
        ("format", "moderato.checkpoint/2"),
    ],
)
def test_what_this_program_did_not_write_is_no_checkpoint(
    file: Path, name: str, given: Any, key: bytes | None
) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | {name: given}))
    with pytest.raises(BadInput, match="is no checkpoint of this program"):
        checkpoints.read(file, key)


@pytest.mark.parametrize("content", ["", "[]", "7", "null", "{}", "[" * 100_000])
def test_what_is_no_such_object_is_no_checkpoint(file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(BadInput, match="is no checkpoint of this program"):
        checkpoints.read(file)


@pytest.mark.parametrize(("position", "signed"), [(15, False), (0, False), (1, True)])
def test_what_it_did_write_is_read(tmp_path: Path, position: int, signed: bool) -> None:
    taken = Checkpoint(position, "0" * 64, AT, "cd" * 32 if signed else "")
    checkpoints.write(taken, tmp_path / "new.json")
    assert checkpoints.read(tmp_path / "new.json") == taken
