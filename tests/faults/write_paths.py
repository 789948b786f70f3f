"""Every way in which this program writes, as an act that can be done again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deciding import decide, undo_last
from scripted import EVEN, ScriptedPipeline, filled, numbers, write_comments

from analysis.domain.annotation import Selection
from analysis.domain.decision import Action, state_of
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Threshold
from analysis.services.admin.backups import backup
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.erasure import erase_comment
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.bulk_decisions import decide_many, undo_batch
from analysis.services.moderation.review import review
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.queue_index import index

COMMENTS = 120


@dataclass(slots=True)
class Work:
    """A store with comments to work on; ``turn`` makes every act a new one."""

    store: Store
    folder: Path
    ids: list[int]
    turn: int = 0

    def next_id(self) -> int:
        """Another comment each time."""
        return self.ids[self.turn % len(self.ids)]


Act = Callable[[Work], object]


def prepared(store: Store, folder: Path) -> Work:
    """A store with comments, findings, an annotation set, and a file of reports."""
    ids = filled(store, folder, [f"Comment {n} h=0.{n % 10}" for n in range(COMMENTS)])
    made = create_set(store, "a", labels=["generalization"], guideline="g", person="rita")
    add_items(store, made.id, selection=Selection.RANDOM, count=COMMENTS, person="rita")
    return Work(store, folder, list(ids.values()))


def _import(work: Work) -> object:
    texts = {f"n{work.turn}-{n}": f"New {work.turn} {n} h=0.{n % 10}" for n in range(40)}
    path = write_comments(work.folder / "new.jsonl", texts, thread_id=f"thread {work.turn}")
    return import_file(work.store, path)


def _decide(work: Work) -> object:
    number = work.next_id()
    seen = review(work.store, number).decisions
    action = Action.APPROVE if state_of(seen).value != "approved" else Action.REJECT
    last = max((one.sequence for one in seen), default=0)
    return decide(work.store, number, action, person="anna", seen_sequence=last)


def _undo(work: Work) -> object:
    return undo_last(work.store, person="anna") or _decide(work)


def _bulk(work: Work) -> object:
    texts = {f"b{work.turn}-{n}": f"Many {work.turn} {n} h=0.9" for n in range(30)}
    path = write_comments(work.folder / "many.jsonl", texts, thread_id=f"thread {work.turn}")
    import_file(work.store, path)
    known = numbers(work.store)
    ids = [known[key] for key in texts]
    batch = decide_many(work.store, ids, Action.REJECT, person="ben", reason_code="other")
    return undo_batch(work.store, batch, person="ben")


def _annotate(work: Work) -> object:
    person = f"rita{work.turn // COMMENTS}"
    item = next_item(work.store, 1, person=person)
    assert item is not None
    said = Judgement(label="generalization", answer=Answer.NO, person=person)
    return annotate(work.store, item.id, said)


def _publish(work: Work) -> object:
    edge = 0.5 + (work.turn % 40) / 100
    thresholds = {**EVEN, "possible_hostility": Threshold(flag_at=edge, clear_below=0.3)}
    return publish_profile(work.store, thresholds, person="anna", reason=f"turn {work.turn}")


def _report(work: Work) -> object:
    path = work.folder / "reports.csv"
    path.write_text(
        "comment_id,reporter,reason\n"
        + "".join(f"c{n + 1},reader{work.turn},abusive\n" for n in range(20))
    )
    return import_reports(work.store, path)


def _score(work: Work) -> object:
    return score(work.store, ScriptedPipeline(str(work.turn)), again=True)


def _erase(work: Work) -> object:
    key = f"e{work.turn}"
    import_file(work.store, write_comments(work.folder / "e.jsonl", {key: "To go h=0.9"}))
    return erase_comment(work.store, numbers(work.store)[key], person="dora", reason="asked")


def _export(work: Work) -> object:
    return export(work.store, work.folder / "out.jsonl", format="jsonl", overwrite=True)


def _rebuild(work: Work) -> object:
    with work.store.write() as session:
        index.rebuild(session, profile_in(session))
        log(session, "anna", "rebuild_queue", detail={"turn": work.turn})
    return None


PATHS: Mapping[str, Act] = {
    "import": _import,
    "score": _score,
    "decide": _decide,
    "undo": _undo,
    "bulk": _bulk,
    "annotate": _annotate,
    "publish": _publish,
    "report": _report,
    "erase": _erase,
    "export": _export,
    "rebuild": _rebuild,
    "backup": lambda w: backup(w.store, w.folder / f"copy{w.turn}.db"),
}
"""By name. Each runs in transactions of its own and may be stopped at any byte."""
