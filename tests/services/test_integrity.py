"""What was changed behind the program's back is found, and nothing is where nothing was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide, undo_last
from scripted import EVEN, ScriptedPipeline, filled, numbers, write_comments
from tampering import flip_a_bit, path_of, tamper

from analysis.domain.annotation import EvidenceFeedback, Feedback, Selection
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.integrity import Checkpoint, DatabaseCheck
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Threshold
from analysis.domain.span import Span
from analysis.services.admin import checkpoints
from analysis.services.admin.integrity import check, verify_audit
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.erasure import erase_comment
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.bulk_decisions import decide_many, undo_batch
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.audit import now
from analysis.storage.database import Store, open_store
from analysis.storage.evidence_feedback import add_feedback
from analysis.storage.queue_index.publication import Publication, keep

TEXTS = {
    "c1": "Kim, the tram stops at Wolfgangsee h=0.9",
    "c2": "A quiet word about timetables h=0.1",
    "c3": "Quote what you like g=0.8",
    "c4": "It never rains on the tram h=0.5",
}


def _work(store: Store, folder: Path) -> Store:
    """Two decisions, two revisions, an erasure, an annotation, a profile, a report."""
    ids = filled(store, folder, TEXTS, author="Zora Q")
    decide(store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0, note="sharp")
    decide(store, ids["c2"], Action.APPROVE, person="ben", seen_sequence=0)
    import_file(store, write_comments(folder / "b.jsonl", {"c2": "Edited since h=0.2"}))
    score(store, ScriptedPipeline())
    erase_comment(store, ids["c3"], person="dora", reason="asked")
    made = create_set(store, "a", labels=["generalization"], guideline="g", person="rita")
    add_items(store, made.id, selection=Selection.RANDOM, count=2, person="rita")
    item = next_item(store, made.id, person="rita")
    assert item is not None
    no = Judgement(label="generalization", answer=Answer.NO, person="rita", note="plain")
    annotate(store, item.id, no)
    word = EvidenceFeedback(
        comment_id=ids["c1"],
        label="possible_hostility",
        facet="",
        span=Span(0, 3),
        verdict=Feedback.REJECT,
        scorer="rules",
        person="anna",
        created_at=now(),
    )
    with store.write() as session:
        add_feedback(session, word, revision=1)
    (folder / "reports.csv").write_text("comment_id,reporter,reason\nc4,reader,abusive\n")
    import_reports(store, folder / "reports.csv")
    publish_profile(
        store, {**EVEN, "generalization": Threshold(0.9, 0.1)}, person="anna", reason="stricter"
    )
    return store


@pytest.fixture(scope="module")
def worked_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that people have worked with, made once and copied."""
    folder = tmp_path_factory.mktemp("worked")
    shutil.copy(sqlite_template, folder / "worked.db")
    store = _work(open_store(f"sqlite:///{folder / 'worked.db'}"), folder)
    assert check(store, note=False).faults == ()
    store.flush_log()
    store.close()
    return folder / "worked.db"


