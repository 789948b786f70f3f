"""How the work stands, in numbers; and a line for each act, without anybody's words."""

import json
import logging
from pathlib import Path

import pytest
from deciding import decide
from scripted import ScriptedPipeline, filled, numbers, write_comments
from tampering import tamper

from analysis.domain.decision import Action
from analysis.services.admin.drift import drift
from analysis.services.admin.integrity import check, verify_audit
from analysis.services.admin.metrics import as_metrics
from analysis.services.admin.status import as_json, status
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.overview.home import home
from analysis.storage.act_log import LOG
from analysis.storage.audit import log
from analysis.storage.database import Store


def test_the_numbers_follow_the_work(store: Store, tmp_path: Path) -> None:
    ids = filled(store, tmp_path, {"a": "h=0.9", "b": "h=0.5", "c": "fine", "f": "h=fail"})
    now = status(store)
    assert (now.waiting, now.unscored, now.failed) == (3, 0, 1)
    assert now.oldest_waiting is not None
    assert now.oldest_waiting <= now.at
    assert (now.backup_at, now.chain_verified_at, now.checked_at) == (None, None, None)
    import_file(store, write_comments(tmp_path / "b.jsonl", {"n": "new"}))
    decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0)
    verify_audit(store)
    now = status(store)
    assert (now.waiting, now.unscored) == (2, 1)
    assert now.chain_verified_at is not None
    assert now.chain_length > 5
    for number in numbers(store).values():
        erase_comment(store, number, person="dora", reason="asked")
    now = status(store)
    assert (now.waiting, now.oldest_waiting, now.erasures_outstanding) == (0, None, 0)
    assert json.dumps(as_json(now))


@pytest.mark.parametrize(
    ("name", "failed"), [("f", 1), ("g", 1), ("a", 2)], ids=["one label", "two labels", "none"]
)
def test_what_was_erased_has_no_failure_that_somebody_could_mend(
    store: Store, tmp_path: Path, name: str, failed: int
) -> None:
    ids = filled(store, tmp_path, {"a": "h=0.9", "f": "h=fail", "g": "h=fail g=fail"})
    assert status(store).failed == 2
    erase_comment(store, ids[name], person="dora", reason="asked")
    score(store, ScriptedPipeline("2"), again=True)
    assert status(store).failed == home(store, person="local").failed == failed


def test_a_fault_that_was_found_is_remembered(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store, tmp_path, {"a": "h=0.9"})
    tamper(sqlite_store, "UPDATE audit_event SET person = 'nobody' WHERE id = 1")
    check(sqlite_store)
    now = status(sqlite_store)
    assert (now.chain_faults > 0, now.check_faults > 0) == (True, True)
    assert now.chain_verified_at == now.checked_at


QUEUE = "UPDATE queue_count SET comments = 99"
AUDIT = "UPDATE audit_event SET person = 'nobody' WHERE id = 1"


@pytest.mark.parametrize(
    ("changed", "rebuild", "chain_faults", "check_faults"),
    [
        ([QUEUE], False, 0, 1),
        ([QUEUE], True, 0, 0),
        ([AUDIT], False, 1, 1),
        ([AUDIT], True, 1, 1),
        ([QUEUE, AUDIT], False, 1, 2),
        ([QUEUE, AUDIT], True, 1, 1),
        ([], True, 0, 0),
    ],
)
def test_faults_are_the_chain_s_where_they_are_and_only_until_they_are_mended(
    sqlite_store: Store,
    tmp_path: Path,
    changed: list[str],
    rebuild: bool,
    chain_faults: int,
    check_faults: int,
) -> None:
    filled(sqlite_store, tmp_path, {"a": "h=0.9"})
    for statement in changed:
        tamper(sqlite_store, statement)
    check(sqlite_store, rebuild=rebuild)
    now = status(sqlite_store)
    assert (now.chain_faults, now.check_faults) == (chain_faults, check_faults)


def test_a_check_of_an_earlier_version_counts_as_it_did(store: Store) -> None:
    with store.write() as session:
        log(session, "local", "check_database", detail={"faults": 3, "position": 1, "sha256": "x"})
    now = status(store)
    assert (now.chain_faults, now.check_faults) == (3, 3)


def test_each_act_is_a_line_once_it_is_saved_and_no_text_is_in_it(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ids = filled(store, tmp_path, {"a": "Quillfeather h=0.9"}, author="Zora Q")
    with caplog.at_level(logging.INFO, logger=LOG.name):
        decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0, note="Quillfeather!")
        score(store, ScriptedPipeline("2"), again=True)
        with pytest.raises(RuntimeError), store.write() as session:  # noqa: PT012 (one act)
            log(session, "anna", "never_saved")
            raise RuntimeError
    lines = [json.loads(record.message) for record in caplog.records if record.name == LOG.name]
    assert lines[0]["action"] == "reject"
    assert (lines[0]["person"], lines[0]["comment_id"]) == ("anna", ids["a"])
    assert "never_saved" not in {line["action"] for line in lines}
    assert not any(word in caplog.text for word in ("Quillfeather", "Zora"))


def test_model_thresholds_and_drift_are_told_and_read_by_a_program(
    store: Store, tmp_path: Path
) -> None:
    texts = {f"c{n}": f"h={0.1 if n < 300 else 0.9}" for n in range(520)}
    filled(store, tmp_path, texts)
    now = status(store)
    assert now.scorers
    assert now.profile.startswith("default ")
    seen = {one.label: one for one in drift(store, newest=220, reference=300)}
    hostility = seen["possible_hostility"]
    assert (hostility.before, hostility.now) == (300, 220)
    assert (hostility.distance, hostility.scores_moved, hostility.flags_moved) == (1.0, True, True)
    assert hostility.flags is not None
    assert hostility.flags.value == 1.0
    few = {one.label: one for one in drift(store, newest=10, reference=500)}
    assert few["possible_hostility"].distance is None
    lines = as_metrics(now, list(seen.values())).splitlines()
    assert "moderato_waiting 220" in lines
    assert 'moderato_drifted{label="possible_hostility"} 1' in lines
    beginnings = ("# HELP moderato_", "# TYPE moderato_", "moderato_")
    assert all(line.startswith(beginnings) for line in lines)
