"""One small file per format, with the comments that it holds; and files of the general formats."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import layouts
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from written_pages import page

Expected = list[tuple[str, str | None, str | None, str]]

CASES: dict[str, tuple[str, str, Expected]] = {
    "disqus": ("a.xml", layouts.DISQUS, [
        ("100", None, "Nora", "<p>The wall is <b>too low</b>.</p>"),
        ("101", "100", None, ""),
        ("102", "101", "Olaf", "<p>Plain nonsense.</p>")]),
    "wordpress": ("disqus.xml", layouts.WXR, [
        ("1", None, "Pia", "My kite flew."), ("2", "1", "Quin", "Mine did not."),
        ("1", None, "Rita", "Boats are slower.")]),
    "discourse": ("t.json", layouts.DISCOURSE, [
        ("201", None, "sam", "<p>Open at six?</p>"), ("202", "201", "tia", "No, at seven.")]),
    "coral": ("c.jsonl", layouts.CORAL, [
        ("u-1", None, "a-1", "<div>First!</div>"), ("u-2", "u-1", "a-2", "Nobody cares.")]),
    "reddit": ("RC.jsonl", layouts.REDDIT, [
        ("k1", None, "uma", "A &gt; B"), ("k2", "k1", None, "[removed]"),
        ("k3", "k2", "vic", "What did it say?")]),
    "reddit-page": ("thread.json", layouts.REDDIT_PAGE, [
        ("m1", None, "uma", "It left."), ("m2", "m1", "vic", "It did not.")]),
    "reddit-own-data": ("comments.csv", layouts.REDDIT_OWN, [("z1", None, None, "My own words.")]),
    "youtube": ("y.json", layouts.YOUTUBE, [
        ("Ug1", None, "@wim", "It's fine"), ("Ug1.r", "Ug1", "@xia", "No<br>way")]),
    "yt-dlp": ("v.info.json", layouts.YTDLP, [
        ("C1", None, "@yan", "Lovely"), ("C1.a", "C1", "@zoe", "Boring")]),
    "youtube-downloader": ("d.jsonl", layouts.YOUTUBE_DOWNLOADER, [
        ("D1", None, "@abe", "Great song"), ("D1.q", "D1", "@bea", "Awful song")]),
    "youtube-takeout": ("comments.csv", layouts.TAKEOUT, [
        ("T1", None, "UC1", "Hello there"), ("T2", "T1", "UC1", "Again")]),
    "hacker-news": ("hn.jsonl", layouts.HACKER_NEWS, [
        ("501", None, "dora", "I&#x27;d boil less.<p>Truly."), ("502", "501", None, ""),
        ("503", "502", "emil", "Agreed.")]),
    "hacker-news-algolia": ("a.json", layouts.ALGOLIA, [
        ("901", None, "gus", "Wood."), ("902", "901", "hal", "Steel.")]),
    "mastodon": ("c.json", layouts.MASTODON, [
        ("1", None, "ida", "<p>Rain again</p>"), ("2", "1", "jan", "<p>Sun here</p>")]),
    "activitypub": ("outbox.json", layouts.OUTBOX, [
        ("https://m.example/s/1", None, "https://m.example/u/kai", "<p>One</p>"),
        ("https://m.example/s/2", "https://m.example/s/1", "https://m.example/u/kai",
         "<p>Two</p>")]),
    "isso": ("isso.json", layouts.ISSO, [
        ("1", None, "lea", "Too hot"), ("2", "1", None, ""), ("3", "2", "mia", "Too cold")]),
    "commento": ("c.json", layouts.COMMENTO, [
        ("aa", None, "Noa", "Too long."), ("bb", "aa", "Olga", "Too short.")]),
    "remark42": ("backup.jsonl", layouts.REMARK42, [
        ("r1", None, "pau", "<p>Fine</p>"), ("r2", "r1", None, "")]),
    "hypothesis": ("rows.json", layouts.HYPOTHESIS, [
        ("h1", None, "Ada", "The kiln is cold."), ("h2", "h1", "ben", "It was hot.")]),
    "slack": ("2023-01-02.json", layouts.SLACK, [
        ("1672653600.000100", None, "ada", "Is the kiln on?"),
        ("1672653700.000200", "1672653600.000100", "U2", "No.")]),
    "perspective": ("p.ndjson", layouts.PERSPECTIVE, [("7", None, None, "You are kind.")]),
    "civil-comments": ("c.csv", layouts.CIVIL, [
        ("70", None, None, "A good plan."), ("71", "70", None, "A bad plan.")]),
    "nyt": ("n.csv", layouts.NYT, [
        ("26853969", None, "Quentin", "Well put.<br/>Thanks."),
        ("26853970", "26853969", "Ruth", "Not at all.")]),
    "socc": ("s.csv", layouts.SOCC, [
        ("source1_22100_0", None, "Sven", "Taxes are fine."),
        ("source1_22100_0_1", "source1_22100_0", "Tove", "They are not.")]),
    "polis": ("comments.csv", layouts.POLIS, [("0", None, "1", "More benches.")]),
    "stack-exchange": ("q.csv", layouts.STACK, [("1", None, "77", "It fails on line 4.")]),
    "stack-exchange-dump": ("Comments.xml", layouts.STACK_DUMP, [("1", None, "77", "It fails.")]),
    "discourse-archive": ("user_archive.csv", layouts.DISCOURSE_ARCHIVE, [
        ("https://d.example/t/hours/5/2", None, None, "Open at six.")]),
    "coral-download": ("my_comments.csv", layouts.CORAL_DOWNLOAD, [
        ("m1", None, None, "<div>Well.</div>")]),
    "convokit": ("utterances.jsonl", layouts.CONVOKIT, [
        ("L1", None, "uli", "Ready?"), ("L2", "L1", "vera", "Never.")]),
    "argilla": ("records.jsonl", layouts.ARGILLA, [("a1", None, "Bo", "Lovely trams.")]),
    "label-studio": ("project-1.json", layouts.LABEL_STUDIO, [("11", None, None, "Late again.")]),
    "moderato-annotations": (
        "annotations-1.jsonl", layouts.OWN_ANNOTATIONS, [("c1", None, None, "Quite.")]),
}  # fmt: skip
"""By special format: file name, content, and its comments as id, parent, author and text."""

_ROWS: list[dict[str, Any]] = [
    {"id": "1", "author": "Kim", "email": "k@mail.example", "text": "The tram is late."},
    {"id": "2", "author": "Lou", "email": "l@mail.example", "text": "It is not."},
    {"id": "3", "author": "Mo", "email": "m@mail.example", "text": ""},
]
_TABLE = "\n".join(",".join(row) for row in ([*_ROWS[0]], *(r.values() for r in _ROWS))) + "\n"
_BLOCKS = """Kim
3 March 2024
The tram is late again today.
Reply
Share