@pytest.fixture
def worked(worked_file: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(worked_file, tmp_path / "worked.db")
    store = open_store(f"sqlite:///{tmp_path / 'worked.db'}")
    yield store
    store.close()


def _found(report: DatabaseCheck) -> set[tuple[str, str]]:
    return {(fault.check, fault.row) for fault in report.faults}


def test_lawful_work_of_every_kind_leaves_nothing_to_find(store: Store, tmp_path: Path) -> None:
    ids = filled(store, tmp_path, TEXTS, author="Zora Q")
    assert check(store).faults == ()
    decide(store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0)
    undo_last(store, person="anna")
    batch = decide_many(
        store, list(ids.values()), Action.APPROVE, person="ben", reason_code="other"
    )
    undo_batch(store, batch, person="ben")
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c2": "Edited h=0.3", "c9": "New"}))
    score(store, ScriptedPipeline())
    score(store, ScriptedPipeline("2"), again=True)
    publish_profile(
        store, {**EVEN, "generalization": Threshold(0.9, 0.1)}, person="anna", reason="stricter"
    )
    for key in ("c1", "c9"):
        erase_comment(store, numbers(store)[key], person="dora", reason="asked")
    import_file(store, tmp_path / "b.jsonl")
    export(store, tmp_path / "out.jsonl", format="jsonl")
    report = check(store)
    assert report.faults == ()
    assert report.outstanding == ()
    assert report.looked_at["texts"] == 4
    assert report.looked_at["comments"] == 5
    assert report.chain_position > 20


@pytest.mark.parametrize("erased", [("c4",), ("c3", "c4"), ("c1",), ("c4", "c1", "c2", "c3")])
def test_what_is_read_after_an_erasure_is_no_fault_and_may_be_erased_too(
    store: Store, tmp_path: Path, erased: tuple[str, ...]
) -> None:
    filled(store, tmp_path, TEXTS)
    for key in erased:
        erase_comment(store, numbers(store)[key], person="dora", reason="asked")
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c8": "New", "c9": "Newer"}))
    assert check(store, note=False).faults == ()
    here = numbers(store)
    for key in sorted(here):
        if key not in erased:
            erase_comment(store, here[key], person="dora", reason="asked")
    assert check(store, note=False).faults == ()


# What was done, how, and where it must be found. Every row leaves the guards as they were.
TAMPERED: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "text": (
        ("UPDATE comment_text SET text = 'Other words' WHERE comment_id = 1",),
        ("texts", "comment 1, revision 1"),
    ),
    "text and its hash": (
        ("UPDATE comment_text SET sha256 = '" + "0" * 64 + "' WHERE comment_id = 1",),
        ("chain", "texts 1 to 4"),
    ),
    "text gone": (("DELETE FROM comment_text WHERE comment_id = 4",), ("chain", "texts 1 to 4")),
    "the only text gone": (
        ("DELETE FROM comment_text WHERE comment_id = 4",),
        ("texts", "comment 4"),
    ),
    "decision changed": (
        ("UPDATE decision SET action = 'approve' WHERE comment_id = 1",),
        ("chain", "decision 1"),
    ),
    "decision's note": (
        ("UPDATE decision SET note = 'mild' WHERE comment_id = 1",),
        ("chain", "decision 1"),
    ),
    "decision deleted": (("DELETE FROM decision WHERE comment_id = 2",), ("chain", "decision 2")),
    "decision forged": (
        (
            "INSERT INTO decision (id, comment_id, sequence, action, person, decided_at, "
            "reason_code, note, revision) "
            "VALUES (77, 4, 1, 'reject', 'ben', '2026-01-01 00:00:00', '', '', 1)",
        ),
        ("chain", "decision 77"),
    ),
    "audit row deleted": (("DELETE FROM audit_event WHERE id = 3",), ("chain", "audit event 3")),
    "audit row changed": (
        ("UPDATE audit_event SET person = 'nobody' WHERE id = 2",),
        ("chain", "audit event 2"),
    ),
    "audit row forged": (
        (
            "INSERT INTO audit_event (id, at, person, action, detail) "
            "VALUES (77, '2026-01-01 00:00:00', 'ben', 'export', '{}')",
        ),
        ("chain", "audit event 77"),
    ),
    "erasure forged": (
        (
            "INSERT INTO erasure (id, comment_id, revision, sha256, read_at, person, reason, "
            "erased_at) VALUES (77, 4, 1, '" + "0" * 64 + "', '2026-01-01 00:00:00', 'x', 'y', "
            "'2026-01-01 00:00:00')",
        ),
        ("chain", "erasure 77"),
    ),
    "finding": (
        ("UPDATE label_result SET probability = 0.01 WHERE label = 'possible_hostility'",),
        ("findings", "comment 1, analysis 1"),
    ),
    "finding, in every place": (
        (
            "UPDATE label_result SET facets = 'praise' WHERE analysis_id = 1 "
            "AND label = 'possible_hostility'",
        ),
        ("chain", "analyses 1 to 4"),
    ),
    "finding's document": (
        ("UPDATE analysis_document SET body = (SELECT body FROM analysis_document d "
         "WHERE d.analysis_id = 2) WHERE analysis_id = 1",),
        ("findings", "comment 1, analysis 1"),
    ),
    "comment": (
        ("UPDATE comment SET author = 'Somebody else' WHERE id = 4",),
        ("chain", "texts 1 to 4"),
    ),
    "comment's place": (("UPDATE comment SET position = 9 WHERE id = 4",), ("queue", "comment 4")),
    "queue": (
        ("UPDATE queue_entry SET queue = 'clear' WHERE comment_id = 4",),
        ("queue", "comment 4"),
    ),
    "queue's label": (
        ("UPDATE queue_label SET probability = 0.0 WHERE comment_id = 4",),
        ("queue", "comment 4"),
    ),
    "kept count": (
        ("UPDATE queue_count SET comments = 99 WHERE queue = 'decided'",),
        ("kept counts", "queue_count 1, decided"),
    ),
    "annotation": (
        ("UPDATE annotation SET judgement = 'yes' WHERE id = 1",),
        ("chain", "annotation 1"),
    ),
    "annotation's note": (
        ("UPDATE annotation SET note = 'sharp' WHERE id = 1",),
        ("chain", "annotation 1"),
    ),
    "annotation gone": (("DELETE FROM annotation WHERE id = 1",), ("chain", "annotation 1")),
    "annotation forged": (
        (
            "INSERT INTO annotation (id, item_id, label, person, kind, sequence, judgement, "
            "facets, spans, note, created_at) VALUES (77, 1, 'generalization', 'ben', 'vote', 1, "
            "'yes', '[]', '[]', '', '2026-01-01 00:00:00')",
        ),
        ("chain", "annotation 77"),
    ),
    "annotation moved to another comment": (
        ("UPDATE annotation_item SET comment_id = 3 WHERE id = 1",),
        ("chain", "annotation items 1 to 2"),
    ),
    "word on a passage": (
        ("UPDATE evidence_feedback SET verdict = 'confirm' WHERE id = 1",),
        ("chain", "feedback on evidence 1"),
    ),
    "profile": (
        ("UPDATE profile SET thresholds = replace(thresholds, '0.9', '0.95') WHERE id = 3",),
        ("chain", "profile 3"),
    ),
    "profile forged": (
        (
            "INSERT INTO profile (id, name, version, shadow, thresholds, reason, author) "
            "SELECT 77, name, 9, shadow, thresholds, reason, author FROM profile WHERE id = 3",
        ),
        ("chain", "profile 77"),
    ),
    "run": (("UPDATE run SET person = 'nobody' WHERE id = 1",), ("chain", "run 1")),
    "import": (("UPDATE import_file SET file = 'x' WHERE id = 2",), ("chain", "import 2")),
    "import gone": (("DELETE FROM import_file WHERE id = 2",), ("chain", "import 2")),
    "record": (
        (
            "UPDATE comment_raw SET record = (SELECT record FROM comment_raw r WHERE "
            "r.text_id = 2) WHERE text_id = 1",
        ),
        ("chain", "records of texts 1 to 4"),
    ),
    "user report": (
        ("UPDATE reader_report SET reason = 'spam' WHERE id = 1",),
        ("chain", "user reports 1 to 1"),
    ),
    "user report gone": (("DELETE FROM reader_report",), ("chain", "user reports 1 to 1")),
    "two decisions in the other order": (
        (
            "UPDATE decision SET id = 99 WHERE comment_id = 1",
            "UPDATE decision SET id = 1 WHERE comment_id = 2",
            "UPDATE decision SET id = 2 WHERE comment_id = 1",
        ),
        ("chain", "decision 1"),
    ),
    "link gone": (("DELETE FROM chain_link WHERE position = 5",), ("chain", "link 6")),
    "link changed": (
        ("UPDATE chain_link SET content_sha256 = '" + "0" * 64 + "' WHERE position = 5",),
        ("chain", "link 5"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_found_with_its_row(worked: Store, kind: str) -> None:
    statements, where = TAMPERED[kind]
    tamper(worked, *statements)
    assert where in _found(check(worked))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE decision SET decided_at = 'yesterday' WHERE id = 1", "chain"),
        ("UPDATE audit_event SET detail = '{' WHERE id = 2", "chain"),
        ("UPDATE profile SET thresholds = '{' WHERE id = 3", "queue"),
        ("UPDATE profile SET thresholds = '[]' WHERE id = 3", "queue"),
        ("UPDATE chain_link SET last_id = 'many' WHERE position = 4", "chain"),
        ("UPDATE chain_link SET kind = 'other' WHERE position = 4", "chain"),
        ("UPDATE comment_raw SET record = x'00' WHERE text_id = 1", "chain"),
        ("UPDATE analysis_document SET body = 'words' WHERE analysis_id = 1", "findings"),
        ("UPDATE queue_entry SET created_at = 'soon' WHERE comment_id = 1", "queue"),
        ("UPDATE comment_text SET text = x'ff' WHERE comment_id = 1", "texts"),
        ("UPDATE comment_text SET read_at = 'x' WHERE comment_id = 1", "chain"),
        ("UPDATE comment SET created_at = 'x' WHERE id = 1", "chain"),
    ],
)
def test_what_can_not_be_read_is_a_fault_and_stops_no_other_check(
    worked: Store, statement: str, name: str
) -> None:
    tamper(worked, statement, *TAMPERED["finding"][0])
    report = check(worked)
    assert name in {fault.check for fault in report.faults}
    assert TAMPERED["finding"][1] in _found(report) or name == "findings"
    assert "words" not in str(report.faults)


@pytest.mark.postgres
def test_tampering_is_found_in_postgresql_too(postgres_store: Store, tmp_path: Path) -> None:
    worked = _work(postgres_store, tmp_path)
    assert check(worked).faults == ()
    kinds = ("text", "decision changed", "decision forged", "audit row deleted", "erasure forged",
             "finding", "queue", "kept count", "link gone", "annotation", "profile", "run",
             "annotation moved to another comment", "import", "record", "user report",
             "word on a passage")  # fmt: skip
    for kind in kinds:
        tamper(worked, *TAMPERED[kind][0])
    assert {TAMPERED[kind][1] for kind in kinds} <= _found(check(worked))


GUARDS_CHANGED = {
    "gone": ("DROP TRIGGER decision_no_delete", "DROP TRIGGER decision_no_delete ON decision"),
    "weaker": (
        "DROP TRIGGER decision_no_delete; CREATE TRIGGER decision_no_delete BEFORE DELETE ON "
        "decision WHEN old.id > 99 BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
        "ALTER TABLE decision DISABLE TRIGGER decision_no_delete",
    ),
    "another": (
        "CREATE TRIGGER helpful BEFORE INSERT ON queue_facet BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER helpful BEFORE INSERT ON queue_facet "
        "FOR EACH ROW EXECUTE FUNCTION moderato_refuse('no')",
    ),
}


def test_a_flipped_bit_is_found(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    flip_a_bit(sqlite_store, b"Wolfgangsee h=0.9")
    assert ("texts", "comment 1, revision 1") in _found(check(sqlite_store))


@pytest.mark.parametrize("change", GUARDS_CHANGED)
def test_a_guard_that_is_not_the_one_made_is_found(store: Store, change: str) -> None:
    sqlite, postgresql = GUARDS_CHANGED[change]
    with store.engine.begin() as connection:
        if store.dialect == "sqlite":
            for statement in sqlite.split("; ", 1) if change == "weaker" else [sqlite]:
                connection.exec_driver_sql(statement)
        else:
            connection.exec_driver_sql(postgresql)
    name = "helpful" if change == "another" else "decision_no_delete"
    assert ("guards", f"trigger {name}") in _found(check(store, note=False))


@pytest.mark.postgres
def test_a_function_behind_the_guards_is_looked_at(postgres_store: Store) -> None:
    with postgres_store.engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE OR REPLACE FUNCTION moderato_refuse() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN new; END $$"
            )
        )
    assert ("guards", "function moderato_refuse") in _found(check(postgres_store))


