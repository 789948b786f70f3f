"""Copied pages of other sites: names, times and furniture by structure, corrected by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from copied_pages import PAGES
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadOptions, ReadSummary, read
from analysis.ingest.page_blocks import has_blocks, line_kinds
from analysis.ingest.page_heads import date_of, name_of, time_in

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.fixture
def read_page(tmp_path: Path) -> Read:
    def reading(text: str, **options: object) -> tuple[list[Comment], ReadSummary]:
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        discussions = read(path, options=ReadOptions(**options))
        comments = [comment for piece in discussions for comment in piece.comments]
        return comments, discussions.summary

    return reading


FIRST = ("The ferry left ten minutes early on Monday.", "Nobody at the quay was told.")
SECOND = "It did not. I was on it, you dreamer."
THIRD = "Thank you for the timetable."

AUTHORS = {
    "disqus": ("Nora Quay", "olaf77", "Pia"),
    "wordpress": ("Nora Quay", "Olaf", "Pia"),
    "reddit_old": ("nora_quay", "olaf77", "pia"),
    "reddit_new": ("nora_quay", "olaf77", "pia"),
    "youtube": ("@noraquay", "@olaf77", "@pia"),
    "facebook": ("Nora Quay", "Olaf Berg", "Pia Sand"),
    "guardian": ("NoraQuay", "Olaf77", "Pia"),
    "times": ("Nora Quay", "Olaf", "Pia"),
    "hn": ("nora_quay", "olaf77", "pia"),
    "tweet": ("Nora Quay", "Olaf", "Pia"),
    "forum": ("Nora Quay", "Olaf", "Pia"),
}
ANSWERING = ("disqus", "wordpress", "facebook", "guardian", "tweet")


@pytest.mark.parametrize("site", sorted(AUTHORS))
def test_each_comment_has_its_own_words_and_author(read_page: Read, site: str) -> None:
    comments, _ = read_page(PAGES[site])
    ours = [c for c in comments if c.author in AUTHORS[site]]
    assert [c.author for c in ours[:3]] == list(AUTHORS[site])
    assert ours[0].text.startswith(FIRST[0])
    assert ours[0].text.endswith(FIRST[0] if site == "tweet" else FIRST[1])
    assert ours[1].text.endswith(SECOND)
    assert ours[2].text.casefold().endswith(THIRD.casefold())


@pytest.mark.parametrize("site", ANSWERING)
def test_replies_are_linked_where_the_copy_still_shows_them(read_page: Read, site: str) -> None:
    comments, summary = read_page(PAGES[site])
    assert comments[1].parent_id == comments[0].id
    assert (summary.answers, summary.resolved) == (1, 1)


def test_dates_are_read_and_days_ago_are_left_out(read_page: Read) -> None:
    comments, summary = read_page(PAGES["german"])
    assert [c.created_at is not None for c in comments] == [True, False, True]
    assert any("full stops" in sentence for sentence in summary.assumed)


def test_the_reader_says_which_lines_it_took_for_what(read_page: Read) -> None:
    _, summary = read_page(PAGES["guardian"])
    told = " ".join(summary.notes)
    assert "names: lines 11, 21, 30" in told
    assert "times: lines 12, 23, 31" in told
    assert "reply, report, share" in told


def test_a_person_corrects_what_a_line_is(read_page: Read) -> None:
    page = PAGES["forum"].replace("THIRD", THIRD)
    kinds = [kind for kind, _ in line_kinds(page)]
    assert kinds[:5] == ["name", "time", "text", "text", "own"]
    comments, _ = read_page(page, lines={4: "own"})
    assert comments[0].text == FIRST[0]
    comments, _ = read_page(page, lines={5: "text"})
    assert comments[0].text.endswith("Quote")


def test_a_correction_that_can_not_be_is_refused(read_page: Read) -> None:
    with pytest.raises(BadInput, match="Line 999"):
        read_page(PAGES["forum"], lines={999: "name"})
    with pytest.raises(BadInput, match="allowed"):
        read_page(PAGES["forum"], lines={1: "headline"})


@pytest.mark.parametrize(
    "text",
    [
        "Ann: the ferry left early\nBen: it did not\nAnn: it did\n",
        "In 2019 we left.\n\nBy May 2020 nobody cared.\n\nThat was 3 days ago.\n",
        "A list\n- 3 days\n- 2 weeks\n",
    ],
)
def test_near_miss_a_text_without_structure_is_never_guessed(text: str) -> None:
    assert not has_blocks(text)


@pytest.mark.parametrize(
    ("line", "before", "when"),
    [
        ("nora_quay 3 days ago | next [–]", "nora_quay", "3 days ago"),
        ("Posted March 4, 2024", "", "March 4, 2024"),
        ("Olaf · 2d", "Olaf", "2d"),
        ("4 Mar 2024 09.12", "", "4 Mar 2024 09.12"),
        ("vor 2 Tagen", "", "vor 2 Tagen"),
        ("il y a 3 jours", "", "il y a 3 jours"),
        ("March 4", "", "March 4"),
    ],
)
def test_times_of_pages(line: str, before: str, when: str) -> None:
    assert time_in(line) == (before, when)


@pytest.mark.parametrize("line", ["12", "Edited 2d ago", "1.2K", "Reply", "We left at once."])
def test_near_miss_lines_without_a_time(line: str) -> None:
    assert time_in(line) is None


@pytest.mark.parametrize(
    ("when", "date"),
    [("3 days ago", None), ("March 4", None), ("4 Mar 2024 09.12", "4 Mar 2024 9:12")],
)
def test_only_dates_with_a_year_become_times(when: str, date: str | None) -> None:
    read_as = date_of(when)
    assert (read_as or "").replace(" 09", " 9") == (date or "")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[–]nora_quay 12 points", "nora_quay"), ("Nora Quay says:", "Nora Quay"),
        ("John D.", "John D."), ("We left early.", None),
        ("a line of far too many words to be anybody", None),
    ],
)  # fmt: skip
def test_names_of_pages(line: str, name: str | None) -> None:
    assert name_of(line) == name


LINES = st.sampled_from(
    ["Nora", "Olaf", "3 days ago", "4 May 2024", "Reply", "Share", "•", "12", "", "It left.", "@x"]
)


@given(st.lists(LINES, max_size=40))
def test_every_line_is_something_and_no_word_is_lost_or_made(lines: list[str]) -> None:
    text = "\n".join(lines)
    kinds = line_kinds(text)
    assert not kinds or [line for _, line in kinds] == text.split("\n")[: len(kinds)]
