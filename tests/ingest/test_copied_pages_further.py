"""Copied pages whose heads, furniture and order differ from the usual."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from copied_pages_further import PAGES

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary
from analysis.ingest.page_heads import name_of, time_in
from analysis.ingest.page_lines import plain

Read = Callable[..., tuple[list[Comment], ReadSummary]]

FIRST, SECOND, THIRD = (
    "The ferry left ten minutes early on Monday.",
    "It did not. I was on it, you dreamer.",
    "Thank you for the timetable.",
)
AUTHORS = {
    "places_behind_names": ("Nora, Quayside, United Kingdom", "Olaf, Bergen, Norway",
                            "Pia, Sandby, Denmark"),
    "coral": ("Nora Quay", "Olaf77", "Pia"),
    "heads_below_texts": ("Nora Quay, Quayside", "Olaf, Bergen", "Pia, Sandby"),
    "months_alone": ("noraquay Nora Quay", "olaf77", "pia"),
}  # fmt: skip
USUAL = ("Nora Quay", "Olaf", "Pia")


@pytest.mark.parametrize("site", PAGES)
def test_each_comment_has_its_own_words_and_author(read_file: Read, site: str) -> None:
    comments, _ = read_file(PAGES[site], "page.txt")
    first, second, *between, third = comments
    assert len(between) == (1 if site == "replies_by_indentation" else 0)
    assert (first.author, second.author, third.author) == AUTHORS.get(site, USUAL)
    assert first.text.startswith(FIRST)
    assert first.text.endswith("Nobody at the quay was told.")
    assert second.text.endswith(SECOND)
    assert third.text == THIRD


def test_indentation_and_in_reply_to_give_the_parents(read_file: Read) -> None:
    comments, _ = read_file(PAGES["replies_by_indentation"], "page.txt")
    assert [c.parent_id for c in comments] == [None, "block-1", "block-2", None]
    comments, _ = read_file(PAGES["coral"], "page.txt")
    assert [c.parent_id for c in comments] == [None, "block-1", None]


@pytest.mark.parametrize(
    ("site", "days"),
    [("names_below_times", [4, 14, 15]), ("profiles_beside_posts", [4, 4, 5]),
     ("heads_below_texts", [3, 4, 5]), ("replies_by_indentation", [3, 4, 4, 5])],
)  # fmt: skip
def test_the_time_of_the_comment_is_taken_and_not_that_of_joining(
    read_file: Read, site: str, days: list[int]
) -> None:
    comments, _ = read_file(PAGES[site], "page.txt")
    moments = [comment.created_at for comment in comments]
    assert [moment and (moment.year, moment.day) for moment in moments] == [(2024, d) for d in days]


@pytest.mark.parametrize(
    ("line", "before"),
    [("Olaf, 4 March 2024", "Olaf"), ("Pia 5 March 2024, 10:12", "Pia"),
     ("Sam 4 March 2024", "Sam"), ("Monday, 4 March 2024", ""), ("sam. 4 mars 2024", ""),
     ("Mo., 4. März 2024", ""), ("on 4 March 2024", ""), ("4 March 2024", "")],
)  # fmt: skip
def test_a_name_before_a_date_is_no_day_of_the_week(line: str, before: str) -> None:
    in_line = time_in(line)
    assert in_line is not None
    assert in_line[0] == before
    assert "10:12" in in_line[1] or "10:12" not in line


@pytest.mark.parametrize(
    ("line", "name"), [("2. Olaf", "Olaf"), ("#12 Nora Quay", "Nora Quay"), ("2Pac", "2Pac")]
)
def test_the_number_of_a_comment_is_no_part_of_its_authors_name(line: str, name: str) -> None:
    assert name_of(line) == name


def test_a_button_with_and_without_its_count_is_the_same(read_file: Read) -> None:
    assert plain("Respect (3)") == plain("Respect")


@pytest.mark.parametrize("start", ["[12/03/2024, 10:00:00] Nora: The ferry left.",
                                   "[10:12] Nora: The ferry left."])  # fmt: skip
def test_a_chat_is_refused_as_a_text_and_not_as_broken_json(read_file: Read, start: str) -> None:
    with pytest.raises(BadInput, match="--format lines"):
        read_file(f"{start}\n{start}\n", "chat.txt")


def test_near_miss_a_list_of_numbers_is_json(read_file: Read) -> None:
    with pytest.raises(BadInput, match="JSON list"):
        read_file("[12, 13]", "a.json")
