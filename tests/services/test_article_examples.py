"""The printable page of an article quotes comments that there is something to quote of."""

import re
from pathlib import Path

import pytest
from scripted import filled

from analysis.services.data.erasure import erase_comment
from analysis.storage.database import Store
from dashboard.article_summary import article_summary_of


@pytest.mark.parametrize(
    ("erased", "quoted"),
    [
        ("", "987"),
        ("9", "876"),
        ("8", "976"),
        ("0", "987"),
        ("987", "654"),
        ("98765432", "10"),
        ("9876543210", ""),
    ],
)
def test_what_was_erased_takes_no_examples_place(
    sqlite_store: Store, tmp_path: Path, erased: str, quoted: str
) -> None:
    ids = filled(sqlite_store, tmp_path, {str(n): f"said {n} h=0.9{n}" for n in range(10)})
    for name in erased:
        erase_comment(sqlite_store, ids[name], person="local", reason="asked for")
    page = article_summary_of(sqlite_store, "trams")
    assert re.findall(r"<blockquote>said (\d)", page) == list(quoted)
    assert page.count("<blockquote>") == len(quoted)


def test_examples_are_looked_for_behind_many_that_were_erased(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.article_summary._LOOKED_AT", 2)
    ids = filled(sqlite_store, tmp_path, {str(n): f"said {n} h=0.9{n}" for n in range(10)})
    for name in "98765":
        erase_comment(sqlite_store, ids[name], person="local", reason="asked for")
    quoted = re.findall(r"<blockquote>said (\d)", article_summary_of(sqlite_store, "trams"))
    assert quoted == ["4", "3", "2"]
