"""What an erasure can't reach by itself is told, and all that is held on an author comes out."""

import errno
import json
import os
import stat
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from deciding import decide
from exported import exported
from scripted import filled, numbers, write_comments
from tampering import path_of

from analysis.domain.annotation import Selection
from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action
from analysis.domain.erasure import Trace
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement
from analysis.services.admin.audit_log import audit
from analysis.services.admin.integrity import check
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data import erasure as erasure_service
from analysis.services.data.author_file import write_author_file
from analysis.services.data.batches import undo
from analysis.services.data.erasure import (
    erase_author,
    erase_comment,
    erase_older,
    held_exports,
    traces,
)
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.storage.audit import now
from analysis.storage.database import Store

WORDS = "I saw the last tram leave the depot at half past two"


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Zora's comment, replies that quote it or name her, and near misses."""
    first = filled(store, tmp_path, {"c1": WORDS + " h=0.9"}, author="Zora Q")
    others = {
        "quotes": f"You wrote: {WORDS.lower()}! Really?",
        "names": "As zora q says, trams are fine.",
        "few words": "I saw the last tram too.",
        "longer name": "Zora Quint drives one.",
    }
    import_file(store, write_comments(tmp_path / "o.jsonl", others, author="Ben"))
    in_record = write_comments(tmp_path / "r.jsonl", {"record": "Yes."}, reply_to_name="Zora Q")
    import_file(store, in_record)
    assert first
    return numbers(store)


def test_where_others_repeat_it_is_told_and_stays(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0, note="names a friend")
    made = create_set(store, "a", labels=["generalization"], guideline="g", person="rita")
    add_items(store, made.id, selection=Selection.RANDOM, count=9, person="rita")
    while item := next_item(store, made.id, person="rita"):
        note = "about Zora" if item.comment_id == ids["c1"] else ""
        said = Judgement(label="generalization", answer=Answer.NO, person="rita", note=note)
        annotate(store, item.id, said)
    before = traces(store, ids["c1"])
    told = {(trace.comment_id, trace.kind.split(" of ")[0]) for trace in before}
    assert told == {
        (ids["quotes"], "quoted in the text"),
        (ids["names"], "author named in the text"),
        (ids["record"], "author named in the record"),
        (ids["c1"], "note"),
    }
    assert erase_comment(store, ids["c1"], person="dora", reason="asked").traces == tuple(before)
    event = audit(store, AuditFilter(action="erase"), person="dora").events[0]
    assert event.detail["traces_in_all"] == len(before)
    assert "Zora" not in json.dumps(dict(event.detail))
    assert {r["comment"]["id"] for r in exported(store)} == set(ids) - {"c1"}


