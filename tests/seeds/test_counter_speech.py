"""Speech against abuse, reports of it and quotes of it are not flagged; abuse is."""

from __future__ import annotations

from functools import lru_cache

import pytest

from analysis.evaluation.row_scores import score_texts
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings

COUNTER = (
    "Nobody deserves to be called an idiot for asking how the budget works.",
    "He called her a stupid cow, and nobody on the panel said a word. That is not acceptable.",
    '"You people are vermin" is the kind of sentence that the moderators should remove.',
    "Please stop insulting immigrants, they are our neighbours and they pay taxes like you.",
    "The word 'moron' has no place in a debate about trams.",
    "They say that all Muslims are terrorists. That is a lie, and it hurts real people.",
    "My grandmother was called a filthy foreigner on the bus last week.",
)
ABUSE = (
    "You are an idiot and so is everyone who voted for this.",
    "Immigrants are parasites and should be thrown out.",
    "What a pathetic excuse for journalism, written by a hack for sheep.",
)


@lru_cache
def scored() -> dict[str, dict[str, float | None]]:
    texts = [*COUNTER, *ABUSE]
    pipeline = build_pipeline(Settings(), default_profile())
    return dict(zip(texts, score_texts(pipeline, texts), strict=True))


# Known miss of the default model: an imperative against insults reads to it as an attack.
MISSED = {("possible_hostility", COUNTER[3])}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        pytest.param(
            label,
            text,
            marks=[pytest.mark.xfail(strict=True, reason="the default model flags it")]
            if (label, text) in MISSED
            else [],
        )
        for label in ("possible_hostility", "generalization")
        for text in COUNTER
    ],
)
def test_counter_speech_is_not_flagged(text: str, label: str) -> None:
    assert float(scored()[text][label] or 0.0) < default_profile().thresholds[label].flag_at


@pytest.mark.parametrize("text", ABUSE)
def test_abuse_in_the_same_words_is(text: str) -> None:
    flag_at = default_profile().thresholds["possible_hostility"].flag_at
    assert float(scored()[text]["possible_hostility"] or 0.0) >= flag_at
