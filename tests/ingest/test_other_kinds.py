"""Files of kinds that are not read: named with the way out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary
from analysis.ingest.other_kinds import text_of_another_kind

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_MAIL = (
    "Subject: Kiln\nDate: Mon, 4 Mar 2024 17:06:00 +0000\nMessage-ID: <1@x.example>\n\nCold.\n\n"
)
_MAILBOX = "".join(f"From {who}@x.example Mon Mar  4 17:06:00 2024\n{_MAIL}" for who in "abc")
_TABLE = "CREATE TABLE `comments` (\n  `id` int,\n  `text` text\n);\n"
_ROWS = "INSERT INTO `comments` (`id`, `text`) VALUES\n(1, 'Cold.'),\n(2, 'Hot.');\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (_MAILBOX, "a mailbox"), ("From: a@x.example\n" + _MAIL, "a mailbox"),
        (_ROWS, "a dump of a database"), ("-- Dump\nSET NAMES utf8;\n\n" + _TABLE, "a dump"),
        ("COPY public.comments (id, text) FROM stdin;\n1\tCold.\n\\.\n", "a dump"),
    ],
    ids=["mbox", "a mail", "rows", "a table", "PostgreSQL"],
)  # fmt: skip
def test_texts_of_other_kinds_are_refused_by_name(read_file: Read, content: str, what: str) -> None:
    for name in ("a.txt", "a.sql"):
        with pytest.raises(BadInput, match=f"is {what}.*which is not read: write"):
            read_file(content, name)


@pytest.mark.parametrize(
    "text",
    ["From: Ann\nDate: 4 March 2024\n\nCold clay.\n", "From where I sit it is cold.\n\n2024\n",
     "Ann\n2 days ago\nCREATE TABLE x (id int) does not work.\nReply\n",
     "-- \nAnn wrote in 2024: INSERT INTO is slow.\n", "Message-ID is what?\n"],
)  # fmt: skip
def test_near_miss_letters_and_talk_about_databases(text: str) -> None:
    assert text_of_another_kind(text) is None


def test_near_miss_a_page_with_votes_is_a_page(read_file: Read) -> None:
    comments, _ = read_file("1 Comment\n\n" + _ROWS + "5 ( +5 / -0 )\n", "a.txt")
    assert len(comments) == 1


@pytest.mark.parametrize(
    ("members", "what"),
    [(["mimetype", "content.xml", "META-INF/manifest.xml"], "an OpenDocument file; save"),
     (["[Content_Types].xml", "word/document.xml"], "a Word file"),
     (["Index/Document.iwa", "preview.jpg"], "a file of Apple's"),
     (["comments.jsonl.gz"], r"a ZIP archive with 1 files that may hold comments \('comments.jso"),
     (["a.png"], r"a ZIP archive with 0 files that may hold comments \(none\)")],
)  # fmt: skip
def test_archives_that_are_documents_are_refused_by_name(
    read_file: Read, members: list[str], what: str
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    with pytest.raises(BadInput, match=f"is {what}"):
        read_file(packed.getvalue(), "a.zip")
