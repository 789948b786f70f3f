"""Judgements leave and come back in four formats, with their exact passages and names."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from refilling import once

from analysis.domain.annotation import Selection
from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement
from analysis.domain.span import Span
from analysis.labels import label
from analysis.services.annotation import (
    adjudication,
    annotation_formats,
    annotation_reading,
    annotation_sets,
    answering,
    gold,
)
from analysis.services.annotation.annotation_export import SUFFIXES, export_annotations
from analysis.services.annotation.annotation_import import import_annotations
from analysis.services.annotation.annotation_reading import judged_labels
from analysis.services.annotation.annotation_records import Annotated
from analysis.services.annotation.label_studio_config import label_studio_config
from analysis.services.data.batches import undo
from analysis.services.data.imports import import_file
from analysis.storage.database import Store

# An astral character before the passage: UTF-16 and code points differ from here on.
TEXT = "👍🏽 =You are\r\na fool, “Ben”."
WORDS = "a fool"
START = TEXT.index(WORDS)
LABELS = ("possible_hostility", "generalization")


@pytest.fixture
@once
def judged(store: Store, tmp_path: Path) -> int:
    """A set of two comments, judged by two people, one of them settled and gold."""
    lines = [
        {"id": "c1", "thread_id": "t", "text": TEXT},
        {"id": "c2", "thread_id": "t", "text": "Quite."},
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_file(store, file)
    made = annotation_sets.create_set(
        store, "First", labels=LABELS, guideline="codebook 1", person="local"
    )
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=2, person="local")
    for person, yes in (("ann", True), ("bo", False)):
        while (item := answering.next_item(store, made.id, person=person)) is not None:
            fool = item.comment.id == "c1" and yes
            answering.annotate(
                store,
                item.id,
                Judgement(
                    label="possible_hostility",
                    answer=Answer.YES if fool else Answer.NO,
                    person=person,
                    facets=("insult",) if fool else (),
                    spans=tuple(
                        [AnnotatedSpan(Span(START, START + len(WORDS)), "insult")] if fool else ()
                    ),
                    level=2 if fool else 0,
                    note="@home; =1+1" if fool else "",
                ),
            )
            answering.annotate(
                store, item.id, Judgement(label="generalization", answer=Answer.SKIP, person=person)
            )
    open_one = adjudication.disputed(store, made.id, person="local")[0]
    adjudication.adjudicate(
        store,
        open_one.item.id,
        Judgement(label="possible_hostility", answer=Answer.YES, person="local", level=2),
    )
    gold.set_gold(
        store,
        open_one.item.id,
        Judgement(label="possible_hostility", answer=Answer.YES, person="local"),
    )
    return made.id


def written(store: Store, set_id: int, tmp_path: Path, form: str) -> Path:
    out = tmp_path / f"out{SUFFIXES[form]}"
    assert export_annotations(store, set_id, out, format=form, person="local") == 2
    return out


@pytest.mark.slow
@pytest.mark.parametrize("form", SUFFIXES)
def test_a_set_read_back_into_another_is_the_same(
    store: Store, judged: int, tmp_path: Path, form: str
) -> None:
    out = written(store, judged, tmp_path, form)
    other = annotation_sets.create_set(
        store, "Second", labels=LABELS, guideline="codebook 1", person="local"
    )
    report = import_annotations(store, other.id, out, person="local")
    assert report.reasons == ()
    assert (report.items, report.people) == (2, 3)
    for person in ("ann", "bo"):
        before = answering.my_annotations(store, judged, person=person)
        after = answering.my_annotations(store, other.id, person=person)
        facts = [
            sorted(
                (a.comment_id, a.label, a.answer, a.level, a.facets, a.spans, a.note) for a in some
            )
            for some in (before, after)
        ]
        assert facts[0] == facts[1]
    assert adjudication.disputed(store, other.id, person="local")[0].settled is not None
    assert gold.gold_scores(store, other.id) == gold.gold_scores(store, judged)


@pytest.mark.parametrize("form", SUFFIXES)
def test_reading_the_same_file_twice_adds_nothing(
    store: Store, judged: int, tmp_path: Path, form: str
) -> None:
    report = import_annotations(store, judged, written(store, judged, tmp_path, form), person="x")
    assert (report.judgements, report.left_out) == (0, 0)
    assert report.known > 0


@pytest.mark.parametrize("form", SUFFIXES)
def test_judgements_come_in_with_the_text_that_was_judged_or_not_at_all(
    store: Store, judged: int, tmp_path: Path, form: str
) -> None:
    out = written(store, judged, tmp_path, form)
    edited = {"id": "c1", "thread_id": "t", "text": "Sorry, Ben, that was uncalled for."}
    (tmp_path / "edited.jsonl").write_text(json.dumps(edited) + "\n", encoding="utf-8")
    import_file(store, tmp_path / "edited.jsonl")
    new = annotation_sets.create_set(store, "New", labels=LABELS, guideline="1", person="local")
    report = import_annotations(store, new.id, out, person="local")
    assert (report.items, report.left_out) == (2, 0)
    shown = adjudication.disputed(store, new.id, person="local")[0].item
    assert (shown.comment.text, shown.revision) == (TEXT, 1)
    later = annotation_sets.create_set(store, "Later", labels=LABELS, guideline="1", person="local")
    annotation_sets.add_comment(store, later.id, shown.comment_id, person="local")
    report = import_annotations(store, later.id, out, person="local")
    assert report.items == 1
    assert report.left_out >= 1
    assert all("another text" in reason for reason in report.reasons)


@pytest.mark.parametrize("form", SUFFIXES)
def test_an_older_file_does_not_take_back_what_somebody_answered_since(
    store: Store, judged: int, tmp_path: Path, form: str
) -> None:
    out = written(store, judged, tmp_path, form)
    mine = answering.my_annotations(store, judged, person="ann")
    skipped = next(answer for answer in mine if answer.label == "generalization")
    since = Judgement(label="generalization", person="ann", answer=Answer.YES)
    answering.annotate(store, skipped.item_id, since)
    report = import_annotations(store, judged, out, person="local")
    assert (report.judgements, report.left_out) == (0, 1)
    assert "older than the one" in report.reasons[0]
    standing = {
        (answer.item_id, answer.label): answer.answer
        for answer in answering.my_annotations(store, judged, person="ann")
    }
    assert standing[skipped.item_id, skipped.label] is Answer.YES


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2001-01-01T00:00:00+00:00", False),
        ("2001-01-01T00:00:00", False),
        ("2099-01-01T00:00:00+00:00", True),
        (None, True),
    ],
)
def test_what_was_said_later_or_without_a_time_takes_the_place_of_the_answer_here(
    store: Store, judged: int, tmp_path: Path, at: str | None, taken: bool
) -> None:
    said = {"label": "generalization", "person": "ann", "judgement": "yes", "at": at}
    file = tmp_path / "given.jsonl"
    file.write_text(json.dumps({"comment_id": "c2", "judgements": [said]}), encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert (report.judgements, report.left_out) == (taken, not taken)


def test_a_csv_starts_no_formula_and_keeps_the_words(
    store: Store, judged: int, tmp_path: Path
) -> None:
    content = written(store, judged, tmp_path, "csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    starts = {value[0] for row in rows for value in row.values() if value}
    assert not starts & set("=+-@\t\r")
    assert TEXT in {row["text"] for row in rows}


def test_a_docbin_shows_passages_to_spacy_and_the_share_of_yes(
    store: Store, judged: int, tmp_path: Path
) -> None:
    import spacy
    from spacy.tokens import DocBin

    content = written(store, judged, tmp_path, "docbin").read_bytes()
    docs = list(DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab))
    doc = next(doc for doc in docs if doc.text == TEXT)
    passages = doc.spans["possible_hostility:ann"]
    assert [(span.text, span.label_) for span in passages] == [(WORDS, "insult")]
    assert doc.cats == {"possible_hostility": 1.0}


def as_label_studio_keeps(out: Path) -> list[dict[str, Any]]:
    """The tasks as Label Studio 1.23 gives them back: every annotation is the importer's."""
    tasks = json.loads(out.read_text(encoding="utf-8"))
    for task in tasks:
        for number, annotation in enumerate(task["annotations"]):
            assert set(annotation) == {"ground_truth", "result"}
            annotation |= {"id": number, "completed_by": 1, "was_cancelled": False}
            annotation["created_at"] = "2026-11-23T06:16:32.044719Z"
    return list(tasks)


