"""Erasing: the words are gone everywhere, their hash and the reason stay."""

import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide
from exported import exported
from scripted import ScriptedPipeline, filled, numbers, write_comments
from tampering import tamper
from test_decide import dump_cache

from analysis.domain.audit import AuditFilter
from analysis.domain.comment import erased_sha256, text_sha256
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.services.admin.audit_log import audit
from analysis.services.admin.integrity import check
from analysis.services.data import erasure as erasure_service
from analysis.services.data.erasure import erase_comment, outstanding
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.services.thresholds.profiles import active_profile
from analysis.storage import residue
from analysis.storage.database import Store, open_store
from analysis.storage.queue_index import index
from analysis.storage.tables import ErasureTable
from dashboard.texts import queue_words

SECRET = "Zanzibarbara lives at Quillfeather Lane h=0.9"


@pytest.fixture
def number(store: Store, tmp_path: Path) -> int:
    """A comment with two revisions, findings and a decision, beside another one."""
    texts = {"c1": SECRET, "c2": "Another comment h=0.8"}
    number = filled(store, tmp_path, texts, author="Zanzibarbara Q", email="zanzibar@example.org")[
        "c1"
    ]
    decide(store, number, Action.REJECT, person="anna", seen_sequence=0)
    edited = write_comments(tmp_path / "b.jsonl", {"c1": SECRET + " since yesterday"})
    import_file(store, edited)
    score(store, ScriptedPipeline())
    return number


def test_text_author_and_findings_are_gone_and_a_salted_hash_stays(
    store: Store, number: int
) -> None:
    erase_comment(store, number, person="dora", reason=" asked by its author ")
    view = review(store, number)
    assert (view.comment.text, view.comment.author) == ("", None)
    assert [r.text for r in view.revisions] == [None, None]
    # Only whoever has the text can show that it was this one.
    assert text_sha256(SECRET) not in {r.sha256 for r in view.revisions}
    with store.read() as session:
        kept = session.execute(
            sa.select(ErasureTable.salt, ErasureTable.sha256).order_by(ErasureTable.id)
        ).all()
    for (salt, sha256), text in zip(kept, (SECRET, f"{SECRET} since yesterday"), strict=True):
        assert sha256 == erased_sha256(salt or "", text_sha256(text))
    assert view.labels == {}
    assert queue_words(view.reasons) == "The text was erased on request"
    assert [d.action for d in view.decisions] == [Action.REJECT]
    assert review(store, numbers(store)["c2"]).comment.text == "Another comment h=0.8"


def test_it_is_in_no_queue_no_search_and_no_export(store: Store, number: int) -> None:
    erase_comment(store, number, person="dora", reason="asked")
    found = queue_page(store, QueueFilter(queue=Queue.ALL, text="quillfeather"))
    assert found.total == 0
    assert queue_counts(store)[Queue.FLAGGED] == 1
    assert [record["comment"]["id"] for record in exported(store)] == ["c2"]
    kept = dump_cache(store)
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    assert dump_cache(store) == kept


def test_reading_the_file_again_does_not_bring_it_back(
    store: Store, number: int, tmp_path: Path
) -> None:
    erase_comment(store, number, person="dora", reason="asked")
    report = import_file(store, tmp_path / "b.jsonl")
    assert (report.new, report.revised, report.erased) == (0, 0, 1)
    edited = write_comments(tmp_path / "c.jsonl", {"c1": "Quillfeather Lane once more"})
    assert import_file(store, edited).erased == 1
    assert score(store, ScriptedPipeline("2"), again=True).scored == 1  # the other one


def test_who_and_why_are_on_record(store: Store, number: int) -> None:
    erase_comment(store, number, person="dora", reason="asked")
    event = audit(store, AuditFilter(action="erase"), person="dora").events[0]
    assert (event.person, event.comment_id) == ("dora", number)
    assert event.detail == {"reason": "asked", "texts": 2}


def test_no_byte_of_it_is_left_in_the_file(sqlite_store: Store, tmp_path: Path) -> None:
    texts = {"c1": SECRET} | {f"d{n}": f"Filler number {n} about trams" for n in range(300)}
    number = filled(sqlite_store, tmp_path, texts, author="Zanzibarbara Q")["c1"]
    path = Path(str(sa.make_url(sqlite_store.url).database))
    sqlite_store.flush_log()
    assert b"uillfeather" in path.read_bytes()
    # Every filler has the same author here; in this test only the text is looked for.
    erase_comment(sqlite_store, number, person="dora", reason="asked")
    for file in path.parent.glob(path.name + "*"):
        assert b"uillfeather" not in file.read_bytes(), file.name