def test_an_older_file_put_back_is_found_by_a_checkpoint(
    sqlite_store: Store, tmp_path: Path
) -> None:
    ids = filled(sqlite_store, tmp_path, TEXTS)
    sqlite_store.flush_log()
    shutil.copy(path_of(sqlite_store), tmp_path / "older.db")
    decide(sqlite_store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0)
    taken = checkpoints.take(sqlite_store)
    sqlite_store.close()
    shutil.copy(tmp_path / "older.db", path_of(sqlite_store))
    back = open_store(sqlite_store.url)
    assert check(back).faults == ()  # in itself it is whole
    (fault,) = check(back, checkpoint=taken).faults
    assert (fault.check, fault.row) == ("checkpoint", f"link {taken.position}")
    assert "an older file was put back" in fault.what
    back.close()


def test_a_chain_made_anew_is_found_by_a_checkpoint(worked: Store) -> None:
    taken = checkpoints.take(worked)
    assert verify_audit(worked, checkpoint=taken).faults == ()
    other = Checkpoint(taken.position, "f" * 64, taken.at)
    (fault,) = verify_audit(worked, checkpoint=other).faults
    assert "another one than the checkpoint" in fault.what


def test_a_database_that_can_not_be_written_is_checked_all_the_same(worked: Store) -> None:
    store = open_store(f"sqlite:///file:{path_of(worked)}?mode=ro&uri=true")
    report = check(store)
    assert report.faults == ()
    assert "not noted" in report.left_out[0]
    assert "not noted" in verify_audit(store).not_noted
    store.close()


