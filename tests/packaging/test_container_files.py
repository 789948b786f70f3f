"""The container's files name what is there; whether they build needs a container engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.cli.app import app

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".container"


def test_every_copied_path_is_in_the_checkout() -> None:
    lines = (FOLDER / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert copied
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_services_run_commands_that_there_are_and_open_this_machine_alone() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    assert set(compose["services"]) == {"database", "api", "dashboard"}
    for service in ("api", "dashboard"):
        (port,) = compose["services"][service]["ports"]
        assert re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port)
    command = compose["services"]["api"]["command"]
    assert CliRunner().invoke(app, [command[1], "--help"]).exit_code == 0
    build = compose["services"]["api"]["build"]
    assert (FOLDER / build["context"] / build["dockerfile"]).is_file()
