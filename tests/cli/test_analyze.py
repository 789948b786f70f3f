"""`moderato analyze`: a page in, JSON Lines out; rubbish in, one sentence out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from running import Moderato

from analysis.domain.comment import text_sha256
from analysis.resources import seeds_dir
from analysis.services.data.analysis_schema import SCHEMA

RUDE = "Only an idiot like you would close the Brook Street bridge."
CIVIL = (
    "I disagree. The 2019 report of the council counted 4,200 cyclists, see https://example.org/c."
)


def write_lines(path: Path, *records: object) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def two_comments(tmp_path: Path) -> Path:
    return write_lines(
        tmp_path / "two.jsonl",
        {"id": "a", "text": RUDE, "author": "Ann"},
        {"id": "b", "text": CIVIL, "parent_id": "a"},
    )


def test_every_line_follows_the_published_schema(moderato: Moderato, two_comments: Path) -> None:
    done = moderato("analyze", two_comments)
    assert done.code == 0
    for record in done.records:
        jsonschema.validate(record, SCHEMA)
        assert record["comment"]["sha256"] == text_sha256(record["comment"]["text"])
    assert [r["comment"]["id"] for r in done.records] == ["a", "b"]
    rude, civil = (r["labels"] for r in done.records)
    assert rude["possible_hostility"]["probability"] > civil["possible_hostility"]["probability"]
    assert civil["constructive_evidence"]["recommendation"] == "flag"
    evidence = rude["possible_hostility"]["evidence"]
    assert any("idiot" in RUDE[e["start"] : e["end"]] for e in evidence)


def test_a_page_is_reported_with_what_it_announced_and_what_it_held(moderato: Moderato) -> None:
    done = moderato("analyze", seeds_dir() / "demo" / "harbour-ferry.txt")
    assert done.code == 0
    assert len(done.records) == 15
    assert "15 comments (the page says 16: 1 missing)" in done.err
    assert [r["comment"]["position"] for r in done.records] == list(range(1, 16))


def test_the_run_names_what_took_part_and_what_is_missing(
    moderato: Moderato, two_comments: Path
) -> None:
    done = moderato("analyze", two_comments)
    run = done.records[0]["run"]
    scorers = {scorer["name"]: scorer for scorer in run["scorers"]}
    assert scorers["rules"]["available"] is True
    assert len(scorers["rules"]["digest"]) == 64
    assert scorers["detoxify"]["available"] is False
    assert "Detoxify: not installed here" in scorers["detoxify"]["note"]
    assert "Detoxify: not installed here" in done.err
    assert run["profile"] == {"name": "default", "version": 1}


def test_no_text_of_a_comment_reaches_a_log_or_stderr(
    moderato: Moderato, two_comments: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    done = moderato("analyze", two_comments)
    told = done.err + caplog.text
    for words in ("idiot", "Brook Street", "cyclists"):
        assert words not in told


def test_out_is_written_whole_or_not_at_all(
    moderato: Moderato, two_comments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "result.jsonl"
    out.write_text("what was there before\n")
    from analysis.services.data import file_analysis

    whole = file_analysis.json_line
    written = []

    def stopped(record: dict[str, object]) -> str:
        written.append(record)
        if len(written) == 2:
            raise KeyboardInterrupt
        return whole(record)

    monkeypatch.setattr(file_analysis, "json_line", stopped)
    done = moderato("analyze", two_comments, "--out", out, "--force")
    assert done.code == 130
    assert "run the same command again" in done.sentence
    assert out.read_text() == "what was there before\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["result.jsonl", "two.jsonl"]
    monkeypatch.setattr(file_analysis, "json_line", whole)
    assert moderato("analyze", two_comments, "--out", out, "--force").code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


def test_a_broken_line_costs_that_line_only(moderato: Moderato, tmp_path: Path) -> None:
    good = [{"id": str(n), "text": f"The bridge opens at {n}."} for n in range(1, 21)]
    lines: list[object] = [*good[:16], '{"id": "17", "text": "open end', *good[17:]]
    done = moderato("analyze", write_lines(tmp_path / "broken.jsonl", *lines))
    assert done.code == 0
    assert len(done.records) == 19
    assert "1 could not be read" in done.err
    assert "line 17" in done.err


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b and \x07 a bell in one comment",
        "an \u202eoverride\u202c of the direction",
        "<script>alert('here')</script> and <b>bold</b>",
        "a flag 🇸🇪 and a thumb 👍🏽 and a family 👨‍👩‍👧",
        "x" * 3000,
        "?",
        " \t ",
    ],
)
def test_strange_text_comes_back_byte_for_byte(
    moderato: Moderato, tmp_path: Path, text: str
) -> None:
    file = write_lines(tmp_path / "s.jsonl", {"id": "1", "text": text}, {"id": "2", "text": CIVIL})
    done = moderato("analyze", file)
    assert done.code == 0
    found = {r["comment"]["id"]: r["comment"]["text"] for r in done.records}
    assert found.get("1", text) == text
    assert found["2"] == CIVIL
    assert "1" in found or "could not be read" in done.err


def make_folder(path: Path) -> None:
    path.mkdir()


def make_utf16(path: Path) -> None:
    path.write_text("id,text\n1,The bridge is fine as it is\n", encoding="utf-16")


REFUSED: list[tuple[str, Callable[[Path], object], list[str], str]] = [
    ("empty.csv", lambda p: p.write_bytes(b""), [], "is empty"),
    ("binary.bin", lambda p: p.write_bytes(bytes(range(256)) * 20), [], "is a binary file"),
    ("folder", make_folder, [], "is a folder"),
    ("gone.csv", lambda p: None, [], "gone.csv"),
    ("no-text.csv", lambda p: p.write_text("id,when\n1,2\n"), [], "--map text=COLUMN"),
    (
        "a.csv",
        lambda p: p.write_text("id,text\n1,x y\n"),
        ["--format", "cvs"],
        "did you mean 'csv'",
    ),
    ("a.csv", lambda p: p.write_text("id,text\n1,x y\n"), ["--map", "text=bdy"], "no column 'bdy'"),
    ("a.csv", lambda p: p.write_text("id,text\n1,x y\n"), ["--map", "text"], "FIELD=COLUMN"),
    ("bad.jsonl", lambda p: p.write_text("{\n{\n"), [], "No line of bad.jsonl is a JSON"),
    ("x.jsonl", lambda p: p.write_text('{"text": 5}\n'), [], "no comment could be read"),
]


@pytest.mark.parametrize(("name", "make", "options", "said"), REFUSED)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    moderato: Moderato,
    tmp_path: Path,
    name: str,
    make: Callable[[Path], object],
    options: list[str],
    said: str,
) -> None:
    make(tmp_path / name)
    done = moderato("analyze", tmp_path / name, *options)
    assert done.code == 2
    assert said in done.sentence
    assert done.sentence.startswith("moderato: ")
    assert "Traceback" not in done.err
    assert done.out == ""


def test_utf_16_is_read(moderato: Moderato, tmp_path: Path) -> None:
    make_utf16(tmp_path / "u.csv")
    [record] = moderato("analyze", tmp_path / "u.csv").records
    assert record["comment"]["text"] == "The bridge is fine as it is"


@pytest.mark.parametrize("out", ["missing-folder/x.jsonl", "."])
def test_an_output_that_cannot_be_written_is_refused(
    moderato: Moderato, two_comments: Path, out: str
) -> None:
    done = moderato("analyze", two_comments, "--out", out)
    assert done.code == 2
    assert done.sentence.startswith("moderato: ")


def test_a_wrong_setting_is_named(
    moderato: Moderato, two_comments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_BATCH_SIZE", "many")
    done = moderato("analyze", two_comments)
    assert done.code == 2
    assert "MODERATO_BATCH_SIZE" in done.sentence
