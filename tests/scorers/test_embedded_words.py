"""Passages are made of whole words, and a probable label always shows one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_model import write_tiny_model

from analysis.scorers.embedded_answers import all_marked, by_word, passages
from analysis.scorers.embedded_manifest import read_manifest
from analysis.scorers.embedded_model import TokenScores


def pieces(*parts: tuple[int, int, float]) -> TokenScores:
    """Token scores of one channel from (start, end, probability)."""
    starts, ends, chances = zip(*parts, strict=True)
    return TokenScores(
        np.array(starts), np.array(ends), np.array(chances, dtype=np.float32)[:, None]
    )


@pytest.mark.parametrize(
    ("text", "tokens", "words"),
    [
        # a word in two pieces is one word, as strong as its strongest piece
        ("what nincompoops", [(0, 4, 0.1), (5, 9, 0.2), (9, 16, 0.7)], ["what", "nincompoops"]),
        # a masked word is one word
        ("you f**l!", [(0, 3, 0.0), (4, 5, 0.3), (5, 6, 0.3), (6, 7, 0.3), (7, 8, 0.6),
                       (8, 9, 0.0)], ["you", "f**l", "!"]),
        # an apostrophe and a hyphen join, a comma does not
        ("don't half-wits, go", [(0, 3, 0.1), (3, 4, 0.1), (4, 5, 0.1), (6, 10, 0.4),
                                 (10, 11, 0.4), (11, 15, 0.4), (15, 16, 0.0), (17, 19, 0.0)],
         ["don't", "half-wits", ",", "go"]),
    ],
)  # fmt: skip
def test_pieces_become_whole_words(text, tokens, words):
    found = by_word(pieces(*tokens), text)
    spans = list(zip(found.starts, found.ends, strict=True))
    assert [text[s:e] for s, e in spans] == words
    for (start, end), chance in zip(spans, found.probabilities[:, 0], strict=True):
        inside = [p for s, e, p in tokens if s < end and e > start]
        assert chance == pytest.approx(max(inside))


@given(st.text(max_size=60), st.data())
def test_words_lie_in_the_text_in_order_and_apart(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=12)))
    ranges = [(a, b, data.draw(st.floats(0, 1))) for a, b in pairwise(cuts)]
    if not ranges:
        return
    found = by_word(pieces(*ranges), text)
    last = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        last = end


def test_a_probable_label_shows_its_strongest_word_where_none_is_sure(tmp_path):
    manifest = read_manifest(write_tiny_model(tmp_path / "tiny"))
    channel = manifest.channels[0]
    width = len(manifest.channels)
    chances = np.tile(np.array([[0.02], [0.09], [0.01]], dtype=np.float32), (1, width))
    tokens = TokenScores(np.array([0, 4, 10]), np.array([3, 9, 14]), chances)
    text = "the fools said"
    assert passages(manifest, tokens, text, (channel,), sure=False) == ()
    ((span, strength),) = passages(manifest, tokens, text, (channel,), sure=True)
    assert text[span.start : span.end] == "fools"
    assert strength == pytest.approx(0.09)
    assert all_marked(manifest, tokens, text, channel) == [span]
