"""Copied pages in other languages of the interface and with badges, pins and counts around."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from copied_pages_elsewhere import PAGES

from analysis.domain.comment import Comment
from analysis.domain.outcomes import ReadSummary
from analysis.ingest.page_badges import is_badge, is_count, is_picture
from analysis.ingest.page_heads import is_time, name_of, time_in

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_EN = ("The ferry left ten minutes early", "It did not. I was on it", "Thank you for the timetable")
_DE = ("Die Fähre fuhr am Montag", "Stimmt nicht, du Träumer.", "Danke für den Fahrplan.")
_FR = ("Le ferry est parti", "Faux, ", "Merci pour l'horaire.")

EXPECTED: dict[str, tuple[list[str | None], tuple[str, ...]]] = {
    "yt_de": (["@noraquay", "@olaf77", "@pia"], _DE),
    "yt_fr": (["@noraquay", "@olaf77", "@pia"], _FR),
    "fb_en2": (["Harbour Town News", "Nora Quay", "Olaf Berg", "Pia Sand"], ("Here is", *_EN)),
    "fb_fr": (["Nora Kai", "Olaf Berg", "Pia Sand"], _FR),
    "wp_fr": (["Nora", "Olaf", "Pia"], _FR),
    "wp_avatar": (["Nora Quay", "Olaf", "Pia"], _EN),
    "guardian2": (["NoraQuay", "Olaf77", "Pia", "Quin"], (*_EN[:2], "This comment was", _EN[2])),
    "nyt2": (["Nora", "Olaf", "Pia"], (_EN[0], "@Nora It did not.", _EN[2])),
    "bbc": (["NoraQuay", "Olaf", "Pia"], _EN),
    "zeit": (["Nora K.", "Olaf77", "Pia"], _DE),
    "spiegel": (["Nora K.", "Olaf77", "Pia"], _DE),
    "phpbb": (["nora", "olaf77", "pia"], _EN),
    "insta": (["noraquay", "olaf77", "pia_sand"], (_EN[0], "@noraquay It did not.", _EN[2])),
    "linkedin": (["Nora Quay", "Olaf Berg", "Pia Sand"], _EN),
    "reddit_new2": (["nora_quay", "olaf77", None, "pia"], (*_EN[:2], "Comment deleted", _EN[2])),
    "reddit_old2": (["nora_quay", "olaf77", "quin"], _EN),
    "disqus_new": (["Nora Quay", "olaf77", "Pia"], _EN),
    "substack": (["Nora Quay", "Olaf", "Pia"], _EN),
    "ja": (["のら", "おらふ", "ぴあ"], ("フェリー", "出ていません。", "時刻表")),
    "ru": (["Нора", "Олаф", "Пиа"], ("Паром", "Неправда", "Спасибо")),
}
_DATES = {"wp_fr": "2024-03-04T09:12", "zeit": "2024-03-04T09:12", "phpbb": "2024-03-04T09:12",
          "guardian2": "2024-03-04T09:12", "ru": "2024-03-04T09:12"}  # fmt: skip


@pytest.mark.parametrize("site", EXPECTED)
def test_each_comment_has_its_own_words_and_author(read_file: Read, site: str) -> None:
    comments, summary = read_file(PAGES[site], "page.txt")
    authors, texts = EXPECTED[site]
    assert [c.author for c in comments] == authors
    for comment, beginning in zip(comments, texts, strict=True):
        assert comment.text.startswith(beginning)
        assert comment.text.count("\n\n") <= 1  # no furniture below the words
    assert summary.quarantined_count == 0


@pytest.mark.parametrize("site", _DATES)
def test_the_clock_beside_a_date_is_read(read_file: Read, site: str) -> None:
    comments, _ = read_file(PAGES[site], "page.txt")
    assert comments[0].created_at is not None
    assert comments[0].created_at.isoformat().startswith(_DATES[site])


@pytest.mark.parametrize("site", ["guardian2", "spiegel", "disqus_new"])
def test_whom_a_head_names_is_answered(read_file: Read, site: str) -> None:
    comments, _ = read_file(PAGES[site], "page.txt")
    assert [c.parent_id for c in comments[:2]] == [None, comments[0].id]


@pytest.mark.parametrize(
    "words",
    ["vor 2 Tagen (bearbeitet)", "il y a 1 an", "hace 2 días (editado)", "3 日前", "3일 전",
     "2 дня назад", "1 sem", "3 Tage", "2 j", "09:12 4 Mar", "Mar 2024", "för 3 dagar sedan"],
)  # fmt: skip
def test_times_in_other_languages_of_the_interface(words: str) -> None:
    assert is_time(words) or time_in(words) is not None


@pytest.mark.parametrize("words", ["3 boats", "2 people", "vor dem Haus", "hier bin ich"])
def test_near_miss_words_with_a_number_are_no_time(words: str) -> None:
    assert not is_time(words)


@pytest.mark.parametrize(
    ("line", "kind"),
    [("Top fan", "badge"), ("View all 3 replies", "badge"), ("2 Antworten", "badge"),
     ("12 Guardian Pick", "badge"), ("Pinned by @harbour", "badge"), ("3 Comments", "badge"),
     ("ReplyReply to Nora Quay", "badge"), ("permalinkembedsavereportreply", "badge"),
     ("Nora Avatar", "picture"), ("1.2K", "count"), ("312", "count"),
     # Near misses: somebody's words.
     ("I am the author", ""), ("More replies would help", ""), ("3 comments ago you agreed", ""),
     ("Avatar was a film", ""), ("12 boats", "")],
)  # fmt: skip
def test_what_sites_put_around_a_comment(line: str, kind: str) -> None:
    kinds = {"badge": is_badge(line), "picture": is_picture(line), "count": is_count(line)}
    assert [name for name, holds in kinds.items() if holds] == [kind] * bool(kind)


@pytest.mark.parametrize(
    ("line", "name"),
    [("Post by nora »", "nora"), ("nora[S] 12 points13 points", "nora"), ("#1.1", None),
     ("Nora dit :", "Nora"), ("1 / 3", None), ("Byron", "Byron")],
)  # fmt: skip
def test_names_without_what_sites_put_around(line: str, name: str | None) -> None:
    assert name_of(line) == name


def test_a_page_that_begins_with_a_bracket_is_no_json(read_file: Read) -> None:
    _, summary = read_file(PAGES["reddit_old2"], "page.txt")
    assert summary.format == "page-blocks"
