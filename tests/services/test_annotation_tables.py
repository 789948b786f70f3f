"""Annotations in the tables of other tools: a row each in Label Studio's, lists in Argilla's."""

from __future__ import annotations

import pytest

from analysis.domain.judgement import Answer
from analysis.services.annotation.annotation_formats import read_csv
from analysis.services.annotation.annotation_records import Annotated, Broken
from analysis.services.annotation.argilla import from_argilla

_HEADER = "annotation_id,annotator,created_at,id,lead_time,generalization,text\n"


def _read(table: str) -> list[Annotated | Broken]:
    return list(read_csv(table.encode("utf-8")))


def test_a_row_of_label_studio_is_what_one_person_said() -> None:
    first, second = _read(
        _HEADER + "1,ann@x.example,2024-01-01T10:00:00Z,11,3.2,yes,Late again.\n"
        '2,7,2024-01-01T10:00:00Z,11,1.0,"{""choices"": [""no""]}",Late again.\n'
    )
    assert isinstance(first, Annotated)
    assert isinstance(second, Annotated)
    assert {first.comment_id, second.comment_id} == {"11"}
    assert [j.answer for a in (first, second) for j in a.judgements] == [Answer.YES, Answer.NO]
    people = [j.person for a in (first, second) for j in a.judgements]
    assert people == ["ann@x.example", "label-studio-7"]
    assert first.judgements[0].at is not None


def test_tabs_and_marked_passages() -> None:
    cell = '"[{""start"": 0, ""end"": 4, ""text"": ""Late"", ""labels"": [""generalization""]}]"'
    header = _HEADER.replace(",", "\t").replace("generalization", "passages")
    (row,) = _read(header + f"1\t7\t\t11\t1\t{cell}\tLate again.\n")
    assert isinstance(row, Annotated)
    assert [(s.span.start, s.span.end) for j in row.judgements for s in j.spans] == [(0, 4)]


def test_near_miss_a_column_of_words_is_no_answer() -> None:
    (row,) = _read(
        _HEADER.replace("generalization", "context") + "1,7,,11,1,On trams,Late again.\n"
    )
    assert isinstance(row, Annotated)
    assert row.judgements == ()


@pytest.mark.parametrize(
    ("cell", "answers"),
    [("\"['no']\"", [Answer.NO]), ("", [])],
)
def test_argillas_lists_in_cells(cell: str, answers: list[Answer]) -> None:
    header = "id,status,_server_id,text,generalization.responses\n"
    (row,) = _read(header + f"a1,completed,s,Late again.,{cell}\n")
    assert isinstance(row, Annotated)
    assert [j.answer for j in row.judgements] == answers


@pytest.mark.parametrize("passages_first", [True, False])
@pytest.mark.parametrize(
    ("answer", "passages", "expected"),
    [
        ("yes", [], Answer.YES),
        ("skip", [], Answer.SKIP),
        ("no", [], Answer.NO),
        (2, [], Answer.YES),
        (1, [], Answer.NO),
        (["insult"], [], Answer.YES),
        ([], [], Answer.NO),
        (None, [], Answer.NO),
        (None, [{"start": 0, "end": 4, "label": "insult"}], Answer.YES),
    ],
)
def test_passages_that_nobody_marked_in_argilla_take_no_answer_back(
    answer: object, passages: list[object], expected: Answer, passages_first: bool
) -> None:
    responses: dict[str, object] = {
        "possible_hostility": [] if answer is None else [{"value": answer, "user_id": "u"}],
        "possible_hostility_passages": [{"value": passages, "user_id": "u"}],
    }
    if passages_first:
        responses = dict(reversed(responses.items()))
    read = from_argilla({"id": "r", "fields": {"text": "Late."}, "responses": responses})
    assert [judgement.answer for judgement in read.judgements] == [expected]


def test_a_cell_that_is_no_list_costs_its_row_only() -> None:
    header = "id,status,_server_id,text,generalization.responses\n"
    rows = _read(header + "a1,completed,s,Late.,[broken\na2,completed,s,Again.,['no']\n")
    assert [type(row) for row in rows] == [Broken, Annotated]