def test_a_set_that_went_through_label_studio_adds_nothing_and_one_changed_answer_is_its_persons(
    store: Store, judged: int, tmp_path: Path
) -> None:
    out = written(store, judged, tmp_path, "label_studio")
    tasks = as_label_studio_keeps(out)
    out.write_text(json.dumps(tasks), encoding="utf-8")
    report = import_annotations(store, judged, out, person="local")
    assert (report.judgements, report.left_out, report.known) == (0, 0, 10)
    graded = next(
        part
        for task in tasks
        for annotation in task["annotations"]
        for part in annotation["result"]
        if (part["from_name"], part["value"].get("choices")) == ("possible_hostility", ["2"])
        and part["meta"]["moderato"]["person"] == "ann"
    )
    graded["value"]["choices"] = ["3"]
    out.write_text(json.dumps(tasks), encoding="utf-8")
    report = import_annotations(store, judged, out, person="local")
    assert (report.judgements, report.people) == (1, 1)
    levels = {one.level for one in answering.my_annotations(store, judged, person="ann")}
    assert levels == {3, 0, None}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (START, START + len(WORDS), WORDS),
        (START - 9, START + len(WORDS), "You are\\n\\na fool"),  # each break as backslash and n
        (START + 2, START + 2 + len(WORDS), WORDS),  # UTF-16: two astral characters before it
    ],
)
def test_what_somebody_marks_and_answers_in_label_studio_is_read_as_its_screen_writes_it(
    store: Store, judged: int, tmp_path: Path, start: int, end: int, words: str
) -> None:
    def part(name: str, kind: str, **value: object) -> dict[str, object]:
        return {"from_name": name, "to_name": "text", "type": kind, "value": value, "id": "x"}

    out = written(store, judged, tmp_path, "label_studio")
    task = next(one for one in as_label_studio_keeps(out) if one["data"]["text"] == TEXT)
    insult = ["possible_hostility:insult"]
    task["annotations"] = [
        {
            "completed_by": 7,
            "created_at": "2026-11-23T06:16:32.044719Z",
            "result": [
                part("passages", "labels", start=start, end=end, text=words, labels=insult),
                part("possible_hostility", "choices", choices=["2"]),
                part("generalization", "choices", choices=["skip"]),
            ],
        },
        {"completed_by": 8, "was_cancelled": True, "result": []},
    ]
    out.write_text(json.dumps([task]), encoding="utf-8")
    report = import_annotations(store, judged, out, person="local")
    assert (report.judgements, report.reasons) == (2, ())
    said = {a.label: a for a in answering.my_annotations(store, judged, person="label-studio-7")}
    hostile = said["possible_hostility"]
    assert (hostile.answer, hostile.level, hostile.facets) == (Answer.YES, 2, ("insult",))
    assert WORDS in hostile.spans[0].span.of(TEXT)
    assert hostile.at.isoformat() == "2026-11-23T06:16:32.044719+00:00"
    assert said["generalization"].answer is Answer.SKIP


