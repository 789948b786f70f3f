"""A wheel carries all that `moderato demo` needs, and runs outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what git tracks, built with the locked build backend and no network."""
    source = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
         "--no-index", "-w", str(out), str(source)],
        check=True,
    )  # fmt: skip
    [built] = out.glob("moderato-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel installed; dependencies are lent by the project's own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # Only the folder is lent: .pth files in it, the editable install's too, are not read.
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_everything_that_ships_is_inside(names: set[str]) -> None:
    shipped = "analysis/_shipped/seeds/"
    for name in ("combination.json", "profiles/default.json", "rule_weights.json"):
        assert shipped + name in names
    assert len([n for n in names if n.startswith(f"{shipped}demo/")]) >= 3
    assert [n for n in names if n.startswith(f"{shipped}word_lists/")]
    assert [n for n in names if n.startswith("analysis/storage/migrations/versions/")]
    assert "dashboard/app.py" in names
    assert [n for n in names if n.startswith("dashboard/texts/en/") and n.endswith(".json")]
    assert [n for n in names if n.startswith("dashboard/components/assets/")]


def test_every_model_that_is_tracked_is_inside(names: set[str]) -> None:
    models = ROOT / "data" / "models"
    for manifest in models.glob("*/manifest.json"):
        for file in manifest.parent.iterdir():
            inside = f"analysis/_shipped/models/{manifest.parent.name}/{file.name}"
            assert inside in names or not tracked(file), inside


def tracked(file: Path) -> bool:
    command = ["git", "ls-files", "--error-unmatch", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_nothing_else_is_inside(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"analysis", "dashboard"}
    assert not [name for name in names if name.endswith((".db", ".pyc")) or "/tests/" in name]


def test_the_licence_and_the_command_travel(names: set[str]) -> None:
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.endswith("entry_points.txt")]


@pytest.mark.slow
def test_it_labels_its_demo_outside_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    code = (
        "import analysis.resources as r, pathlib; assert not r.in_checkout(), r.seeds_dir();"
        "print(r.seeds_dir() / 'demo' / 'library-fees.csv')"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}

    def run(*command: str) -> str:
        done = subprocess.run(
            [str(elsewhere), *command], cwd=tmp_path, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    demo = run("-c", code).strip()
    lines = run("-m", "analysis.cli", "analyze", demo).splitlines()
    assert len(lines) == 14
    assert json.loads(lines[0])["run"]["code_version"].count("+") == 0
    assert "14 new" in run("-m", "analysis.cli", "import", demo)
    assert (tmp_path / "data" / "moderato" / "moderato.db").is_file()
    assert run("-m", "analysis.cli", "score").startswith("14 comments labelled")
