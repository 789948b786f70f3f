"""What new thresholds would leave for people: nothing that waits elsewhere, or for nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from deciding import decide
from scripted import filled, write_comments

from analysis.domain.decision import Action
from analysis.domain.profile import Threshold
from analysis.domain.review import Queue
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.queue import queue_counts
from analysis.services.thresholds.previews import preview
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store
from analysis.storage.queue_index import index
from analysis.storage.site_status import set_gone

HOSTILE = "possible_hostility"
SCORES = {"a": 1.0, "b": 0.9, "c": 0.7, "d": 0.69, "e": 0.3, "f": 0.29, "g": 0.0}


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Scores on and beside the even thresholds, and one that could not be scored."""
    texts = {key: f"h={score}" for key, score in SCORES.items()}
    return filled(store, tmp_path, texts | {"h": "h=none"})


def _leave(store: Store, folder: Path, number: int) -> None:
    """Its site no longer shows it."""
    with store.write() as session:
        set_gone(session, [number], gone=True)
        index.refresh(session, [number], active_profile(store))


def _edit(store: Store, folder: Path, number: int) -> None:
    """Its text is another now, which nobody has labelled."""
    import_file(store, write_comments(folder / "again.jsonl", {"b": "another text"}))


def _delete(store: Store, folder: Path, number: int) -> None:
    import_file(store, write_comments(folder / "again.jsonl", {"b": "[deleted]"}))


def _report(store: Store, folder: Path, number: int) -> None:
    path = folder / "reports.csv"
    path.write_text("comment_id,reporter\nb,ann\n")
    import_reports(store, path)


def _erase(store: Store, folder: Path, number: int) -> None:
    erase_comment(store, number, person="local", reason="asked for")


def _reject(store: Store, folder: Path, number: int) -> None:
    decide(store, number, Action.REJECT, person="anna", seen_sequence=0)


def _reject_and_erase(store: Store, folder: Path, number: int) -> None:
    _reject(store, folder, number)
    _erase(store, folder, number)


def _escalate(store: Store, folder: Path, number: int) -> None:
    decide(store, number, Action.ESCALATE, person="anna", seen_sequence=0)


@pytest.mark.parametrize(
    "happens", [_leave, _edit, _delete, _report, _erase, _reject, _reject_and_erase, _escalate]
)
@pytest.mark.parametrize("threshold", [Threshold(1.0, 1.0), Threshold(0.0, 0.0)])
def test_what_waits_elsewhere_or_for_nobody_moves_no_number_of_a_preview(
    store: Store,
    ids: dict[str, int],
    tmp_path: Path,
    happens: Callable[[Store, Path, int], None],
    threshold: Threshold,
) -> None:
    happens(store, tmp_path, ids["b"])
    shown = preview(store, {HOSTILE: threshold})
    assert shown.waiting_now == _machine_queues(store)
    publish_profile(store, {HOSTILE: threshold}, person="maria", reason="try")
    assert shown.waiting_then == _machine_queues(store)


@pytest.mark.parametrize(
    ("happens", "fewer"),
    [
        (_leave, 1),
        (_edit, 1),
        (_delete, 1),
        (_erase, 1),
        (_reject, 1),
        (_reject_and_erase, 1),
        (_report, 0),  # it waits for a person, as before
        (_escalate, 0),
    ],
)
def test_what_is_in_need_of_a_person_leaves_out_what_waits_for_nobody(
    store: Store,
    ids: dict[str, int],
    tmp_path: Path,
    happens: Callable[[Store, Path, int], None],
    fewer: int,
) -> None:
    happens(store, tmp_path, ids["b"])
    label = preview(store, {HOSTILE: Threshold(0.8, 0.5)}).labels[HOSTILE]
    below = {"now": 0.3, "then": 0.5}
    reached = {key: sum(score >= low for score in SCORES.values()) for key, low in below.items()}
    assert (label.open_now, label.open_then) == (reached["now"] - fewer, reached["then"] - fewer)
    # A preview of scores that none reaches counts nothing at all, and nothing less than that.
    none = preview(store, {HOSTILE: Threshold(1.0, 1.0)}).labels[HOSTILE]
    assert none.open_then == 1


def _machine_queues(store: Store) -> int:
    counts = queue_counts(store)
    return sum(counts[queue] for queue in (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED))
