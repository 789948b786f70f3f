"""Annotations in the tables of other tools: a row each in Label Studio's, lists in Argilla's."""

from __future__ import annotations

import csv
import io
import json

import pytest

from analysis.domain.judgement import Answer, Judgement
from analysis.services.annotation.annotation_formats import read_csv, write_csv
from analysis.services.annotation.annotation_records import Annotated, Broken
from analysis.services.annotation.argilla import from_argilla
from analysis.services.annotation.label_studio import read_label_studio

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


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_save_it(between: str) -> None:
    note = "so, this; and that"
    said = Judgement(label="disagreement", person="ann", answer=Answer.YES, note=note)
    plain = write_csv([Annotated("t", "c1", "", "Late; again, again.", (said,))])
    out = io.StringIO(newline="")
    cells = csv.reader(io.StringIO(plain.decode("utf-8-sig"), newline=""))
    csv.writer(out, delimiter=between).writerows(cells)
    (row,) = _read(out.getvalue())
    assert isinstance(row, Annotated)
    assert row.judgements == (said,)


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


def _part(name: str, kind: str, value: object) -> dict[str, object]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}


def _task(*parts: dict[str, object]) -> Annotated | Broken:
    annotation = {"completed_by": 3, "result": list(parts)}
    task = {"id": 1, "data": {"text": "Late again."}, "annotations": [annotation]}
    (read,) = read_label_studio(json.dumps([task]).encode("utf-8"))
    return read


def _passage(words: str, **place: object) -> dict[str, object]:
    return _part("passages", "labels", {"text": words, "labels": ["disagreement"], **place})


_RELATION = {"type": "relation", "from_id": "a", "to_id": "b"}
_DISAGREES = _part("disagreement", "choices", {"choices": ["yes"]})
_YES_OR_NO = "is not yes, no, skip or a degree"


@pytest.mark.parametrize(
    ("part", "answers", "unread"),
    [
        (_DISAGREES, [Answer.YES], ""),
        (_part("disagreement", "choices", {"choices": ["Yes"]}), [Answer.YES], ""),
        (_part("disagreement", "choices", {"choices": ["false"]}), [Answer.NO], ""),
        (_part("disagreement", "choices", {"choices": ["1"]}), [Answer.YES], ""),
        (_part("disagreement", "choices", {"choices": ["0"]}), [Answer.NO], ""),
        (_part("disagreement", "choices", {"choices": ["2"]}), [], "which has no degrees"),
        (_part("possible_hostility", "choices", {"choices": ["1"]}), [Answer.NO], ""),
        (_part("possible_hostility", "rating", {"rating": 2}), [Answer.YES], ""),
        (_part("possible_hostility", "number", {"number": 0}), [Answer.NO], ""),
        (_part("disagreement", "rating", {"rating": 1}), [], "which has no degrees"),
        (_part("disagreement", "choices", {"choices": []}), [], ""),
        (_part("disagreement", "choices", {"choices": ["rather"]}), [], _YES_OR_NO),
        (_part("disagreement", "taxonomy", {"taxonomy": [["a"]]}), [], _YES_OR_NO),
        (_part("disagreement_note", "textarea", {"text": ["Hm."]}), [], "without an answer"),
        (_part("remark", "textarea", {"text": ["Hm."]}), [], _YES_OR_NO),
        (_passage("Late", start=0, end=4), [Answer.YES], ""),
        (_passage("Early", start=0, end=4), [], "is not what the task's text has there"),
        (_passage("Late", start="/p[1]/text()", end="/p[1]/text()"), [], "has no numbers"),
        (_RELATION, [], ""),
    ],
)
def test_label_studio_says_no_more_than_somebody_answered_and_one_answer_costs_itself_only(
    part: dict[str, object], answers: list[Answer], unread: str
) -> None:
    read = _task(part, _part("generalization", "choices", {"choices": ["no"]}))
    assert isinstance(read, Annotated)
    *first, beside = read.judgements
    assert [judgement.answer for judgement in first] == answers
    assert (beside.label, beside.answer) == ("generalization", Answer.NO)
    assert [unread in reason for reason in read.unread] == [True] * bool(unread)


@pytest.mark.parametrize(
    ("question", "value", "answers", "unread"),
    [
        ("possible_hostility", 0, [Answer.NO], ""),
        ("possible_hostility", "1", [Answer.NO], ""),
        ("possible_hostility", "2", [Answer.YES], ""),
        ("disagreement", "1", [Answer.YES], ""),
        ("disagreement", "0", [Answer.NO], ""),
        ("disagreement", True, [Answer.YES], ""),
        ("disagreement", 0, [], "a rating is no answer about disagreement"),
        ("disagreement", 1, [], "a rating is no answer about disagreement"),
        ("disagreement", [{"value": "a", "rank": 1}], [], _YES_OR_NO),
        ("disagreement", "because it is so", [], _YES_OR_NO),
        ("disagreement_passages", [{"label": "x", "start": "a"}], [], _YES_OR_NO),
    ],
)
def test_argilla_says_no_more_than_somebody_answered_and_one_answer_costs_itself_only(
    question: str, value: object, answers: list[Answer], unread: str
) -> None:
    responses = {
        question: [{"value": value, "user_id": "u"}],
        "generalization": [{"value": "no", "user_id": "u"}],
    }
    read = from_argilla({"id": "r", "fields": {"text": "Late."}, "responses": responses})
    *first, beside = read.judgements
    assert [judgement.answer for judgement in first] == answers
    assert (beside.label, beside.answer) == ("generalization", Answer.NO)
    assert [unread in reason for reason in read.unread] == [True] * bool(unread)


def test_the_time_of_an_answer_stays_where_its_passages_stand_first() -> None:
    meta = {"moderato": {"person": "ann", "kind": "vote", "at": "2026-01-01T10:00:00+00:00"}}
    read = _task(
        *({**part, "meta": meta} for part in (_passage("Late", start=0, end=4), _DISAGREES))
    )
    assert isinstance(read, Annotated)
    assert [str(judgement.at) for judgement in read.judgements] == ["2026-01-01 10:00:00+00:00"]
