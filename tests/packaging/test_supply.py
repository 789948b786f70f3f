"""What is installed is what was reviewed; what could not be looked up is not called clean."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / ".requirements"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KNOWN = json.loads((HERE / "torch_hashes.json").read_text())
ONE = KNOWN["2.13.0+cpu"][0]


@pytest.mark.parametrize(
    ("version", "sha256", "vouched", "known"),
    [
        ("2.13.0+cpu", ONE, "", True),
        ("2.13.0", KNOWN["2.13.0"][0], "", True),
        ("2.13.0", ONE, "", False),  # a file under another version's name
        ("2.13.0+cpu", "0" * 64, "", False),
        ("2.13.0+cpu", "0" * 64, "0" * 64, True),
        ("2.13.0+cpu", "0" * 64, "sha256:" + "0" * 64, True),
        ("2.14.0", ONE, "", False),
        ("2.13.0+cpu", "", "", False),
    ],
)
def test_torch_is_taken_by_version_and_hash(
    version: str, sha256: str, vouched: str, known: bool
) -> None:
    assert script("install").torch_is_known(version, sha256, vouched) is known


def test_the_hashes_are_of_the_torch_that_is_pinned() -> None:
    pinned = script("install").TORCH.partition("==")[2]
    assert {version.partition("+")[0] for version in KNOWN} == {pinned}
    assert all(re.fullmatch("[0-9a-f]{64}", one) for hashes in KNOWN.values() for one in hashes)


FINE = {"name": "attrs", "version": "26.1.0", "vulns": []}
BAD = {"name": "old", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
UNREACHED = {"name": "far", "version": "1", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "line"),
    [
        ([FINE], 0, "1 of 1 packages were looked up"),
        ([FINE, BAD], 1, "old 1: PYSEC-1, mended in 2"),
        ([FINE, UNREACHED], 2, "1 of 2 packages were looked up"),
        ([BAD, UNREACHED], 2, "old 1: PYSEC-1, mended in 2"),
        ([], 2, "0 of 0 packages were looked up"),
    ],
)
def test_an_audit_is_clean_only_where_everything_was_looked_up(
    packages: list[dict[str, object]], code: int, line: str
) -> None:
    ended, lines = script("audit_report").report(json.dumps({"dependencies": packages}))
    assert ended == code
    assert line in lines


@pytest.mark.parametrize("answer", ["", "no json", "[]", "{}"])
def test_no_answer_is_not_clean(answer: str) -> None:
    assert script("audit_report").report(answer)[0] == 2


def test_every_locked_package_is_in_the_notice() -> None:
    page = (ROOT / "analysis" / "docs" / "notice.md").read_text(encoding="utf-8")
    missing = [
        f"{name} {version}"
        for name, version in script("notice").locked()
        if f"| {name} | {version} |" not in page
    ]
    assert missing == [], "run: make notice"