def test_a_passage_whose_words_are_not_there_is_left_out_with_its_place(
    store: Store, judged: int, tmp_path: Path
) -> None:
    out = written(store, judged, tmp_path, "label_studio")
    tasks = as_label_studio_keeps(out)
    for task in tasks:
        for annotation in task["annotations"]:
            for part in annotation["result"]:
                if part["from_name"] == "passages":
                    part["value"]["text"] = "other words"
    out.write_text(json.dumps(tasks), encoding="utf-8")
    report = import_annotations(store, judged, out, person="local")
    assert report.left_out == 1
    assert "is not what the task's text has there" in report.reasons[0]


def test_the_labelling_interface_has_every_control_and_value_that_an_export_uses(
    store: Store, judged: int, tmp_path: Path
) -> None:
    config = label_studio_config([label(key) for key in LABELS], {"generalization": "#123456"})
    view = ElementTree.fromstring(config)
    controls = {one.get("name"): one for one in view.iter() if one.get("toName") == "text"}
    values = {
        name: {one.get("value") for one in control} for name, control in controls.items() if name
    }
    out = written(store, judged, tmp_path, "label_studio")
    tasks = as_label_studio_keeps(out)
    for task in tasks:
        for annotation in task["annotations"]:
            for part in annotation["result"]:
                name = part["from_name"]
                assert controls[name].tag.lower() == part["type"]
                if part["type"] != "textarea":
                    assert set(part["value"][part["type"]]) <= values[name]
        for shown in (one.get("value", "") for one in view.iter("Text")):
            assert task["data"][shown.removeprefix("$")]
    assert values["possible_hostility"] == {"0", "1", "2", "3", "yes", "no", "skip"}
    assert "possible_hostility:level_2" not in values["passages"]
    assert {one.get("background") for one in controls["passages"]} == {None, "#123456"}


