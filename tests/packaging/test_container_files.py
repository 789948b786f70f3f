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


def test_the_program_runs_as_a_user_that_the_host_can_tell_by_number() -> None:
    content = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    (user,) = re.findall(r"^USER (\d+)$", content, re.MULTILINE)
    assert int(user) > 0
    assert f"--uid {user} " in content


def test_the_steps_before_it_is_started_make_what_each_service_asks_for() -> None:
    """Listening for others, the server wants a key and the dashboard an account."""
    head = (FOLDER / "compose.yaml").read_text(encoding="utf-8").partition("\nname:")[0]
    steps = re.findall(r"run --rm (?:api|dashboard) moderato (.+)", head)
    assert [step.split()[0] for step in steps] == ["migrate", "keys", "accounts"]
    for step in steps:
        words = [word for word in step.split() if word.isalpha() and word.islower()][:2]
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0, step