@pytest.mark.parametrize(
    ("which", "reason", "message"),
    [("known", " ", "needs a reason"), ("unknown", "asked", "no comment number 999")],
)
def test_an_erasure_needs_a_comment_and_a_reason(
    store: Store, number: int, which: str, reason: str, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        erase_comment(store, number if which == "known" else 999, person="dora", reason=reason)


def test_erasing_twice_and_deciding_on_nothing_are_refused(store: Store, number: int) -> None:
    erase_comment(store, number, person="dora", reason="asked")
    with pytest.raises(BadInput, match="was erased before"):
        erase_comment(store, number, person="dora", reason="asked")
    with pytest.raises(BadInput, match="nothing to decide"):
        decide(store, number, Action.APPROVE, person="anna", seen_sequence=1)


def _words_in_files(store: Store) -> list[str]:
    path = Path(str(sa.make_url(store.url).database))
    return [f.name for f in path.parent.glob(path.name + "*") if b"uillfeather" in f.read_bytes()]


def test_beside_an_open_reader_it_says_what_is_left_and_a_later_write_finishes_it(
    sqlite_store: Store, tmp_path: Path
) -> None:
    number = filled(sqlite_store, tmp_path, {"c1": SECRET, "c2": "Another"})["c1"]
    sqlite_store.flush_log()
    path = Path(str(sa.make_url(sqlite_store.url).database))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM comment_text").fetchone()
    began = time.monotonic()
    made = erase_comment(sqlite_store, number, person="dora", reason="asked")
    assert time.monotonic() - began < 20  # it waited 61 s once
    (left,) = made.outstanding
    assert (left.comment_id, "reads an older state" in left.where) == (number, True)
    assert _words_in_files(sqlite_store)  # it tells the truth
    report = check(sqlite_store)
    assert [one.comment_id for one in report.outstanding] == [number]
    assert report.faults == ()
    another = open_store(sqlite_store.url)  # any program that opens it knows
    reader.execute("COMMIT")
    reader.close()
    decide(another, numbers(another)["c2"], Action.APPROVE, person="anna", seen_sequence=0)
    assert _words_in_files(sqlite_store) == []
    assert check(another).outstanding == ()
    another.close()


def test_an_erasure_that_was_cut_off_is_outstanding_until_somebody_finishes_it(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words lie in the search index until that is merged; no other write says it is done."""
    texts = {"c1": SECRET} | {f"d{n}": f"Filler number {n} about trams" for n in range(300)}
    number = filled(sqlite_store, tmp_path, texts)["c1"]

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(erasure_service, "finish_erasures", cut_off)
        with pytest.raises(KeyboardInterrupt):
            erase_comment(sqlite_store, number, person="dora", reason="asked")
    sqlite_store.close()
    another = open_store(sqlite_store.url)
    for comment_id in (numbers(another)["d1"], numbers(another)["d2"]):
        decide(another, comment_id, Action.APPROVE, person="anna", seen_sequence=0)
    assert [left.comment_id for left in outstanding(another)] == [number]
    assert check(another).outstanding == ()
    assert _words_in_files(another) == []


@pytest.mark.postgres
def test_who_opens_postgresql_does_not_finish_an_erasure_by_writing(
    postgres_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filled(postgres_store, tmp_path, {"c1": SECRET, "c2": "Another"})["c1"]
    monkeypatch.setattr(residue, "vacuumed", lambda *_: False)
    assert erase_comment(postgres_store, number, person="dora", reason="asked").outstanding
    another = open_store(postgres_store.url)
    decide(another, numbers(another)["c2"], Action.APPROVE, person="anna", seen_sequence=0)
    assert [left.comment_id for left in outstanding(another)] == [number]
    another.close()


def test_without_a_reader_nothing_is_left(store: Store, number: int) -> None:
    made = erase_comment(store, number, person="dora", reason="asked")
    assert (made.texts, made.outstanding) == (2, ())
    assert check(store).outstanding == ()


@pytest.mark.parametrize("table", ["comment", "queue_entry", "comment_text"])
def test_where_the_name_stood_postgresql_is_vacuumed(store: Store, number: int, table: str) -> None:
    if store.dialect != "postgresql":
        pytest.skip("SQLite overwrites what is freed")
    erase_comment(store, number, person="dora", reason="asked")
    at = sa.text("SELECT last_vacuum FROM pg_stat_user_tables WHERE relname = :table")
    with store.engine.connect() as connection:
        assert connection.execute(at, {"table": table}).scalar_one() is not None


def test_an_erasure_does_not_hide_another_change(sqlite_store: Store, tmp_path: Path) -> None:
    """A range that no longer matches gets no newer link: the fault stays on record."""
    number = filled(sqlite_store, tmp_path, {"c1": SECRET, "c2": "Another"})["c1"]
    tamper(sqlite_store, "UPDATE comment SET author = 'Somebody else' WHERE id <> 1")
    erase_comment(sqlite_store, number, person="dora", reason="asked")
    assert [fault.row for fault in check(sqlite_store).faults if fault.check == "chain"]
