"""No hash that is left after an erasure tells whether a guessed text was the one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from scripted import numbers, write_comments

from analysis.domain.errors import Conflict
from analysis.ingest import ReadOptions
from analysis.services.data.batches import batches
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.data.remapping import remap
from analysis.services.data.tried_comments import keep_trial
from analysis.services.data.watching import Watch, waiting_files
from analysis.services.site.trial import Trial
from analysis.storage.database import Store
from analysis.storage.hash_salts import salted
from analysis.storage.tables import Table

GUESS = "You are a moron"


def _values(store: Store) -> Iterator[tuple[str, str]]:
    with store.engine.connect() as connection:
        for table in Table.metadata.sorted_tables:
            names = ", ".join(column.name for column in table.columns)
            for row in connection.execute(sa.text(f"SELECT {names} FROM {table.name}")):
                for column, value in zip(table.columns, row, strict=True):
                    yield f"{table.name}.{column.name}", str(value)


def _confirming(store: Store, guesses: list[bytes]) -> set[str]:
    """The columns that hold a hash of a guess, plain or under any value that is in the database."""
    values = list(_values(store))
    salts = {value for _, value in values if len(value) == 32}
    shas = {hashlib.sha256(guess).hexdigest() for guess in guesses}
    hashes = shas | {salted([salt], sha) for sha in shas for salt in salts}
    # The erasure's own hash is one that whoever has the text may hold against it.
    here = {where for where, value in values if any(sha[:16] in value for sha in hashes)}
    return here - {"erasure.sha256"}


def _one_comment(folder: Path) -> Path:
    return write_comments(folder / "one.jsonl", {"c1": GUESS}, author="Zora")


def test_the_hash_of_its_file(store: Store, tmp_path: Path) -> None:
    path = _one_comment(tmp_path)
    import_file(store, path)
    import_file(store, path)  # the same file, by another batch
    assert _confirming(store, [path.read_bytes()]) == {"import_file.digest"}
    erase_comment(store, numbers(store)["c1"], person="dora", reason="asked")
    assert _confirming(store, [path.read_bytes()]) == set()


def test_the_hash_of_a_file_that_was_read_otherwise_later(store: Store, tmp_path: Path) -> None:
    path = _one_comment(tmp_path)
    number = import_file(store, path).batch
    assert number is not None
    remap(store, number, mapping={"author": "id"})
    erase_comment(store, numbers(store)["c1"], person="dora", reason="asked")
    assert _confirming(store, [path.read_bytes()]) == set()


def test_the_hash_of_another_file_that_held_it_too(store: Store, tmp_path: Path) -> None:
    """Two exports of a site overlap; where the later one says nothing new, nothing else tells."""
    import_file(store, _one_comment(tmp_path))
    later = write_comments(tmp_path / "later.jsonl", {"c1": GUESS, "c2": "Good day"}, author="Zora")
    import_file(store, later)
    apart = write_comments(tmp_path / "apart.jsonl", {"c3": "Good night"}, author="Ben")
    import_file(store, apart)
    files = [later.read_bytes(), apart.read_bytes()]
    assert _confirming(store, files[:1]) == _confirming(store, files[1:]) == {"import_file.digest"}
    erase_comment(store, numbers(store)["c1"], person="dora", reason="asked")
    assert _confirming(store, files[:1]) == set()
    assert _confirming(store, files[1:]) == {"import_file.digest"}


def test_the_hash_of_a_request(store: Store) -> None:
    first, second = (Incoming(f"c{n}", "a", f"{GUESS} {n}", author="Zora") for n in (1, 2))
    taken = take_comments(store, [first, second], source="s", person="local", request_key="k")
    again = take_comments(store, [first, second], source="s", person="local", request_key="k")
    assert again.again
    other = replace(second, text="Other")
    with pytest.raises(Conflict):
        take_comments(store, [first, other], source="s", person="local", request_key="k")
    erase_comment(store, taken.numbers[1], person="dora", reason="asked")
    with pytest.raises(Conflict, match="was erased"):
        take_comments(store, [first, second], source="s", person="local", request_key="k")
    with store.read() as session:
        left = session.execute(sa.text("SELECT comment_id FROM hash_salt")).scalars().all()
    assert left == [taken.numbers[0]]


def test_the_name_of_a_tried_comment_s_thread(store: Store) -> None:
    keep_trial(store, Trial(GUESS))
    parts = [["", "", GUESS], ["tried", "", "", GUESS]]
    guesses = [json.dumps(some).encode() for some in parts]
    assert _confirming(store, guesses) == set()


def test_files_are_known_again_until_a_comment_of_theirs_is_erased(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    _one_comment(tmp_path / "in")
    other = write_comments(tmp_path / "in" / "two.jsonl", {"c2": "Good day"}, thread_id="t2")
    for path in sorted((tmp_path / "in").iterdir()):
        import_file(store, path)

    def waiting() -> list[str]:
        watch = Watch(tmp_path / "in")
        watch.whole()
        return [path.name for path in waiting_files(store, watch, ReadOptions())]

    assert waiting() == []
    erase_comment(store, numbers(store)["c1"], person="dora", reason="asked")
    assert waiting() == ["one.jsonl"]
    assert import_file(store, other, mapping={"author": "id"}).notes
    assert [one.state for one in batches(store)] == ["finished", "replaced", "finished"]
