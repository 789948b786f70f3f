"""Without a model the shipped thresholds still tell comments apart."""

from __future__ import annotations

from analysis.domain.comment import Article, Comment, Discussion
from analysis.labels import LABEL_KEYS
from analysis.services.learning.site_kinds import site_kinds
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings

PLAIN = (
    "The library opens at nine on Saturdays.",
    "My sister planted beans behind the shed this year.",
    "Thanks, that was a good read.",
)
RUDE = "You are a pathetic idiot and a liar."


def test_a_comment_without_a_cue_is_clear_and_a_plain_insult_is_flagged():
    pipeline = build_pipeline(Settings(model="none"), default_profile())
    texts = [*PLAIN, RUDE]
    comments = tuple(Comment(f"c{i}", "t", i, text) for i, text in enumerate(texts, start=1))
    analyses = list(pipeline.analyze(Discussion(Article("t"), comments)))
    told = {
        label: [str(analysis.recommendations[label]) for analysis in analyses]
        for label in LABEL_KEYS
    }
    assert told["possible_hostility"] == ["clear", "clear", "clear", "flag"]
    assert told["generalization"][:3] == ["clear"] * 3


def test_by_no_kind_of_site_s_thresholds_is_a_comment_without_a_cue_more_than_clear():
    pipeline = build_pipeline(Settings(model="none"), default_profile())
    (analysis,) = pipeline.analyze(Discussion(Article("t"), (Comment("c", "t", 1, PLAIN[0]),)))
    for kind in site_kinds():
        for label in LABEL_KEYS:
            (part,) = [p for p in analysis.labels[label].parts if p.scorer == "rules"]
            chance = kind.combination.probability(label, {"rules": part.probability})
            assert chance < kind.thresholds[label].clear_below, (kind.key, label)
