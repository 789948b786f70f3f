"""The address holds the whole filter: what is written comes back, what is wrong is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.moderation.queue_address import (
    address_of,
    comment_from,
    filter_from,
    in_queue,
    is_narrowed,
    page_from,
)

words = st.none() | st.text(min_size=1, max_size=20)
# Hundredths, as the slider gives them.
scores = st.none() | st.integers(0, 100).map(lambda n: n / 100)
days = st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))

filters = st.builds(
    QueueFilter,
    queue=st.sampled_from(Queue),
    label=words,
    recommendation=st.none() | st.sampled_from(Recommendation),
    facet=words,
    score_min=scores,
    score_max=scores,
    article_id=words,
    section=words,
    author=words,
    date_from=days,
    date_to=days,
    text=words,
    sort=st.sampled_from(Sort),
)


@given(filters)
def test_a_shared_address_gives_the_same_filter_back(where: QueueFilter) -> None:
    assert filter_from(address_of(where)) == where


def test_the_usual_view_has_an_empty_address() -> None:
    assert address_of(QueueFilter()) == {}
    assert filter_from({}) == QueueFilter()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"queue": "flaged"}, "did you mean 'flagged'"),
        ({"sort": "best"}, "allowed: newest"),
        ({"recommendation": "flags"}, "did you mean 'flag'"),
        ({"min": "1.5"}, "min in the address must be a number from 0 to 1"),
        ({"max": "much"}, "max in the address must be a number from 0 to 1"),
        ({"min": "nan"}, "min in the address must be a number from 0 to 1"),
        ({"from": "1.3.2026"}, "a date such as 2026-03-01"),
        ({"to": "9999-12-31"}, "from 1900 to 2199"),
        ({"q": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_wrong_address_is_answered_with_what_was_expected(
    query: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        filter_from(query)


@pytest.mark.parametrize("page", ["0", "-1", "two", "1.5", "", "99999999999999999999", "٣"])
def test_a_page_that_is_no_whole_number_is_refused(page: str) -> None:
    with pytest.raises(BadInput, match="whole number"):
        page_from({"page": page})


@pytest.mark.parametrize("comment", ["-4", "x", "1;drop", "99999999999999999999"])
def test_a_comment_that_is_no_whole_number_is_refused(comment: str) -> None:
    with pytest.raises(BadInput, match="whole number"):
        comment_from({"comment": comment})


def test_page_and_comment_are_read_where_they_are_named() -> None:
    assert (page_from({}), page_from({"page": "12"})) == (1, 12)
    assert (comment_from({}), comment_from({"comment": "7"})) == (None, 7)


@pytest.mark.parametrize(
    ("where", "narrowed"),
    [
        (QueueFilter(), False),
        (QueueFilter(queue=Queue.ALL, sort=Sort.NEWEST), False),
        (QueueFilter(text="ferry"), True),
        (QueueFilter(score_min=0.0), True),
    ],
)
def test_queue_and_order_alone_do_not_narrow(where: QueueFilter, narrowed: bool) -> None:
    assert is_narrowed(where) is narrowed


def test_another_queue_keeps_the_filter_but_not_what_readers_gave_as_reason() -> None:
    where = filter_from({"queue": "reported", "reason": "spam", "article": "bridge"})
    assert address_of(in_queue(where, Queue.UNSURE)) == {"queue": "unsure", "article": "bridge"}
    assert in_queue(where, Queue.REPORTED) == where