SAID = {"label": "generalization", "person": "cem", "judgement": "no"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "line 1: broken JSON"),
        ('["a list"]', "expected an object"),
        ('{"judgements": []}', "neither comment_id nor sha256"),
        (json.dumps({"comment_id": "nobody", "judgements": [SAID]}), "no stored comment is"),
        (
            json.dumps({"comment_id": "c2", "judgements": [{**SAID, "label": "generalisation"}]}),
            "did you mean 'generalization'",
        ),
        (
            json.dumps({"comment_id": "c2", "judgements": [{**SAID, "judgement": "maybe"}]}),
            "expected judgement (yes, no, skip)",
        ),
        (
            json.dumps({"comment_id": "c2", "judgements": [{**SAID, "facets": ["insult"]}]}),
            "Unknown facet 'insult'",
        ),
        (
            json.dumps(
                {
                    "comment_id": "c2",
                    "judgements": [{**SAID, "spans": [{"start": 2, "end": 700}]}],
                }
            ),
            "not inside the comment",
        ),
        (
            json.dumps({"comment_id": "c2", "judgements": [{"label": "x", "judgement": "no"}]}),
            "has no 'person'",
        ),
        (
            json.dumps({"comment_id": "c1", "sha256": "0" * 64, "judgements": [SAID]}),
            "no stored comment is",
        ),
        (json.dumps({"comment_id": "c2", "judgements": 5}), "judgements is no list"),
        (json.dumps({"comment_id": "c2", "judgements": [5]}), "expected judgement"),
        (json.dumps({"fields": {"text": "Quite."}, "responses": {"a": [5]}}), "not laid out as"),
    ],
)
def test_a_line_that_does_not_fit_is_left_out_with_its_reason_and_the_rest_is_taken(
    store: Store, judged: int, tmp_path: Path, line: str, reason: str
) -> None:
    good = json.dumps({"comment_id": "c2", "judgements": [SAID]})
    file = tmp_path / "given.jsonl"
    file.write_text(f"{line}\n{good}\n", encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert (report.judgements, report.left_out) == (1, 1)
    assert reason in report.reasons[0]
    assert TEXT not in report.reasons[0]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"judgement": "maybe"}, "expected judgement (yes, no, skip)"),
        ({"facets": "insult"}, "facets is no list"),
        ({"spans": 5}, "spans is no list"),
        ({"level": 1.5}, "can't be read"),
        ({"at": "yesterday"}, "can't be read"),
    ],
)
def test_a_judgement_that_cannot_be_read_costs_itself_only(
    wrong: dict[str, object], reason: str
) -> None:
    record = {"comment_id": "c2", "judgements": [{**SAID, "person": "dan", **wrong}, SAID]}
    (read,) = annotation_formats.read_jsonl(json.dumps(record).encode("utf-8"))
    assert isinstance(read, Annotated)
    assert [judgement.person for judgement in read.judgements] == ["cem"]
    assert [reason in left for left in read.unread] == [True]