def test_a_publication_that_is_said_to_be_under_way_hides_no_check_in_silence(
    worked: Store,
) -> None:
    thresholds = active_profile(worked).thresholds
    with worked.write() as session:
        keep(session, Publication("forged", thresholds, thresholds, now()))
    tamper(worked, *TAMPERED["kept count"][0])
    (left_out,) = check(worked).left_out
    assert left_out.startswith("a publication of thresholds is under way, last seen at 20")
    assert "kept counts" in left_out


def test_a_faulty_queue_is_made_anew_and_only_then(worked: Store) -> None:
    assert not check(worked, rebuild=True).rebuilt
    tamper(worked, *TAMPERED["queue"][0], *TAMPERED["kept count"][0])
    assert check(worked, rebuild=True).rebuilt
    assert check(worked).faults == ()


def test_an_export_refuses_a_text_that_is_not_the_one_read(worked: Store, tmp_path: Path) -> None:
    tamper(worked, *TAMPERED["text"][0])
    with pytest.raises(BadInput, match="comment number 1 does not match its SHA-256") as refused:
        export(worked, tmp_path / "out.jsonl", format="jsonl")
    assert "Other words" not in str(refused.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_checkpoint_file_is_signed_and_never_overwritten(worked: Store, tmp_path: Path) -> None:
    key, file = b"0123456789abcdef", tmp_path / "checkpoint.json"
    taken = checkpoints.take(worked, key=key)
    checkpoints.write(taken, file)
    assert checkpoints.read(file, key) == taken
    with pytest.raises(BadInput, match="never overwritten"):
        checkpoints.write(taken, file)
    with pytest.raises(BadInput, match="signature"):
        checkpoints.read(file, b"another key of length")
    file.write_text(file.read_text().replace(f'"position": {taken.position}', '"position": 3'))
    with pytest.raises(BadInput, match="signature"):
        checkpoints.read(file, key)
    assert checkpoints.from_line(checkpoints.line_of(taken)).sha256 == taken.sha256


def test_a_checkpoint_goes_into_no_link_device_or_place_beside_a_database(
    worked: Store, tmp_path: Path
) -> None:
    taken = checkpoints.take(worked)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    database = Path(worked.engine.url.database or "")
    for name in (tmp_path / "link", database.with_name(f"{database.name}-journal")):
        with pytest.raises(BadInput):
            checkpoints.write(taken, name)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("body", ["", "{}", "[1]", "null", "[" * 100_000, '{"format": 1}', "ü"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "c.json").write_text(body)
    with pytest.raises(BadInput, match="is no checkpoint of this program"):
        checkpoints.read(tmp_path / "c.json")


@pytest.mark.parametrize("line", ["", "12", "12:abc", "x:" + "0" * 64, "1:" + "G" * 64])
def test_a_line_that_is_no_checkpoint_is_refused(line: str) -> None:
    with pytest.raises(BadInput, match="as it was printed"):
        checkpoints.from_line(line)
