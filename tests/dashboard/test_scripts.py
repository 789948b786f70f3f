"""The files of a component stand alone together, and what checks them is pinned."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "dashboard" / "components" / "assets"
CHECKS = ROOT / ".requirements" / "js"

DECLARED = re.compile(r"^(?:export default )?(?:async )?(?:function|const|let|class) (\w+)", re.M)


def bundles() -> Iterator[tuple[str, ...]]:
    """The scripts that are joined into one, wherever the dashboard names them."""
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            names = tuple(
                part.value
                for part in parts
                if isinstance(part, ast.Constant) and str(part.value).endswith(".js")
            )
            if names:
                yield names


#: Served as a file of its own, since a browser takes a service worker from nowhere else.
WORKER = ("worker.js",)
BUNDLES = sorted({names for names in bundles() if not names[0].startswith("/")} - {WORKER})


def written(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def test_every_script_belongs_to_a_component() -> None:
    assert {name for names in (*BUNDLES, WORKER) for name in names} == {
        p.name for p in ASSETS.glob("*.js")
    }


@pytest.mark.parametrize("names", BUNDLES, ids=lambda names: names[-1])
def test_a_component_brings_every_name_it_uses(names: tuple[str, ...]) -> None:
    declared = {
        path.name: set(DECLARED.findall(written(path.name))) for path in ASSETS.glob("*.js")
    }
    own = {name for file in names for name in declared[file]}
    for file in names:
        text = re.sub(r"//.*|\"[^\"\n]*\"", "", written(file))
        for elsewhere, others in declared.items():
            if elsewhere in names:
                continue
            used = {n for n in others - own if re.search(rf"(?<![\w.]){n}\(", text)}
            local = set(re.findall(r"(?:const|let|function|,|\(|\{)\s*(\w+)", text))
            assert used - local == set(), f"{file} uses what only {elsewhere} has"


@pytest.mark.parametrize("names", BUNDLES, ids=lambda names: names[-1])
def test_a_component_is_exported_once_and_by_its_last_script(names: tuple[str, ...]) -> None:
    exports = [name for name in names if re.search(r"^export default ", written(name), re.M)]
    assert exports == [names[-1]]


def test_what_checks_the_scripts_is_pinned_and_named_without_a_registry() -> None:
    package = json.loads((CHECKS / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((CHECKS / "package-lock.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package, "nothing of it may run with the product"
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for place, entry in lock["packages"].items():
        assert "resolved" not in entry, place
        assert not place or entry["integrity"].startswith("sha512-"), place
