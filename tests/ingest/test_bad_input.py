"""Broken, hostile and cut files: what is readable is kept, the rest is named, nothing hangs."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import layouts
import pytest
import zstandard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import FORMATS, Reading, read

LINES = "".join(json.dumps({"id": n, "text": f"Comment number {n}"}) + "\n" for n in range(20_000))


def comments_of(path: Path, **options: str) -> tuple[list[Comment], Reading]:
    reading = read(path, **options)  # type: ignore[arg-type]
    return [comment for piece in reading for comment in piece.comments], reading


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.gz", gzip.compress),
                                            ("a.jsonl.zst", zstandard.compress)])  # fmt: skip
def test_a_cut_archive_keeps_what_can_be_unpacked(tmp_path: Path, name: str, pack: object) -> None:
    path = tmp_path / name
    whole = pack(LINES.encode())  # type: ignore[operator]
    path.write_bytes(whole[: len(whole) * 3 // 4])
    comments, reading = comments_of(path)
    assert 0 < len(comments) < 20_000
    assert any("cut short" in q.reason for q in reading.summary.quarantined)
    assert reading.summary.records == reading.summary.read + reading.summary.quarantined_count


def test_xml_that_breaks_off_keeps_the_posts_before(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(layouts.DISQUS[: layouts.DISQUS.index('<post dsq:id="102">') + 40])
    comments, reading = comments_of(path)
    assert [c.id for c in comments] == ["100", "101"]
    assert any("breaks off" in q.reason for q in reading.summary.quarantined)


BOMB = """<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<disqus><post><message>&c;</message></post></disqus>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<disqus><post><message>&x;</message></post></disqus>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_xml_with_entities_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content)
    with pytest.raises(BadInput, match="entities"):
        comments_of(path)


def test_an_archive_made_to_fill_a_disk_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.jsonl", "w") as member,
    ):
        for _ in range(80):
            member.write(b"\n" * (1 << 20))
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    with pytest.raises(BadInput, match="times its size"):
        comments_of(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "[" * 100_000),
        ("a.json", '{"comments":' * 100_000),
        ("a.xml", "<disqus>" + "<a>" * 100_000),
        ("a.html", "<div class='comment'>" * 20_000),
    ],
)
def test_deep_nesting_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(BadInput):
        comments_of(path)


def test_replies_nested_a_thousand_deep_are_read(tmp_path: Path) -> None:
    value: dict[str, object] = {"id": 0, "text": "The innermost."}
    for number in range(1, 300):
        value = {"id": number, "text": "Around it.", "replies": [value]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(value))
    comments, reading = comments_of(path)
    assert len(comments) == 300
    assert reading.summary.resolved == 299


def test_an_unquoted_comma_in_a_one_column_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("comment\nYes.\nWell, no.\n")
    comments, reading = comments_of(path)
    assert len(comments) == 1
    assert "--format lines" in reading.summary.quarantined[0].reason
    assert len(comments_of(path, format="lines")[0]) == 3


def test_a_column_that_changes_its_type_costs_those_records_only(tmp_path: Path) -> None:
    rows = [{"id": 1, "text": "One."}, {"id": 2, "text": 7}, {"id": 3, "text": ["x"]},
            {"id": {"a": 1}, "text": "Four."}]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    comments, reading = comments_of(path)
    assert [c.text for c in comments] == ["One.", "Four."]
    assert reading.summary.quarantined_count == 2


SEEDS = [
    layouts.DISQUS, layouts.WXR, layouts.DISCOURSE, layouts.CORAL, layouts.REDDIT, layouts.YOUTUBE,
    layouts.TAKEOUT, layouts.HACKER_NEWS, layouts.ALGOLIA, layouts.MASTODON, layouts.OUTBOX,
    layouts.ISSO, layouts.COMMENTO, layouts.REMARK42, layouts.NYT, layouts.CONVOKIT,
    layouts.MARKUP_PAGE, layouts.LD_PAGE, layouts.YTDLP,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real layout with pieces cut out, doubled, or replaced by values of another kind."""
    text = draw(st.sampled_from(SEEDS)).encode()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 40))
        junk = draw(
            st.sampled_from(
                [b"", b"null", b"[]", b"{}", b"-1", b'"', b"<", b"\x00", b"\xff", b"\n", b"1e999",
                 b"99999999999999999999", b"0000-00-00", text[at : at + length]]
            )
        )  # fmt: skip
        text = text[:at] + junk + text[at + length :]
    return text


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    damaged(), st.sampled_from(["auto", *FORMATS]), st.sampled_from([".json", ".xml", ".csv", ""])
)
@example(b'{"hits": [1]}', "auto", ".json")
@example(b'{"post_stream": {"posts": [1, null]}}', "auto", ".json")
def test_damaged_layouts_are_read_or_refused_and_counts_add_up(
    tmp_path: Path, content: bytes, format: str, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    try:
        comments, reading = comments_of(path, format=format)
    except BadInput:
        return
    report = reading.summary
    skipped = sum(count for _, count in report.skipped)
    assert report.read == len(comments)
    assert report.records == report.read + report.conflicting + report.quarantined_count + skipped


def test_an_archive_with_a_nameless_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comments.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "id,text\n1,Cold clay.\n")
    content = path.read_bytes().replace(b"x", b"\x00")  # a name that ends where it begins
    path.write_bytes(content)
    with pytest.raises(BadInput, match="ZIP archive"):
        list(read(path))