Lou
4 March 2024
It was on time for me.
Reply
Share

Mo
5 March 2024
Buses are better anyway.
Reply
Share
"""


def _excel() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ([*_ROWS[0]], *([*r.values()] for r in _ROWS)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_ROWS), out)
    return out.getvalue()


GENERAL: dict[str, tuple[str, str | bytes]] = {
    "page-text": ("page.txt", page()),
    "page-blocks": ("copied.txt", _BLOCKS),
    "csv": ("comments.csv", _TABLE),
    "tsv": ("comments.tsv", _TABLE.replace(",", "\t")),
    "jsonl": ("comments.jsonl", layouts.lines(*_ROWS)),
    "json": ("comments.json", "[" + ",".join(layouts.lines(*_ROWS).splitlines()) + "]"),
    "parquet": ("comments.parquet", _parquet()),
    "excel": ("comments.xlsx", _excel()),
    "html": ("page.html", layouts.MARKUP_PAGE),
    "paragraphs": ("letters.txt", "Trams are late.\n\nBuses are not.\n"),
    "lines": ("letters.txt", "Trams are late.\nBuses are not.\n"),
    "text": ("letter.txt", "Trams are late.\n\nBuses are not.\n"),
}
"""By general format: file name and content."""

BY_NAME_ALONE = ("paragraphs", "lines", "text")
"""Formats that are read only where they are named."""


def fixtures() -> dict[str, tuple[str, bytes]]:
    """File name and content by format."""
    special = {name: (file, content) for name, (file, content, _) in CASES.items()}
    return {
        name: (file, content if isinstance(content, bytes) else content.encode("utf-8"))
        for name, (file, content) in {**GENERAL, **special}.items()
    }


def write_fixture(name: str, folder: Path) -> Path:
    """The format's fixture as a file in ``folder``."""
    file, content = fixtures()[name]
    path = folder / file
    path.write_bytes(content)
    return path
