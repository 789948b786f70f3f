"""Every import is a batch: its numbers add up, and it can be undone and read anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from deciding import decide
from deciding import undo as undo_decision
from exported import exported
from scripted import ScriptedPipeline, numbers
from sqlalchemy import select

from analysis.domain.decision import Action, ReviewState
from analysis.domain.errors import BadInput, Conflict
from analysis.domain.outcomes import ImportSummary
from analysis.domain.review import Queue, QueueFilter
from analysis.ingest import ReadOptions
from analysis.ingest.options import with_mapping
from analysis.services.admin.integrity import check
from analysis.services.data.batches import batch, batches, undo
from analysis.services.data.imports import BATCH, import_file, quarantined
from analysis.services.data.retrying import export_quarantine, retry
from analysis.services.data.scoring import score
from analysis.services.moderation.bulk_decisions import decide_many, undo_batch
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import Store
from analysis.storage.imports import set_state
from analysis.storage.tables import CommentRawTable

ROWS = "key,answers,writer,topic,words\n1,,ann,t,The pier is shut.\n2,1,ben,t,It is open. h=0.9\n"
GUESSED = ReadOptions(mapping={"text": "words"})
BETTER = ReadOptions(
    mapping={
        "text": "words", "id": "key", "parent_id": "answers", "author": "writer",
        "thread_id": "topic",
    }
)  # fmt: skip


def adds_up(report: ImportSummary) -> bool:
    assert report.reading is not None
    return report.records == report.reading.records


def table(path: Path, content: str = ROWS) -> Path:
    path.write_text(content)
    return path


def test_an_undone_import_is_in_no_queue_search_or_export_and_comes_back_when_repeated(
    store: Store, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.csv")
    first = import_file(store, path, options=BETTER)
    score(store, ScriptedPipeline())
    assert first.batch is not None
    assert undo(store, first.batch) == 2
    assert queue_counts(store)[Queue.ALL] == 0
    assert not queue_page(store, QueueFilter(queue=Queue.ALL, text="pier")).items
    assert exported(store) == []
    assert batch(store, first.batch).state == "undone"
    again = import_file(store, path, options=BETTER)
    assert (again.new, again.unchanged) == (2, 0)
    assert queue_counts(store)[Queue.ALL] == 2
    assert review(store, numbers(store)["2"]).labels["possible_hostility"].probability == 0.9


def many(count: int) -> str:
    return ROWS + "".join(f"{n},,ann,t,Comment {n}.\n" for n in range(3, count))


@pytest.mark.parametrize(
    ("rows", "stored"), [(BATCH + 500, BATCH), (BATCH // 2, BATCH // 2 - 1)],
    ids=["between two parts", "before the account"],
)  # fmt: skip
def test_an_import_that_is_undone_while_it_reads_stops_and_leaves_nothing_in_sight(
    store: Store, tmp_path: Path, rows: int, stored: int
) -> None:
    path = table(tmp_path / "a.csv", many(rows))
    gone: list[int] = []

    def undone_meanwhile(read: int, expected: int | None) -> None:
        if not gone:
            gone.append(undo(store, batches(store)[0].number))

    with pytest.raises(Conflict, match="undone while its file was being read"):
        import_file(store, path, options=BETTER, progress=undone_meanwhile)
    assert gone == [stored]
    assert [(b.state, b.comments) for b in batches(store)] == [("undone", 0)]
    assert queue_counts(store)[Queue.ALL] == 0
    import_file(store, path, options=BETTER)
    assert queue_counts(store)[Queue.ALL] == rows - 1


def test_an_undo_that_was_cut_off_can_be_done_to_its_end(store: Store, tmp_path: Path) -> None:
    report = import_file(store, table(tmp_path / "a.csv"), options=BETTER)
    assert report.batch is not None
    with store.write() as session:
        set_state(session, report.batch, "undone")
    assert undo(store, report.batch) == 2
    with pytest.raises(BadInput, match="undone already"):
        undo(store, report.batch)


def test_what_somebody_decided_is_not_undone(store: Store, tmp_path: Path) -> None:
    report = import_file(store, table(tmp_path / "a.csv"), options=BETTER)
    score(store, ScriptedPipeline())
    decide(store, numbers(store)["2"], Action.APPROVE, person="local", seen_sequence=0)
    assert report.batch is not None
    with pytest.raises(Conflict, match="1 of its comments are decided"):
        undo(store, report.batch)
    assert queue_counts(store)[Queue.ALL] == 2


@pytest.mark.parametrize("last", [Action.APPROVE, Action.ESCALATE])
def test_an_import_is_undone_once_its_decisions_are(
    store: Store, tmp_path: Path, last: Action
) -> None:
    """As its refusal says; a decision that another one followed stands in the way as before."""
    report = import_file(store, table(tmp_path / "a.csv"), options=BETTER)
    score(store, ScriptedPipeline())
    first, second = (numbers(store)[name] for name in ("1", "2"))
    for number in (first, second):
        decide(store, number, Action.REJECT, person="local", seen_sequence=0)
        undo_decision(store, number, person="local", seen_sequence=1)
    decide(store, second, last, person="local", seen_sequence=2)
    assert report.batch is not None
    assert batch(store, report.batch).decided == 1
    with pytest.raises(Conflict, match="1 of its comments are decided"):
        undo(store, report.batch)
    undo_decision(store, second, person="local", seen_sequence=3)
    assert batch(store, report.batch).decided == 0
    assert undo(store, report.batch) == 2
    assert queue_counts(store)[Queue.ALL] == 0
    assert check(store).faults == ()
    import_file(store, tmp_path / "a.csv", options=BETTER)
    assert review(store, first).last_sequence == 2


def test_a_bulk_of_decisions_is_taken_back_beside_an_undone_import(
    store: Store, tmp_path: Path
) -> None:
    report = import_file(store, table(tmp_path / "a.csv"), options=BETTER)
    other = "key,answers,writer,topic,words\n3,,cy,t,The tram runs.\n"
    import_file(store, table(tmp_path / "b.csv", other), options=BETTER)
    score(store, ScriptedPipeline())
    here = numbers(store)
    bulk = decide_many(
        store, list(here.values()), Action.APPROVE, person="local", reason_code="other"
    )
    for name in ("1", "2"):
        undo_decision(store, here[name], person="local", seen_sequence=1)
    assert report.batch is not None
    undo(store, report.batch)
    assert undo_batch(store, bulk, person="local") == 1
    assert review(store, here["3"]).state is ReviewState.OPEN


def test_a_better_reading_of_the_same_file_corrects_fields_and_doubles_nothing(
    store: Store, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.csv")
    import_file(store, path, options=GUESSED)
    assert queue_counts(store)[Queue.ALL] == 2
    report = import_file(store, path, options=BETTER)
    assert queue_counts(store)[Queue.ALL] == 2
    comment = review(store, numbers(store)["2"]).comment
    assert (comment.author, comment.parent_id, comment.thread_id) == ("ben", "1", "t")
    assert any("corrects it" in note for note in report.notes)
    assert [b.state for b in batches(store)] == ["finished", "replaced"]


def test_what_was_named_wrongly_and_is_named_no_more_is_gone(store: Store, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv")
    import_file(store, path, options=BETTER)
    import_file(store, path, options=with_mapping(BETTER, {"author": "", "parent_id": ""}))
    comment = review(store, numbers(store)["2"]).comment
    assert (comment.author, comment.parent_id, comment.thread_id) == (None, None, "t")


def test_a_thread_that_was_mapped_wrongly_moves(store: Store, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv")
    wrong = ReadOptions(mapping={"text": "words", "id": "key", "thread_id": "writer"})
    import_file(store, path, options=wrong)
    score(store, ScriptedPipeline())
    before = numbers(store)["2"]
    import_file(store, path, options=BETTER)
    assert numbers(store)["2"] == before
    assert review(store, before).comment.thread_id == "t"
    assert queue_counts(store)[Queue.ALL] == 2


def test_another_authors_text_under_a_stored_id_is_a_conflict(store: Store, tmp_path: Path) -> None:
    import_file(store, table(tmp_path / "a.csv"), options=BETTER)
    other = ROWS.replace("ben,t,It is open. h=0.9", "cem,t,Somebody else wrote this.")
    report = import_file(store, table(tmp_path / "b.csv", other), options=BETTER)
    assert (report.unchanged, report.revised, report.conflicting) == (1, 0, 1)
    assert adds_up(report)
    assert [q.position for q in report.quarantine] == ["comment 2"]


HARD = [
    {"id": "1", "author": "ann", "text": "Good."},
    {"id": "1", "author": "ben", "text": "Another's."},
    {"id": "2", "author": "ann", "text": "Votes.", "score": 2**63},
    {"id": "3", "author": "ann", "text": "Votes.", "up": 2**31},
    {"id": "x" * 1_000_000, "author": "ann", "text": "Long id."},
    {"id": "4", "author": "ann", "text": "Old.", "created_at": "0000-01-01T00:00:00"},
    {"id": "5", "author": "ann", "text": "Late.", "created_at": "12024-01-01T00:00:00"},
    {"id": "6", "author": "ann", "text": "Fine.", "created_at": "2024-01-01T00:00:00"},
    {"id": "7", "author": "ann", "text": ""},
]


def test_values_out_of_range_cost_their_record_only_and_the_counts_add_up(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "hard.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in HARD) + '{"id": "8", "te')
    report = import_file(store, path)
    assert (report.new, report.conflicting, report.quarantined) == (4, 1, 5)
    assert report.records == len(HARD) + 1
    assert adds_up(report)
    reasons = {q.position: q.reason for q in report.quarantine}
    assert "votes" in reasons["line 3"]
    assert "votes" in reasons["line 4"]
    assert "longer than" in reasons["line 5"]
    assert any("2 comments: the time lies outside" in sentence for sentence in report.notes)
    assert "line 10" in reasons


def test_a_mended_file_leaves_the_quarantine(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "1", "text": "Good."}) + "\n"
    path.write_text(good + '{"id": "2", "text": "half\n')
    report = import_file(store, path)
    assert quarantined(store)[1] == 1
    out = tmp_path / "q.csv"
    assert export_quarantine(store, out) == 1
    assert "a.jsonl,line 2," in out.read_text()
    path.write_text(good + json.dumps({"id": "2", "text": "Whole."}) + "\n")
    assert report.batch is not None
    assert retry(store, report.batch).new == 1
    assert quarantined(store)[1] == 0


@pytest.mark.parametrize("name", ["a.jsonl", "a-mended.jsonl"])
def test_a_mended_copy_of_any_name_adds_to_its_batch_and_doubles_nothing(
    store: Store, tmp_path: Path, name: str
) -> None:
    good = json.dumps({"id": "1", "text": "Good."}) + "\n"
    number = import_file(store, table(tmp_path / "a.jsonl", good + "{half\n")).batch
    assert number is not None
    (tmp_path / "mended").mkdir()
    copy = table(tmp_path / "mended" / name, good + json.dumps({"id": "2", "text": "Whole."}))
    report = retry(store, number, path=copy)
    assert (report.new, report.unchanged) == (1, 1)
    assert quarantined(store)[1] == 0


def test_another_file_of_the_same_name_leaves_the_quarantine_of_the_first(
    store: Store, tmp_path: Path
) -> None:
    for folder, content in (("may", "{half\n"), ("june", "")):
        (tmp_path / folder).mkdir()
        good = json.dumps({"id": folder, "text": f"Seen in {folder}."}) + "\n"
        import_file(store, table(tmp_path / folder / "a.jsonl", good + content))
    assert quarantined(store)[1] == 1


def test_pseudonyms_are_alike_in_every_import_and_no_name_is_kept(
    store: Store, tmp_path: Path
) -> None:
    import_file(store, table(tmp_path / "a.csv"), options=BETTER, pseudonymise=True)
    more = "key,writer,topic,words\n3,ben,t,Me again.\n"
    options = ReadOptions(
        mapping={"text": "words", "id": "key", "author": "writer", "thread_id": "topic"}
    )
    import_file(store, table(tmp_path / "b.csv", more), options=options, pseudonymise=True)
    of = {key: review(store, number).comment for key, number in numbers(store).items()}
    assert of["2"].author == of["3"].author
    assert of["2"].author != of["1"].author
    assert "ben" not in str(of["2"].author)


def test_a_record_under_pseudonyms_keeps_no_name_of_anybody(store: Store, tmp_path: Path) -> None:
    row = {
        "id": "c1", "thread_id": "t", "text": "Yes.", "author": "Ben", "likes": 3, "flair": "blue",
        "reply_to_name": "Zora", "in_reply_to_screen_name": "Zora", "mod": {"by": "Zora", "at": 1},
        "replies_shown": [{"user": {"label": "Zora"}, "n": 2}], "parent_author": "Zora",
    }  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row) + "\n")
    summary = import_file(store, path, pseudonymise=True)
    with store.read() as session:
        record = session.scalars(select(CommentRawTable.record)).one()
    assert record == {
        "id": "c1", "thread_id": "t", "likes": 3, "flair": "blue", "mod.at": 1,
        "replies_shown": [{"n": 2}],
    }  # fmt: skip
    assert summary.reading is not None
    dropped = {use.column for use in summary.reading.columns if use.field == "dropped"}
    assert dropped == {"reply_to_name", "in_reply_to_screen_name", "mod.by", "parent_author"}
