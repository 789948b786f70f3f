"""What a command must not load: the price of a start is paid by everybody who types a command."""

import csv
import json
import os
import resource
import subprocess
import sys

import pytest

from analysis.cli.command_list import COMMANDS, Commands

HEAVY = ("torch", "streamlit", "pandas", "spacy", "sqlalchemy", "numpy", "onnxruntime")
BESIDE_SPACY = ("torch", "weasel", "httpx", "pandas", "streamlit", "sqlalchemy")
_LOADED = """
import json, sys
from analysis.cli.app import app
try:
    app(sys.argv[1:], standalone_mode=False)
except SystemExit:
    pass
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""
_MAIN = "from analysis.cli.app import main; "


def processor_seconds(code: str) -> float:
    """What a whole process costs, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, timeout=60, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def loaded(*arguments: str) -> list[str]:
    """The packages that a command leaves loaded, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        env={**os.environ, "MODERATO_MODEL": "none"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_help_loads_nothing_that_computes_or_draws():
    assert not {*HEAVY, "rich", "pydantic"} & set(loaded("--help"))


def test_help_costs_little_more_than_the_library_that_parses():
    bare = min(processor_seconds("import typer") for _ in range(3))
    shown = min(processor_seconds(f"{_MAIN}main(['--help'])") for _ in range(3))
    assert shown < 3 * bare, f"{shown:.2f} s, the bare library {bare:.2f} s"


def test_a_command_builds_its_own_parser_only():
    commands = Commands()
    assert commands["formats"].name == "formats"
    assert list(commands._built) == ["formats"]
    assert set(commands) == set(COMMANDS)


def test_the_parser_comes_without_torch_and_without_spacys_command_line(tmp_path):
    table = tmp_path / "comments.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], ["Teenagers are lazy, they never get up."]])
    packages = loaded("analyze", str(table))
    assert "spacy" in packages, "no candidate for the parser in the comment"
    assert not set(BESIDE_SPACY) & set(packages)


@pytest.mark.slow
def test_a_file_without_a_candidate_loads_no_spacy(tmp_path):
    table = tmp_path / "comments.csv"
    table.write_text("text\nThe bridge was closed again this morning.\n", encoding="utf-8")
    packages = loaded("analyze", str(table))
    assert not {"spacy", "torch", "lingua"} & set(packages)
