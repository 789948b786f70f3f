"""The changelog is in versions, and each says what was added, changed and fixed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
VERSIONS = re.findall(r"^## (.+)$", TEXT, re.M)


def sections() -> list[tuple[str, list[str]]]:
    """Each version's heading with the lines below it."""
    parts = re.split(r"^## (.+)$", TEXT, flags=re.M)[1:]
    return [(head, body.splitlines()) for head, body in zip(parts[::2], parts[1::2], strict=True)]


def test_what_is_not_released_stands_first_and_versions_go_down() -> None:
    assert VERSIONS[0] == "Unreleased"
    released = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - \d{4}-\d\d-\d\d", v) for v in VERSIONS[1:]]
    assert all(released), VERSIONS
    numbers = [tuple(map(int, match.groups())) for match in released if match]
    assert numbers == sorted(set(numbers), reverse=True)


def test_the_newest_version_is_the_package_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert VERSIONS[1].split(" ")[0] == project["version"]


def test_each_version_has_each_kind_once_in_order_and_none_empty() -> None:
    for version, lines in sections():
        kinds = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
        assert kinds == sorted(set(kinds), key=KINDS.index), version
        whole = "\n".join(lines)
        assert whole.count("\n- ") >= len(kinds), version
        assert not re.search(r"### \w+\n\s*(?:###|\Z)", whole), f"{version} has an empty part"


def test_lines_are_short_enough_to_read_in_a_difference() -> None:
    assert [line for line in TEXT.splitlines() if len(line) > 100] == []