@pytest.fixture
def usual_cells() -> Iterator[None]:
    """Cells as long as the module reads them where nobody asked for longer ones."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("usual_cells")
def test_a_long_comment_comes_back_from_a_table() -> None:
    said = Judgement(label=HOSTILE, person="ann", answer=Answer.YES, level=2)
    long = Annotated("t", "c1", "", "a long one " * 20_000, (said,))
    (read,) = annotation_formats.read_csv(annotation_formats.write_csv([long]))
    assert isinstance(read, Annotated)
    assert read.judgements == (said,)


@pytest.mark.parametrize(("cell", "level"), [("2", 2), ("2.0", 2), ("", None)])
def test_a_table_that_another_tool_wrote_again_keeps_its_degrees(
    cell: str, level: int | None
) -> None:
    table = f"comment_id,label,person,judgement,level\nc1,{HOSTILE},ann,yes,{cell}\n"
    (read,) = annotation_formats.read_csv(table.encode("utf-8"))
    assert isinstance(read, Annotated)
    assert [judgement.level for judgement in read.judgements] == [level]


def test_what_labels_a_file_answers_is_not_asked_of_what_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("label\nMünze\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"a\.csv: expected UTF-8 text"):
        judged_labels(file)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b" \n", "the file is empty"),
        ("a.txt", b"x", "unknown ending"),
        ("a.spacy", b"not a docbin", "not a spaCy DocBin"),
        ("a.json", b"{}", "expected a JSON list"),
        ("a.jsonl", b"\xff\xfe\x00", "expected UTF-8"),
    ],
)
def test_a_file_that_is_no_such_file_gets_one_sentence(
    store: Store, judged: int, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        import_annotations(store, judged, file, person="local")


def test_a_docbin_that_inflates_a_thousandfold_is_refused_before_it_does(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotation_formats, "LARGEST_UNPACKED", 2**20)
    annotation_sets.create_set(
        sqlite_store, "s", labels=["generalization"], guideline="1", person="local"
    )
    bomb = tmp_path / "bomb.spacy"
    bomb.write_bytes(zlib.compress(b"\0" * 2**21))
    assert bomb.stat().st_size < 4096
    with pytest.raises(BadInput, match="unpacks to over 1 MiB"):
        import_annotations(sqlite_store, 1, bomb, person="local")


def test_a_file_beyond_the_stated_size_is_refused_unread(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotation_reading, "LARGEST_UPLOAD", 2**20)
    large = tmp_path / "large.jsonl"
    large.write_bytes(b"{" * (2**20 + 1))
    with pytest.raises(BadInput, match="larger than 1 MiB"):
        import_annotations(sqlite_store, 1, large, person="local")


def test_an_unknown_format_names_the_nearest(store: Store, judged: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="jsonl"):
        export_annotations(store, judged, tmp_path / "x", format="jsnol", person="local")


HOSTILE = "possible_hostility"
PASSAGES = [{"label": "insult", "start": START, "end": START + len(WORDS)}]
NESTED = {
    "id": "r1", "fields": {"text": TEXT}, "metadata": {}, "suggestions": {}, "status": "completed",
    "responses": {
        HOSTILE: [{"value": 2, "user_id": "u1"}, {"value": "no", "user_id": "u2"}],
        "possible_hostility_passages": [{"value": PASSAGES, "user_id": "u1"}],
    },
}  # fmt: skip
FLAT = {
    "id": "r1", "text": TEXT, "status": "completed",
    f"{HOSTILE}.responses": [2, "no", "yes"],
    f"{HOSTILE}.responses.users": ["u1", "u2", "u3"],
    f"{HOSTILE}.responses.status": ["submitted", "submitted", "draft"],
    "possible_hostility_passages.responses": [PASSAGES],
    "possible_hostility_passages.responses.users": ["u1"],
}  # fmt: skip
FIRST_VERSION = {
    "fields": {"text": TEXT}, "suggestions": [],
    "responses": [
        {"user_id": "u1", "status": "submitted", "values": {
            HOSTILE: {"value": 2}, "possible_hostility_passages": {"value": PASSAGES}}},
        {"user_id": "u2", "status": "submitted", "values": {HOSTILE: {"value": "no"}}},
        {"user_id": "u3", "status": "discarded", "values": {HOSTILE: {"value": "yes"}}},
    ],
}  # fmt: skip


FIRST_DATA_SET = {
    "text": TEXT, f"{HOSTILE}-suggestion": None, "possible_hostility_passages-suggestion": None,
    HOSTILE: {"user_id": ["u1", "u2"], "value": [2, "no"], "status": ["submitted", "submitted"]},
    "possible_hostility_passages": [{"user_id": "u1", "value": PASSAGES, "status": "submitted"},
                                    {"user_id": "u3", "value": [], "status": "draft"}],
    "external_id": "r1", "metadata": "{}",
}  # fmt: skip


@pytest.mark.parametrize("record", [NESTED, FLAT, FIRST_VERSION, FIRST_DATA_SET])
@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_what_people_answered_in_argilla_comes_in(
    store: Store, judged: int, tmp_path: Path, record: dict[str, Any], ending: str
) -> None:
    file = tmp_path / f"records{ending}"
    file.write_text(json.dumps([record] if ending == ".json" else record), encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert (report.judgements, report.people, report.reasons) == (2, 2, ())
    (graded,) = answering.my_annotations(store, judged, person="argilla-u1")
    assert (graded.answer, graded.level, graded.facets) == (Answer.YES, 2, ("insult",))
    assert [passage.span.of(TEXT) for passage in graded.spans] == [WORDS]
    (denied,) = answering.my_annotations(store, judged, person="argilla-u2")
    assert (denied.answer, denied.level) == (Answer.NO, None)


def test_a_question_of_another_name_is_the_label_that_is_said_or_left_out_by_name(
    store: Store, judged: int, tmp_path: Path
) -> None:
    file = tmp_path / "records.jsonl"
    answers = [{"value": 1, "user_id": "u1"}, {"value": "somewhat", "user_id": "u2"}]
    file.write_text(json.dumps({**NESTED, "responses": {"rude": answers}}), encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert (report.judgements, report.left_out) == (0, 2)
    assert any("Unknown label 'rude'" in reason for reason in report.reasons)
    assert judged_labels(file) == []
    report = import_annotations(store, judged, file, person="local", labels={"rude": HOSTILE})
    assert report.judgements == 1
    assert report.reasons[0].endswith("an answer to 'rude' is not yes, no, skip or a degree")
    (mild,) = answering.my_annotations(store, judged, person="argilla-u1")
    assert (mild.answer, mild.level) == (Answer.NO, 1)


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"sha256": text_sha256("Quite.")}, "2 stored comments fit"),
        ({"sha256": text_sha256("Quiet.")}, "no stored comment is"),
        ({"comment_id": "c2"}, ""),
        ({"sha256": text_sha256("Quite."), "article_id": "u"}, ""),
    ],
)
def test_words_that_were_written_twice_are_said_to_be_no_comment_s_name(
    store: Store, judged: int, tmp_path: Path, named: dict[str, str], reason: str
) -> None:
    again = tmp_path / "again.jsonl"
    again.write_text('{"id": "d1", "thread_id": "u", "text": "Quite."}\n', encoding="utf-8")
    import_file(store, again)
    file = tmp_path / "given.jsonl"
    file.write_text(json.dumps({**named, "judgements": [SAID]}), encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert [reason in left for left in report.reasons] == [True] * bool(reason)


@pytest.mark.parametrize("copy_undone", [False, True])
def test_a_label_studio_task_that_was_not_made_here_is_found_by_its_words(
    store: Store, judged: int, tmp_path: Path, copy_undone: bool
) -> None:
    if copy_undone:  # by an import that read its thread wrongly
        copy = tmp_path / "wrong.jsonl"
        copy.write_text('{"id": "c2", "thread_id": "all", "text": "Quite."}\n', encoding="utf-8")
        undo(store, import_file(store, copy).batch)
    choice = {"from_name": "generalization", "type": "choices", "value": {"choices": ["yes"]}}
    task = {"id": 9, "data": {"text": "Quite."}, "annotations": [
        {"completed_by": 3, "result": [choice]}]}  # fmt: skip
    file = tmp_path / "project.json"
    file.write_text(json.dumps([task]), encoding="utf-8")
    report = import_annotations(store, judged, file, person="local")
    assert (report.judgements, report.reasons) == (1, ())
