"""Who says that somebody is no idiot insults nobody; the default model once flagged the word."""

from __future__ import annotations

from functools import lru_cache

import pytest

from analysis.evaluation.row_scores import score_texts
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings

LABEL = "possible_hostility"
PAIRS = (
    ("You are not an idiot.", "You are an idiot."),
    ("You are not stupid.", "You are stupid."),
    ("Nobody here is a fool.", "Everybody here is a fool."),
    ("I was such an idiot yesterday.", "You were such an idiot yesterday."),
    ("I never said that you were a moron.", "I said that you are a moron."),
    ("She isn't a coward, she is careful.", "She is a coward."),
    ("You are no clown, my friend.", "You are a clown."),
    ("My uncle isn't a pig and never was.", "Your uncle is a pig."),
    ("Nobody called you a liar.", "You liar."),
    ("Nobody here has ever said you are stupid.", "You are stupid, and everybody here said it."),
    ("Nobody said you are a liar, read it again.", "You are a liar, read it again."),
)


@lru_cache
def probability() -> dict[str, float]:
    texts = [text for pair in PAIRS for text in pair]
    rows = score_texts(build_pipeline(Settings(), default_profile()), texts)
    return {text: float(row[LABEL] or 0.0) for text, row in zip(texts, rows, strict=True)}


@pytest.mark.parametrize(("negated", "insult"), PAIRS)
def test_a_negated_insult_is_not_flagged_and_the_insult_is(negated: str, insult: str) -> None:
    flag_at = default_profile().thresholds[LABEL].flag_at
    assert probability()[negated] < flag_at <= probability()[insult]
