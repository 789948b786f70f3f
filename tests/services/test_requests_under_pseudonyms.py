"""A person asks by their name; what was stored under a hash of it is theirs as well."""

import json
from pathlib import Path

import pytest
from scripted import numbers, write_comments

from analysis.domain.errors import BadInput
from analysis.ingest.record import pseudonym
from analysis.services.data.author_file import write_author_file
from analysis.services.data.erasure import erase_author
from analysis.services.data.imports import import_file
from analysis.services.data.pseudonyms import pseudonym_key
from analysis.storage.database import Store
from analysis.storage.profiles import setting


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Ben twice under a pseudonym and once by name, and others."""
    for name, author, hashed in (
        ("hashed", "Ben", True), ("hashed too", "ben", True), ("named", "Ben", False),
        ("lower case", "ben", False), ("other", "Benno", True), ("nobody", None, True),
    ):  # fmt: skip
        path = write_comments(tmp_path / f"{name}.jsonl", {name: f"By {name}"}, author=author)
        import_file(store, path, pseudonymise=hashed)
    return numbers(store)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Ben", ["hashed", "hashed too", "named"]),
        ("ben", ["hashed", "hashed too", "lower case"]),
        ("BEN", ["hashed", "hashed too"]),
        ("Benno", ["other"]),
        ("Be", []),
    ],
)
def test_both_are_found(
    store: Store, ids: dict[str, int], tmp_path: Path, asked: str, names: list[str]
) -> None:
    out = tmp_path / "author.json"
    if not names:
        for act in (
            lambda: write_author_file(store, asked, out, person="dora"),
            lambda: erase_author(store, asked, person="dora", reason="asked"),
        ):
            with pytest.raises(BadInput, match="no comment with a text under this name"):
                act()
        return
    assert write_author_file(store, asked, out, person="dora") == len(names)
    assert [each["id"] for each in json.loads(out.read_text())["comments"]] == names
    erased = erase_author(store, asked, person="dora", reason="asked")
    assert [each.comment_id for each in erased] == [ids[name] for name in names]


def test_a_pseudonym_is_asked_for_as_it_stands(store: Store, ids: dict[str, int]) -> None:
    key = pseudonym_key(store)
    erased = erase_author(store, pseudonym("Ben", key), person="dora", reason="asked")
    assert [each.comment_id for each in erased] == [ids["hashed"], ids["hashed too"]]


def test_who_asks_makes_no_key(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": "One"}, author="Ben"))
    assert erase_author(store, "Ben", person="dora", reason="asked")
    with store.read() as session:
        assert setting(session, "pseudonym_key") is None
