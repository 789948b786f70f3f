"""A publication moves comments piece by piece: others write in between; it never ends halfway."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide
from scripted import filled
from sqlalchemy.orm import Session
from test_decide import dump_cache

from analysis.domain.decision import Action
from analysis.domain.errors import Unavailable
from analysis.domain.profile import Profile, Threshold
from analysis.services.admin.integrity import check
from analysis.services.admin.upgrade import upgraded_store
from analysis.services.thresholds import queue_moves
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.queue_index import index, moves, publication

HOSTILE = "possible_hostility"
THEN = {HOSTILE: Threshold(0.95, 0.9)}


@pytest.fixture
def ids(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nine comments, seven of which a publication of ``THEN`` moves, two at a time."""
    for name, value in (("FIRST_PIECE", 2), ("LARGEST_PIECE", 2), ("PAUSE_SECONDS", 0.0)):
        monkeypatch.setattr(queue_moves, name, value)
    texts = {f"c{n}": f"h=0.{n} g=0.1" for n in range(2, 10)} | {"quiet": "h=0.01"}
    numbers = filled(store, tmp_path, texts)
    return [numbers[f"c{n}"] for n in range(3, 10)]


def _publish(store: Store, at: int, act: object) -> Profile:
    """Publish ``THEN``; ``act`` is called when ``at`` comments have moved."""

    def progress(done: int, total: int | None) -> None:
        assert total == 7
        if done == at:
            act()  # type: ignore[operator]

    return publish_profile(store, THEN, person="maria", reason="try", progress=progress)


def _as_rebuilt(store: Store) -> bool:
    kept = dump_cache(store)
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    return dump_cache(store) == kept


@pytest.mark.parametrize("which", [0, -1])
def test_a_decision_between_two_pieces_holds_whether_its_comment_has_moved_or_not(
    store: Store, ids: list[int], which: int
) -> None:
    old = active_profile(store)

    def act() -> None:
        made = decide(store, ids[which], Action.REJECT, person="anna", seen_sequence=0)
        assert made.profile_version == old.version
        assert check(store, note=False).faults == ()

    new = _publish(store, 2, act)
    assert active_profile(store) == new
    assert new.version == old.version + 1
    assert _as_rebuilt(store)


def test_a_comment_that_is_worked_out_anew_meanwhile_follows_what_is_coming(
    store: Store, ids: list[int]
) -> None:
    def act() -> None:
        with store.write() as session:
            index.refresh(session, [ids[0], ids[-1]], active_profile(store))

    _publish(store, 4, act)
    assert _as_rebuilt(store)


@pytest.mark.parametrize("at", [0, 2, 7])
def test_one_that_is_stopped_leaves_every_comment_where_it_was(
    store: Store, ids: list[int], at: int
) -> None:
    before, old = dump_cache(store), active_profile(store)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _publish(store, at, stop)
    assert dump_cache(store) == before
    assert active_profile(store) == old
    assert check(store, note=False).faults == ()


def test_a_second_one_is_refused_while_the_first_is_under_way(store: Store, ids: list[int]) -> None:
    def second() -> None:
        with pytest.raises(Unavailable, match="being published just now"):
            publish_profile(store, {}, person="maria", reason="at the same time")

    _publish(store, 2, second)
    assert _as_rebuilt(store)


