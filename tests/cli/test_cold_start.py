"""What a command must not load: the price of a start is paid by everybody who types a command."""

import csv
import json
import os
import subprocess
import sys

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


def test_the_parser_comes_without_torch_and_without_spacys_command_line(tmp_path):
    table = tmp_path / "comments.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], ["Teenagers are lazy, they never get up."]])
    packages = loaded("analyze", str(table))
    assert "spacy" in packages, "no candidate for the parser in the comment"
    assert not set(BESIDE_SPACY) & set(packages)


def test_a_file_without_a_candidate_loads_no_spacy(tmp_path):
    table = tmp_path / "comments.csv"
    table.write_text("text\nThe bridge was closed again this morning.\n", encoding="utf-8")
    packages = loaded("analyze", str(table))
    assert not {"spacy", "torch", "lingua"} & set(packages)
