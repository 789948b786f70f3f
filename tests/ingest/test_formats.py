"""Every known layout: recognised by its content, linked, dated, and nothing private kept."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import layouts
import openpyxl
import pytest
import zstandard
from format_cases import CASES

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary, read
from analysis.ingest.formats import KNOWN


@pytest.fixture
def read_file(tmp_path: Path) -> Any:
    def reading(
        content: str | bytes, name: str, **options: Any
    ) -> tuple[list[Comment], ReadSummary]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        result = read(path, **options)
        comments = [comment for piece in result for comment in piece.comments]
        return comments, result.summary

    return reading


def test_every_special_format_has_a_case() -> None:
    assert set(CASES) == {name for name, one in KNOWN.items() if not one.generic}


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_recognised_and_read(read_file: Any, name: str) -> None:
    file, content, expected = CASES[name]
    comments, report = read_file(content, file)
    assert report.format == name
    assert [(c.id, c.parent_id, c.author, c.text) for c in comments] == expected
    assert report.quarantined_count == 0
    assert report.resolved == report.answers
    assert report.records == len(comments) + sum(count for _, count in report.skipped)


UNDATED = {
    "youtube-downloader", "perspective", "commento", "wordpress", "argilla", "label-studio",
    "moderato-annotations",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(CASES) - UNDATED))
def test_its_times_are_read(read_file: Any, name: str) -> None:
    file, content, _ = CASES[name]
    comments, _ = read_file(content, file)
    assert all(c.created_at is not None for c in comments)
    assert {c.created_at.year for c in comments if c.created_at} <= set(range(2012, 2025))


@pytest.mark.parametrize("name", CASES)
def test_no_address_of_a_person_is_kept(read_file: Any, name: str) -> None:
    file, content, _ = CASES[name]
    kept = str([dict(c.raw) for c in read_file(content, file)[0]])
    assert "192.0.2" not in kept
    assert "0af" not in kept
    assert not any(mail in kept for mail in ("nora@", "pia@", "l@s.", "n@c."))


@pytest.mark.parametrize("name", CASES)
def test_the_text_stands_in_one_place_only(read_file: Any, name: str) -> None:
    file, content, _ = CASES[name]
    comments, _ = read_file(content, file)
    for comment in comments:
        if len(comment.text) > 8:
            assert comment.text not in str(dict(comment.raw))


@pytest.mark.parametrize("name", CASES)
def test_a_format_can_be_named_in_any_case(read_file: Any, name: str) -> None:
    _, content, expected = CASES[name]
    suffix = ".xml" if content.startswith("<") else ".dat"
    comments, report = read_file(content, "x" + suffix, format=name.upper())
    assert report.format == name
    assert len(comments) == len(expected)


def test_posts_of_threads_that_are_not_there_are_read_and_told(read_file: Any) -> None:
    content = layouts.DISQUS.replace('<thread dsq:id="11"/><parent dsq:id="101"/>',
                                     '<thread dsq:id="99"/><parent dsq:id="101"/>')  # fmt: skip
    comments, report = read_file(content, "a.xml")
    assert [c.thread_id for c in comments] == ["11", "11", "99"]
    assert (report.answers, report.resolved) == (2, 1)
    assert any("thread is not in the file" in note for note in report.notes)


def test_what_a_topic_lacks_is_said(read_file: Any) -> None:
    _, report = read_file(layouts.DISCOURSE, "t.json")
    assert report.expected == 4
    assert any("4 posts, the file holds 3" in note for note in report.notes)


def test_missing_replies_of_a_thread_are_said(read_file: Any) -> None:
    _, report = read_file(layouts.YOUTUBE, "y.json")
    assert any("more replies than the file holds" in note for note in report.notes)


def test_status_and_votes_are_the_platforms(read_file: Any) -> None:
    comments, _ = read_file(layouts.DISQUS, "a.xml")
    assert [c.platform_status for c in comments] == ["approved", "deleted", "spam"]
    liked, _ = read_file(layouts.YOUTUBE_DOWNLOADER, "d.jsonl")
    assert liked[0].votes is not None
    assert liked[0].votes.up == 1200


def test_perspectives_scores_come_along(read_file: Any) -> None:
    comments, _ = read_file(layouts.PERSPECTIVE, "p.jsonl")
    assert comments[0].raw["perspective"] == {"TOXICITY": 0.04}


PAGES = {"json-ld": layouts.LD_PAGE, "microdata": layouts.MICRODATA_PAGE,
         "markup": layouts.MARKUP_PAGE}  # fmt: skip


@pytest.mark.parametrize("way", PAGES)
def test_a_saved_page_gives_its_comments_with_their_nesting(read_file: Any, way: str) -> None:
    comments, report = read_file(PAGES[way], "page.html")
    assert report.format == "html"
    assert [c.author for c in comments] == ["Wanda", "Xaver"]
    assert "smell" in comments[0].text
    assert "do not" in comments[1].text
    assert "do not" not in comments[0].text
    assert comments[1].parent_id == comments[0].id
    assert comments[0].created_at is not None


def test_a_page_without_comments_is_refused_with_the_way_out(read_file: Any) -> None:
    with pytest.raises(BadInput, match="copy the page's text"):
        read_file("<html><body><p>Just an article.</p></body></html>", "a.html")


ROWS = "id,author,text\n1,ann,The pier is shut.\n2,ben,It is open.\n"


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.csv.gz", gzip.compress),
        ("a.csv.bz2", bz2.compress),
        ("a.csv.zst", zstandard.compress),
        ("a.csv", gzip.compress),
    ],
)
def test_compressed_files_are_read(read_file: Any, name: str, pack: Any) -> None:
    comments, report = read_file(pack(ROWS.encode()), name)
    assert [c.text for c in comments] == ["The pier is shut.", "It is open."]
    assert report.format == "csv"


def _zip(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_a_zip_with_one_file_is_read(read_file: Any) -> None:
    comments, _ = read_file(_zip(export__csv=ROWS), "a.zip")
    assert len(comments) == 2


def test_a_zip_with_several_files_names_them(read_file: Any) -> None:
    with pytest.raises(BadInput, match=r"2 files.*'a\.csv', 'b\.csv'.*unpack"):
        read_file(_zip(a__csv=ROWS, b__csv=ROWS), "a.zip")


def test_a_workbook_is_read(read_file: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "author", "text", "date"], [1, "ann", "The pier is shut.", 45000.5],
                [2, "ben", "It is open.", 45001.25]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    comments, report = read_file((tmp_path / "b.xlsx").read_bytes(), "c.xlsx")
    assert report.format == "excel"
    assert [(c.id, c.text) for c in comments] == [("1", "The pier is shut."), ("2", "It is open.")]
    assert comments[0].created_at is not None
    assert comments[0].created_at.date().isoformat() == "2023-03-15"
    assert any("Excel" in sentence for sentence in report.assumed)


@pytest.mark.parametrize("name", ["argilla", "label-studio", "moderato-annotations"])
def test_annotations_are_never_read_as_comments_without_a_word(read_file: Any, name: str) -> None:
    file, content, _ = CASES[name]
    comments, report = read_file(content, file)
    assert any("moderato annotations import" in note for note in report.notes)
    assert not any("yes" in str(c.raw) or "judgement" in str(c.raw) for c in comments)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"id": "1", "status": "completed", "text": "So.", "rude.responses": ["no"]}, "argilla"),
        (
            {"text": "So.", "id": 1, "annotator": 2, "annotation_id": 3, "rude": "no"},
            "label-studio",
        ),
        ({"id": "1", "status": "approved", "text": "So.", "responses": 4}, "jsonl"),
        ({"id": "1", "text": "So.", "data": {"likes": 3}}, "jsonl"),
    ],
)
def test_annotations_of_other_layouts_are_told_from_comments(
    read_file: Any, record: dict[str, Any], name: str
) -> None:
    comments, report = read_file(json.dumps(record), "x.jsonl")
    assert (report.format, [c.text for c in comments]) == (name, ["So."])