@pytest.mark.parametrize("kills", [1, 2])
def test_one_that_was_killed_is_moved_back_when_it_gives_no_sign_of_life(
    store: Store, ids: list[int], monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    before, old = dump_cache(store), active_profile(store)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(queue_moves, "_move_back", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            _publish(store, 4, killed)
    assert dump_cache(store) != before
    assert check(store, note=False).faults == ()
    with pytest.raises(Unavailable):  # whoever did it may still be at work
        publish_profile(store, {}, person="maria", reason="too soon")

    monkeypatch.setattr(queue_moves, "now", lambda: now() + timedelta(minutes=1))
    if kills == 2:
        with monkeypatch.context() as patched:
            patched.setattr(publication, "end", killed)
            with pytest.raises(KeyboardInterrupt):
                queue_moves.settle(store)
        monkeypatch.setattr(queue_moves, "now", lambda: now() + timedelta(minutes=3))
    upgraded_store(store.url).close()
    assert dump_cache(store) == before
    assert active_profile(store) == old
    assert not queue_moves.settle(store)


def test_whoever_lost_the_work_to_another_program_stops(store: Store, ids: list[int]) -> None:
    before = dump_cache(store)

    def taken_over() -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(queue_moves, "now", lambda: now() + timedelta(minutes=1))
            assert queue_moves.settle(store)

    with pytest.raises(Unavailable, match="has undone this publication"):
        _publish(store, 2, taken_over)
    assert dump_cache(store) == before


def test_a_piece_names_its_comments_in_one_value_and_leaves_the_queue_of_those_that_stay(
    sqlite_store: Store, tmp_path: Path
) -> None:
    """A parameter for each took longer to compile than its comment to move."""
    texts = {f"c{n}": "h=0.5 g=0.1" for n in range(20)} | {"both": "h=0.5 g=0.9"}
    numbers = filled(sqlite_store, tmp_path, texts)
    first = active_profile(sqlite_store).thresholds
    asked: list[tuple[str, object]] = []

    def keep(_c: object, _cu: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    sa.event.listen(sqlite_store.engine, "before_cursor_execute", keep)
    with sqlite_store.write() as session:
        moves.move(session, sorted(numbers.values()), first, first | THEN)
    sa.event.remove(sqlite_store.engine, "before_cursor_execute", keep)
    selects = [len(p) for s, p in asked if s.startswith("SELECT")]  # type: ignore[arg-type]
    assert max(selects) < 10
    updates = [(s, p) for s, p in asked if s.startswith("UPDATE queue_entry")]
    moved = {("queue=" in s.replace(" ", "")): p for s, p in updates}
    assert str(numbers["both"]) in str(moved[False])
    assert str(numbers["c7"]) in str(moved[True])


@pytest.mark.postgres
def test_on_postgresql_a_piece_is_one_statement_for_each_kind_of_move(
    postgres_store: Store, tmp_path: Path
) -> None:
    """One for each place that comments go to, and one for each count, took half as long again."""
    texts = {f"c{n}": f"h=0.{n} g=0.1" for n in range(2, 10)} | {"both": "h=0.5 g=0.9"}
    numbers = filled(postgres_store, tmp_path, texts)
    first = active_profile(postgres_store).thresholds
    asked: list[str] = []

    def keep(_c: object, _cu: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(postgres_store.engine, "before_cursor_execute", keep)
    with postgres_store.write() as session:
        moves.move(session, sorted(numbers.values()), first, first | THEN)
    sa.event.remove(postgres_store.engine, "before_cursor_execute", keep)
    assert sum(statement.startswith("UPDATE queue_entry") for statement in asked) == 2
    assert len(asked) < 15


@pytest.mark.postgres
def test_on_postgresql_pieces_are_not_waited_for_on_the_disk_and_the_profile_is(
    postgres_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(postgres_store, tmp_path, {f"c{n}": f"h=0.{n} g=0.1" for n in range(2, 10)})
    commits: list[str] = []
    real = publication.go_on, publication.end

    def noted(session: Session) -> None:
        commits.append(session.execute(sa.text("SHOW synchronous_commit")).scalar_one())

    def go_on(session: Session, *rest: object) -> None:
        noted(session)
        real[0](session, *rest)  # type: ignore[arg-type]

    def end(session: Session) -> None:
        noted(session)
        real[1](session)

    monkeypatch.setattr(publication, "go_on", go_on)
    monkeypatch.setattr(publication, "end", end)
    publish_profile(postgres_store, THEN, person="maria", reason="try")
    assert commits == ["off", "on"]


@pytest.mark.postgres
def test_on_postgresql_a_change_of_the_pattern_alone_touches_no_index(
    postgres_store: Store, tmp_path: Path
) -> None:
    numbers = filled(postgres_store, tmp_path, {f"c{n}": "h=0.5 g=0.9" for n in range(40)})
    first = active_profile(postgres_store).thresholds
    counted = sa.text(
        "SELECT pg_stat_get_xact_tuples_updated(c), pg_stat_get_xact_tuples_hot_updated(c) "
        "FROM (SELECT 'queue_entry'::regclass AS c) AS of"
    )
    with postgres_store.write() as session:
        before = session.execute(counted).one()
        moves.move(session, sorted(numbers.values()), first, first | THEN)
        after = session.execute(counted).one()
        room = sa.text("SELECT reloptions FROM pg_class WHERE relname = 'queue_entry'")
        assert session.execute(room).scalar_one() == ["fillfactor=85"]
    assert (after[0] - before[0], after[1] - before[1]) == (40, 40)
