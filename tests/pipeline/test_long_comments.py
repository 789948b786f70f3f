"""A comment that is longer than what is read of it goes to a person and says so."""

from dataclasses import replace

from fakes import PROFILE, PlainPreparer, Says, discussion

from analysis.combination import Combination
from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation
from analysis.pipeline import Pipeline


class ShortSighted(PlainPreparer):
    def prepare(self, discussion, *, only=None):
        read = super().prepare(discussion, only=only)
        return [replace(c, cut_at=5 if len(c.comment.text) > 5 else None) for c in read]


def test_where_reading_stopped_is_part_of_the_answer():
    pipeline = Pipeline(ShortSighted(), (Says(lambda _: 0.9),), Combination("t", {}), PROFILE)
    long, short = pipeline.analyze(discussion("Some words.", "Hi."))
    assert all("Read to character 5 of 11." in r.detail for r in long.labels.values())
    assert not any("Read to" in (r.detail or "") for r in short.labels.values())


def test_what_was_read_only_in_part_is_never_cleared_and_keeps_what_was_found():
    pipeline = Pipeline(ShortSighted(), (Says(lambda _: 0.01),), Combination("t", {}), PROFILE)
    long, short = pipeline.analyze(discussion("Some words.", "Hi."))
    assert set(long.recommendations.values()) == {Recommendation.UNSUPPORTED}
    assert all(r.status is Status.ABSTAINED and r.probability is None for r in long.labels.values())
    assert [p.probability for r in long.labels.values() for p in r.parts] == [0.01]
    assert Recommendation.CLEAR in short.recommendations.values()


class HalfRead(PlainPreparer):
    def prepare(self, discussion, *, only=None):
        read = super().prepare(discussion, only=only)
        part = replace(read[0].language, unread="4 of 9 words were not read.")
        return [replace(read[0], language=part), *read[1:]]


def test_a_passage_in_another_language_keeps_a_comment_from_being_cleared():
    pipeline = Pipeline(HalfRead(), (Says(lambda _: 0.01),), Combination("t", {}), PROFILE)
    mixed, plain = pipeline.analyze(discussion("Some words.", "Hi."))
    assert set(mixed.recommendations.values()) == {Recommendation.UNSUPPORTED}
    assert all("4 of 9 words" in r.detail for r in mixed.labels.values())
    assert Recommendation.CLEAR in plain.recommendations.values()