def test_a_reply_whose_record_holds_what_it_answers_is_told(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    for name, words in (("with", WORDS), ("few", "I saw the last tram")):
        path = tmp_path / f"{name}.jsonl"
        import_file(
            store, write_comments(path, {name: "No."}, author="Ben", parent={"body": words})
        )
    here = numbers(store)
    quoting = {trace for trace in traces(store, ids["c1"]) if "quoted" in trace.kind}
    assert quoting == {
        Trace("quoted in the text", ids["quotes"]),
        Trace("quoted in the record", here["with"]),
    }


def test_a_reply_that_quotes_what_was_written_before_an_edit_is_told(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    edited = {"c1": "I take that back, and I am sorry for every word of it"}
    import_file(store, write_comments(tmp_path / "e.jsonl", edited, author="Zora Q"))
    replies = {
        "new": f"'{edited['c1']}': thank you.",
        "mixed": "leave the depot at half I take that back",
    }
    import_file(store, write_comments(tmp_path / "f.jsonl", replies, author="Ben"))
    here = numbers(store)
    quoting = {trace.comment_id for trace in traces(store, ids["c1"]) if "quoted" in trace.kind}
    assert quoting == {ids["quotes"], here["new"]}


def test_all_of_an_author_goes_and_nobody_elses(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    import_file(store, write_comments(tmp_path / "m.jsonl", {"z2": "More"}, author="Zora Q"))
    made = erase_author(store, "Zora Q", person="dora", reason="asked")
    here = numbers(store)
    assert [one.comment_id for one in made] == [here["c1"], here["z2"]]
    assert {r["comment"]["id"] for r in exported(store)} == set(ids) - {"c1"}
    assert check(store).faults == ()
    with pytest.raises(BadInput, match="no comment with a text under this name"):
        erase_author(store, "Zora Q", person="dora", reason="asked")
    with pytest.raises(BadInput, match="no comment"):
        erase_author(store, "zora q", person="dora", reason="asked")


def test_a_retention_rule_erases_what_was_read_long_ago(
    store: Store, ids: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = now() + timedelta(days=40)
    monkeypatch.setattr(erasure_service, "now", lambda: later)
    assert erase_older(store, 41, person="dora", reason="policy") == 0
    assert erase_older(store, 39, person="dora", reason="policy") == len(ids)
    assert exported(store) == []
    assert check(store).faults == ()
    with pytest.raises(BadInput, match="at least one day"):
        erase_older(store, 0, person="dora", reason="policy")


def test_what_an_undone_import_brought_is_erased_as_well(store: Store, tmp_path: Path) -> None:
    """Its originals are still there, in no queue; a request and the retention rule reach them."""
    first = import_file(store, write_comments(tmp_path / "1.jsonl", {"c1": "One"}, author="Zora"))
    second = import_file(store, write_comments(tmp_path / "2.jsonl", {"c2": "Two"}, author="Zora"))
    here = numbers(store)
    for brought in (first, second):
        assert brought.batch is not None
        undo(store, brought.batch, person="dora")
    erased = erase_author(store, "Zora", person="dora", reason="x")
    assert [erasure.comment_id for erasure in erased] == [here["c1"], here["c2"]]
    with pytest.raises(BadInput, match="was erased before"):
        erase_comment(store, here["c2"], person="dora", reason="x")
    with pytest.raises(BadInput, match="There is no comment number 99"):
        erase_comment(store, 99, person="dora", reason="x")
    assert check(store).faults == ()


def test_a_retention_rule_goes_past_an_undone_import(
    store: Store, ids: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone = import_file(store, write_comments(tmp_path / "u.jsonl", {"undone": "Gone"}))
    import_file(store, write_comments(tmp_path / "l.jsonl", {"later": "Here"}))
    assert undone.batch is not None
    undo(store, undone.batch, person="dora")
    monkeypatch.setattr(erasure_service, "now", lambda: now() + timedelta(days=40))
    assert erase_older(store, 39, person="dora", reason="policy") == len(ids) + 2
    assert erase_older(store, 39, person="dora", reason="policy") == 0


def test_the_exports_that_held_it_are_listed(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    export(store, tmp_path / "first.jsonl", format="jsonl", person="ben")
    held = erase_comment(store, ids["c1"], person="dora", reason="asked").exports
    assert [(one.file, one.format, one.person) for one in held] == [("first.jsonl", "jsonl", "ben")]
    export(store, tmp_path / "second.csv", format="csv", person="ben")
    assert held_exports(store, ids["c1"]) == list(held)
    assert [one.file for one in held_exports(store, ids["names"])] == ["first.jsonl", "second.csv"]


def test_an_author_gets_all_that_is_held(store: Store, ids: dict[str, int], tmp_path: Path) -> None:
    decide(store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0, note="sharp")
    out = tmp_path / "zora.json"
    assert write_author_file(store, "Zora Q", out, person="dora") == 1
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    body = json.loads(out.read_text())
    (one,) = body["comments"]
    assert one["texts"][0]["text"] == WORDS + " h=0.9"
    assert one["records"][0]["author"] == "Zora Q"
    assert one["decisions"][0]["note"] == "sharp"
    assert one["findings"][0]["answers"]
    assert "anna" not in out.read_text()  # who decided is a person too
    with pytest.raises(BadInput, match="is there already"):
        write_author_file(store, "Zora Q", out, person="dora")
    with pytest.raises(BadInput, match="no comment with a text"):
        write_author_file(store, "Nobody", tmp_path / "n.json", person="dora")


def test_what_is_held_goes_to_no_place_beside_a_database_and_to_no_link(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, {"c1": WORDS}, author="Zora Q")
    database = path_of(sqlite_store)
    (tmp_path / "link").symlink_to("elsewhere")
    for out in (tmp_path / "link", database.with_name(f"{database.name}-journal")):
        with pytest.raises(BadInput, match=r"symbolic link|belongs to the database"):
            write_author_file(sqlite_store, "Zora Q", out, person="dora")
        assert not out.exists()
    assert audit(sqlite_store, AuditFilter(person="dora"), person="dora").total == 0


def test_what_is_held_is_written_whole_or_not_at_all_and_begun_is_on_record(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(sqlite_store, tmp_path, {"c1": WORDS}, author="Zora Q")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match="No space left on device"):
        write_author_file(sqlite_store, "Zora Q", tmp_path / "z.json", person="dora")
    assert not list(tmp_path.glob("*z.json*"))
    events = audit(sqlite_store, AuditFilter(person="dora"), person="dora").events
    assert [event.action for event in events] == ["author_file_failed", "author_file_begun"]


@pytest.mark.slow
@pytest.mark.heavy
def test_looking_around_in_a_long_discussion_holds_few_of_its_comments(
    store: Store, tmp_path: Path
) -> None:
    """Once every document of the article was decoded at the same time."""
    texts = {f"c{number}": f"Comment {number}: " + "long words " * 50 for number in range(1_000)}
    first = next(iter(filled(store, tmp_path, texts, author="Ada Lovelace").values()))
    traces(store, first)  # what is made once is there from here on
    tracemalloc.start()
    try:
        traces(store, first)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * 2**20
