"""`moderato try`: one comment in, four labels with thresholds and passages out."""

from __future__ import annotations

import io
import sys

import jsonschema
import pytest
from running import Moderato

from analysis.labels import LABELS
from analysis.services.data.analysis_schema import SCHEMA

RUDE = "Only an idiot like you would close the Brook Street bridge."


@pytest.fixture(autouse=True)
def rules_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")


def test_each_label_has_a_line_with_its_thresholds_and_passages(moderato: Moderato) -> None:
    done = moderato("try", RUDE, "--title", "Bridge closed", "--parent", "Close it.")
    assert done.code == 0
    for label in LABELS:
        assert f"{label.title} " in done.out
    assert done.out.count("flag from") == len(LABELS)
    assert "“idiot”" in done.out


def test_the_record_is_the_one_that_analyze_writes(moderato: Moderato) -> None:
    [record] = moderato("try", RUDE, "--json").records
    jsonschema.validate(record, SCHEMA)
    assert record["comment"]["text"] == RUDE


def test_a_pipe_is_read_and_nothing_in_it_is_refused(
    moderato: Moderato, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(RUDE))
    assert "“idiot”" in moderato("try", "-").out
    assert moderato("try", "  ").code == 2
