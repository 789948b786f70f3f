"""What a platform did with a comment: a status in words, or columns of yes and no."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


def _columns(summary: ReadSummary) -> list[tuple[str, str | None]]:
    return [(use.column, use.field) for use in summary.columns]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("state", ["CA", "NY", "Texas"]), ("State", ["New York", "Ohio", "Hidden Valley"]),
        ("estado", ["SP", "RJ", "MG"]), ("Zustand", ["müde", "wach", "wach"]),
        ("status", ["married", "single", "single"]), ("status", ["Gold", "Silver", "member"]),
        ("state", ["ON", "QC", "ON"]), ("rating", ["1", "1", "5"]),
        ("approval", ["57%", "3", "x y"]),
    ],
)  # fmt: skip
def test_a_column_of_other_words_is_no_status(read_file: Read, name: str, cells: list[str]) -> None:
    rows = "".join(f"{n},Comment number {n}.,{cell}\n" for n, cell in enumerate(cells))
    comments, summary = read_file(f"id,text,{name}\n{rows}", "t.csv")
    assert [c.platform_status for c in comments] == [None] * 3
    assert any(f"{name!r} is called like status" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("status", ["approved", "Deleted", "SPAM"]), ("state", ["published", "hidden", "live"]),
        ("status", ["awaiting moderation", "post-trashed", "approve"]),
        ("status", ["1", "0", "2"]), ("comment_approved", ["1", "0", "post-trashed"]),
        ("Freigabe", ["freigegeben", "gelöscht", "wartet"]), ("approval", ["yes", "no", "yes"]),
        ("statut", ["publié", "en attente", "supprimé"]),
        ("estado", ["aprobado", "oculto", "spam"]),
        ("rating", ["approved", "rejected", "approved"]), ("moderation_status", ["A", "B", "C"]),
        ("status", ["approved", "approved", "shadow"]),
    ],
)  # fmt: skip
def test_near_miss_states_of_moderation(read_file: Read, name: str, cells: list[str]) -> None:
    rows = "".join(f"{n},Comment number {n}.,{cell}\n" for n, cell in enumerate(cells))
    comments, _ = read_file(f"id,text,{name}\n{rows}", "t.csv")
    assert [c.platform_status for c in comments] == cells


def test_columns_of_yes_and_no_give_the_status(read_file: Read) -> None:
    table = (
        "id,text,state,approved,deleted,spam\n1,One.,CA,TRUE,FALSE,FALSE\n"
        "2,Two.,NY,FALSE,TRUE,FALSE\n3,Three.,Texas,FALSE,FALSE,TRUE\n4,Four.,CA,FALSE,FALSE,FALSE\n"
    )
    comments, summary = read_file(table, "t.csv")
    assert [c.platform_status for c in comments] == ["approved", "deleted", "spam", "unapproved"]
    assert {column for column, field in _columns(summary) if field == "status"} == {
        "approved", "deleted", "spam",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "yes", "no", "states"),
    [
        ("is_spam", "1", "0", ("spam", None)), ("isDeleted", "true", "false", ("deleted", None)),
        ("published", "yes", "no", ("published", "unpublished")),
        ("hidden", "t", "f", ("hidden", None)), ("visible", "1", "0", (None, "hidden")),
        ("comment_removed", "WAHR", "FALSCH", ("removed", None)),
        ("Gelöscht", "ja", "nein", ("deleted", None)), ("spam_flag", "x", "", ("spam", None)),
        ("deleted_at", "2024-03-04 10:00", "", ("deleted", None)),
    ],
)  # fmt: skip
def test_flags_are_called_and_written_in_many_ways(
    read_file: Read, name: str, yes: str, no: str, states: tuple[str | None, str | None]
) -> None:
    comments, summary = read_file(f"id,text,{name}\n1,One.,{yes}\n2,Two.,{no}\n", "t.csv")
    assert tuple(c.platform_status for c in comments) == states
    assert summary.assumed == ()


def test_flags_of_objects_count_too(read_file: Read) -> None:
    lines = [{"id": "1", "text": "One.", "removed": True}, {"id": "2", "text": "Two.",
             "removed": False}]  # fmt: skip
    comments, _ = read_file("\n".join(map(json.dumps, lines)), "a.jsonl")
    assert [c.platform_status for c in comments] == ["removed", None]


@pytest.mark.parametrize(
    ("columns", "cells", "status", "said_so"),
    [
        ("approved,spam", "TRUE,TRUE", "spam", True),
        ("approved,deleted", "yes,no", "approved", False),
        ("status,deleted", "approved,TRUE", "deleted", True),
        ("status,deleted", "approved,FALSE", "approved", False),
        ("status,approved", "spam,TRUE", "spam", True),
        ("status,approved", "spam,no", "spam", False),
        ("status,approved", "pending,FALSE", "pending", False),
        ("status,deleted", "pending,TRUE", "deleted", False),
        ("status,published", "edited,TRUE", "edited", False),
        ("deleted,spam", "TRUE,TRUE", "deleted", False),
    ],
)  # fmt: skip
def test_of_states_that_contradict_each_other_the_worst_counts_and_it_is_told(
    read_file: Read, columns: str, cells: str, status: str, said_so: bool
) -> None:
    comments, summary = read_file(f"id,text,{columns}\n1,One.,{cells}\n", "t.csv")
    assert comments[0].platform_status == status
    assert any("its columns say" in note for note in summary.notes) is said_so


@pytest.mark.parametrize(
    ("name", "cells"),
    [("spam", ["0.3", "0.9"]), ("deleted", ["Ada", "Ben"]),
     ("published", ["2024-01-01", "2024-01-02"]),
     ("accepted", ["TRUE", "FALSE"]), ("approved_at", ["2024-01-01", ""]),
     ("spam_count", ["1", "0"])],
)  # fmt: skip
def test_near_miss_columns_that_are_no_flags(read_file: Read, name: str, cells: list[str]) -> None:
    comments, _ = read_file(f"id,text,{name}\n1,One.,{cells[0]}\n2,Two.,{cells[1]}\n", "t.csv")
    assert [c.platform_status for c in comments] == [None, None]


def test_a_mapped_status_wins_over_flags(read_file: Read) -> None:
    table = "id,text,code,deleted\n1,One.,Z9,TRUE\n"
    comments, _ = read_file(table, "t.csv", mapping={"status": "code"})
    assert comments[0].platform_status == "Z9"
    comments, _ = read_file(table, "t.csv", mapping={"status": ""})
    assert comments[0].platform_status is None
