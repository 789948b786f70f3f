"""What a user sees who mistypes, and what nobody may see: comment text in an error."""

from __future__ import annotations

import pytest
from running import Moderato

from analysis.cli import app as app_module
from analysis.cli.command_list import COMMANDS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyse", "x"], "Did you mean 'analyze'?"),
        (["analyze"], "Missing argument 'INPUT'"),
        (["analyze", "x", "--colour"], "--colour"),
        (["dashboard", "--port", "eighty"], "--port"),
        (["dashboard", "--port", "70000"], "expected a number from 1 to 65535"),
        (["export", "--out", "x", "--format", "parket"], "did you mean 'parquet'?"),
        (["migrate", "--db", "mysql://host/name"], "sqlite:///path/to/file.db"),
        (["score", "--db", "gone.db"], "There is no database at gone.db"),
        (["profiles", "--db", "gone.db"], "There is no database at gone.db"),
        (["erase", "17900000000000000000001", "--reason", "x"], "Input should be"),
        (["erase", "--older-than", "36501", "--reason", "x"], "less than or equal to 36500"),
        (["batches", "show", "2147483648"], "less than or equal to 2147483647"),
        (["batches", "undo", "0"], "Input should be"),
        (["quarantine", "retry", "99999999999999999999"], "Input should be"),
        (["quarantine", "list", "--page", "0"], "Input should be"),
        (["import", "--remap", "99999999999999999999"], "Input should be"),
        (["import", "--remap", "1", "--site", "a.example"], "only --map and --dates go with it"),
        (["import", "--remap", "1", "--pseudonymise"], "only --map and --dates go with it"),
        (["import", "--remap", "1", "--dates", "day-first"], "There is no database at"),
        (["webhooks", "replay", "site", "--after", "99999999999999999999"], "Input should be"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(
    moderato: Moderato, arguments: list[str], said: str
) -> None:
    done = moderato(*arguments)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


def test_alone_it_shows_its_commands(moderato: Moderato) -> None:
    done = moderato()
    assert "analyze" in done.out + done.err


def test_the_version_names_the_release(moderato: Moderato) -> None:
    assert moderato("--version").out.startswith("moderato 0.")


def test_every_command_explains_itself(moderato: Moderato) -> None:
    for command in COMMANDS:
        done = moderato(command, "--help")
        assert done.code == 0
        assert "Usage: moderato" in done.out


def test_a_fault_of_ours_names_its_place_and_not_its_data(
    moderato: Moderato, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("what somebody wrote")

    monkeypatch.setattr(app_module, "app", breaks)
    done = moderato("doctor")
    assert done.code == 1
    assert "unexpected RuntimeError" in done.sentence
    assert "what somebody wrote" not in done.err


def test_a_debugging_developer_sees_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("all of it")

    monkeypatch.setattr(app_module, "app", breaks)
    monkeypatch.setenv("MODERATO_DEBUG", "1")
    with pytest.raises(RuntimeError, match="all of it"):
        app_module.main(["doctor"])
