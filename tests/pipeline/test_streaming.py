"""Batches reach over discussions; scorers that can begin are begun before others answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fakes import PROFILE, PlainPreparer, Says, discussion

from analysis.combination import Combination
from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.domain.finding import Status
from analysis.domain.run import ScorerInfo
from analysis.pipeline import Pipeline

HOSTILITY = "possible_hostility"


def pipeline(*scorers: Any, batch_size: int = 4) -> Pipeline:
    return Pipeline(PlainPreparer(), scorers, Combination("t", {}), PROFILE, batch_size=batch_size)


class Beginning(Says):
    """Says what it is told, in two steps; notes both."""

    def __init__(self, *args: Any, log: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._log = log

    def begin(self, batch: Any) -> Any:
        self._log.append(f"begin {batch[0].comment.text}")

        def collect() -> Any:
            self._log.append(f"collect {batch[0].comment.text}")
            return self.score(batch)

        return collect


def test_a_scorer_that_can_begin_is_two_batches_ahead_of_its_answers() -> None:
    log: list[str] = []
    scorer = Beginning(lambda _: 0.9, log=log)
    done = pipeline(scorer, batch_size=1).analyze(discussion("a", "b", "c", "d"))
    assert [a.comment.text for a in done] == ["a", "b", "c", "d"]
    assert log[:4] == ["begin a", "begin b", "begin c", "collect a"]


def test_batches_grow() -> None:
    scorer = Says(lambda _: 0.9)
    pipeline(scorer, batch_size=256).analyze(discussion(*map(str, range(600))))
    assert [len(batch) for batch in scorer.asked] == [8, 64, 256, 256, 16]


@pytest.mark.parametrize(
    ("comments", "batches"),
    [(5, [5]), (8, [8]), (72, [8, 64]), (100, [8, 64, 28]), (190, [8, 64, 64, 38, 16])],
)
def test_the_first_batch_is_small_and_so_is_the_last(comments: int, batches: list[int]) -> None:
    scorer = Says(lambda _: 0.9)
    found = pipeline(scorer, batch_size=64).analyze(discussion(*map(str, range(comments))))
    assert [len(batch) for batch in scorer.asked] == batches
    assert [analysis.comment.text for analysis in found] == [str(n) for n in range(comments)]


class CountsInfos(Says):
    """Notes how often somebody wants to know its name and version, which costs a digest."""

    infos = 0

    @property
    def info(self) -> ScorerInfo:
        CountsInfos.infos += 1
        return self._info

    @info.setter
    def info(self, info: ScorerInfo) -> None:
        self._info = info


def test_name_and_version_are_not_worked_out_for_every_batch() -> None:
    asked = pipeline(CountsInfos(lambda _: None), batch_size=1)
    CountsInfos.infos = 0
    answered = pipeline(Beginning(lambda _: 0.9, log=[]), batch_size=1)
    for some in (asked, answered):
        some.analyze(discussion("a", "b", "c"))
    assert CountsInfos.infos == 3  # its own, for the three abstentions


class BreaksAtOnce(Says):
    def begin(self, batch: Any) -> Any:
        for comment in batch:
            self._one(comment)
        return lambda: self.score(batch)


def test_one_comment_that_breaks_the_beginning_fails_alone() -> None:
    def breaks(text: str) -> float:
        if text == "b":
            raise ZeroDivisionError
        return 0.9

    found = pipeline(BreaksAtOnce(breaks)).analyze(discussion("a", "b", "c"))
    statuses = [a.labels[HOSTILITY].status for a in found]
    assert statuses == [Status.SCORED, Status.FAILED, Status.SCORED]


def test_each_discussion_has_its_own_answers_and_batches_reach_over_them() -> None:
    scorer = Says(lambda text: len(text) / 10)
    asked = [
        (discussion(), None),
        (discussion("a", "bb"), None),
        (discussion("ccc", "dddd"), {"c2"}),
        (discussion("e"), set()),
        (discussion("ffffff", "g"), None),
        (discussion(), None),
    ]
    answers = pipeline(scorer).analyze_each(asked)
    assert [[a.comment.text for a in some] for some in answers] == [
        [], ["a", "bb"], ["dddd"], [], ["ffffff", "g"], [],
    ]  # fmt: skip
    assert [len(batch) for batch in scorer.asked] == [4, 1]


def test_what_was_read_before_the_source_broke_is_still_answered() -> None:
    def source() -> Iterator[tuple[Discussion, None]]:
        yield discussion("a"), None
        yield discussion("b", "c"), None
        raise BadInput("line 4 is damaged")

    answers = pipeline(Says(lambda _: 0.5)).analyze_each(source())
    assert [a.comment.text for a in next(answers)] == ["a"]
    assert [a.comment.text for a in next(answers)] == ["b", "c"]
    with pytest.raises(BadInput, match="line 4"):
        next(answers)
