"""Comments of saved pages whose markup is not known: by repeated blocks and their nesting."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from html_pages import ARTICLES, FIRST, NAMES, PAGES, SECOND, THIRD, page
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary
from analysis.ingest.html_lines import shown_lines
from analysis.ingest.html_tree import page_of

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize("site", PAGES)
def test_each_comment_has_its_words_author_time_and_id(read_file: Read, site: str) -> None:
    content, ids, _ = PAGES[site]
    comments, summary = read_file(content, "page.html")
    assert [(c.author, c.text) for c in comments] == [
        *zip(NAMES, (FIRST, SECOND, THIRD), strict=True)
    ]  # fmt: skip
    assert [comment.id for comment in comments] == ids
    days = [comment.created_at.day for comment in comments if comment.created_at]
    assert days == [7, 8, 9]
    assert {comment.created_at.year for comment in comments if comment.created_at} == {2022}
    assert summary.format == "html"


@pytest.mark.parametrize("site", PAGES)
def test_nesting_levels_and_margins_give_the_parents(read_file: Read, site: str) -> None:
    content, ids, answers = PAGES[site]
    comments, _ = read_file(content, "page.html")
    assert [c.parent_id for c in comments] == [None, ids[0] if answers else None, None]


def test_that_the_blocks_were_guessed_is_told_and_refused_if_strict(read_file: Read) -> None:
    content, _, _ = PAGES["a nameless site"]
    _, summary = read_file(content, "page.html")
    assert any("repeated blocks" in sentence for sentence in summary.assumed)
    with pytest.raises(BadInput, match="repeated blocks"):
        read_file(content, "page.html", strict=True)


def test_a_page_of_many_comments_is_read_in_proportion(read_file: Read) -> None:
    words = "the kiln was cold and wet clay came to our pots when nobody saw it".split()
    took = []
    for count in (150, 1200):
        entries = "".join(
            f'<div class="entry"><p class="who">{NAMES[n % 3]}{n % 40}</p><p>{n % 28 + 1} March '
            f"2022</p><p>{' '.join(words[(n * 7 + k * k) % 14] for k in range(12))}.</p></div>"
            for n in range(count)
        )
        began = time.process_time()
        comments, _ = read_file(page(f'<section class="comments">{entries}</section>'), "a.html")
        took.append(time.process_time() - began)
        assert len(comments) == count
    assert took[1] < 30 * max(took[0], 0.05)


def test_near_miss_a_list_of_articles_is_no_discussion(read_file: Read) -> None:
    with pytest.raises(BadInput, match="No comments were found"):
        read_file(ARTICLES, "page.html")


def test_near_miss_a_page_with_a_form_for_comments_only(read_file: Read) -> None:
    form = '<form class="comment-form"><textarea name="comment">Say it</textarea></form>'
    with pytest.raises(BadInput, match="No comments were found"):
        read_file(page(form), "page.html")


def test_an_answer_of_a_question_page_and_authors_in_a_list_are_read(read_file: Read) -> None:
    data = (
        '{"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Hot?", "text": "Is it?",'
        '"acceptedAnswer": {"@type": "Answer", "text": "At noon.", "author": [{"name": "Ada"}],'
        '"comment": {"@type": "Comment", "text": "Never.", "author": {"name": "Ben"}}}}}'
    )
    content = page(f'<script type="application/ld+json">{data}</script>')
    comments, _ = read_file(content, "page.html")
    assert [(c.author, c.text) for c in comments] == [("Ada", "At noon."), ("Ben", "Never.")]
    assert comments[1].parent_id == comments[0].id


@given(st.text(alphabet="<>/ab p=\"'&;!-\n", max_size=200))
def test_every_shown_line_is_in_the_source(source: str) -> None:
    _, pieces = page_of(source)
    for shown in shown_lines(pieces, source):
        assert 0 <= shown.line.start <= shown.line.end <= len(source)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
