"""Passages: few phrases of whole words, one where a label is probable, none where it is clear."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from later import needs
from tiny_model import write_tiny_model
from tokenizers import Tokenizer

from analysis.resources import models_dir
from analysis.scorers.embedded_manifest import TOKENIZER_FILE, read_manifest
from analysis.scorers.embedded_marks import (
    all_marked,
    is_punctuation,
    maximal_segments,
    passages,
    tells,
)
from analysis.scorers.embedded_pieces import TokenScores
from analysis.scorers.embedded_spelling import WORD
from analysis.scorers.embedded_tokens import TextTokenizer
from analysis.scorers.embedded_words import CommentWords, WordTable, words_of

pytestmark = needs("onnx")


def pieces(*parts: tuple[int, int, float]) -> TokenScores:
    """Token scores of one channel from (start, end, probability)."""
    starts, ends, chances = zip(*parts, strict=True)
    return TokenScores(
        np.array(starts), np.array(ends), np.array(chances, dtype=np.float32)[:, None]
    )


def words_in(tokens: TokenScores, text: str) -> CommentWords:
    (words,) = words_of([tokens], [text])
    return words


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
    found = WordTable.by_search([pieces(*tokens)], [text])
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
    found = WordTable.by_search([pieces(*ranges)], [text])
    last = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        last = end


def one_by_one(tokens: TokenScores, text: str) -> list[tuple[str, int, int, list[float]]]:
    """The words that a token touches, with the strongest row of these, by looking at each."""
    words = []
    for match in WORD.finditer(text):
        start, end = match.span()
        rows = [
            row
            for s, e, row in zip(tokens.starts, tokens.ends, tokens.probabilities, strict=True)
            if s < end and e > start
        ]
        if rows:
            words.append((match[0], start, end, np.max(rows, axis=0).tolist()))
    return words


@st.composite
def scored_texts(draw) -> tuple[str, TokenScores]:
    text = draw(st.text(alphabet="ab'- .!?\n🐀é", max_size=25))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    ranges = [place for place in pairwise(cuts) if draw(st.booleans())]
    chances = draw(st.lists(st.floats(0, 1, width=32), min_size=2 * len(ranges),
                            max_size=2 * len(ranges)))  # fmt: skip
    return text, TokenScores(
        np.array([start for start, _ in ranges], dtype=np.int64),
        np.array([end for _, end in ranges], dtype=np.int64),
        np.array(chances, dtype=np.float32).reshape(-1, 2),
    )


def test_of_no_text_there_are_no_words() -> None:
    assert words_of([], []) == []


@given(st.lists(scored_texts(), min_size=1, max_size=5))
def test_words_of_several_texts_are_those_of_each(texts):
    for words, (text, tokens) in zip(
        words_of([tokens for _, tokens in texts], [text for text, _ in texts]), texts, strict=True
    ):
        table, inside = words.table, slice(words.first, words.end)
        found = zip(
            words.spelled(0, words.end - words.first),
            table.starts[inside],
            table.ends[inside],
            table.probabilities[inside].tolist(),
            strict=True,
        )
        assert list(found) == one_by_one(tokens, text)


PIECES = "The fool f**l wh!t don't half-wits a.b ... ?! ; x_y #tag $5 -o- é 3,5 \n \t \n\n".split(
    " "
)
PLAIN = st.lists(st.sampled_from(["", *PIECES]), max_size=25)


@lru_cache(maxsize=1)
def tokenizer() -> TextTokenizer:
    return TextTokenizer(Tokenizer.from_file(str(models_dir() / "open" / TOKENIZER_FILE)))


@given(st.lists(PLAIN.map(" ".join), min_size=1, max_size=4), st.integers(0, 9))
def test_words_told_by_tokens_are_those_of_a_search(texts: list[str], seed: int) -> None:
    draw = np.random.default_rng(seed)
    known = []
    for text, read in zip(texts, tokenizer().tokens(texts), strict=True):
        kinds = None if read.kinds is None else np.frombuffer(read.kinds, dtype=np.int8)
        assert (kinds is None) is not text.isascii()
        chances = draw.random((len(read.ids), 2), dtype=np.float32)
        known.append(TokenScores(np.array(read.starts, dtype=np.int64),
                                 np.array(read.ends, dtype=np.int64), chances, kinds))  # fmt: skip
    searched = words_of([replace(scores, kinds=None) for scores in known], texts)
    for told, found in zip(words_of(known, texts), searched, strict=True):
        assert content(told) == content(found)


def content(words: CommentWords) -> object:
    """All that passages are made of, places counted within the comment."""
    table, inside = words.table, slice(words.first, words.end)
    marks = [at - words.first for at in table._sentence_ends if words.first <= at < words.end]
    rows = table.probabilities[inside].tolist()
    spelled = words.spelled(0, words.end - words.first)
    return table.starts[inside], table.ends[inside], rows, marks, spelled


def test_a_comment_in_company_shows_the_passages_that_it_shows_alone(tmp_path):
    manifest = read_manifest(write_tiny_model(tmp_path / "tiny"))
    draw = np.random.default_rng(5)
    texts = ["it is of the bridge. such utter fools! no", "liars", "", "- ! ?", "so what; fools?"]
    tokens = []
    for text in texts:
        places = np.array([m.span() for m in re.finditer(r"\S+", text)]).reshape(-1, 2)
        chances = draw.random((len(places), len(manifest.channels)), dtype=np.float32)
        tokens.append(TokenScores(places[:, 0], places[:, 1], chances))
    together = words_of(tokens, texts)
    for words, scores, text in zip(together, tokens, texts, strict=True):
        for probability in (0.4, 0.9):
            say = {"label": "disagreement", "probability": probability}
            channels = manifest.channels[:2]
            alone = passages(manifest, words_in(scores, text), channels, **say)
            assert passages(manifest, words, channels, **say) == alone


def test_a_probable_label_shows_its_strongest_word_where_none_is_sure(tmp_path):
    manifest = read_manifest(write_tiny_model(tmp_path / "tiny"))
    channel = manifest.channels[0]
    width = len(manifest.channels)
    chances = np.tile(np.array([[0.02], [0.09], [0.01]], dtype=np.float32), (1, width))
    tokens = TokenScores(np.array([0, 4, 10]), np.array([3, 9, 14]), chances)
    text = "the fools said"

    def shown(probability: float):
        return passages(
            manifest,
            words_in(tokens, text),
            (channel,),
            label="disagreement",
            probability=probability,
        )

    assert shown(0.3) == ()
    ((span, strength),) = shown(0.9)
    assert text[span.start : span.end] == "fools"
    assert strength == pytest.approx(0.09)
    assert all_marked(manifest, tokens, text, channel) == [span]


def marked(tmp_path, text: str, *strengths: float, probability: float = 0.9, **changes):
    """The phrases shown of a text whose words have these strengths."""
    manifest = replace(read_manifest(write_tiny_model(tmp_path / "tiny")), **changes)
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    table = np.tile(np.array(strengths, dtype=np.float32)[:, None], (1, len(manifest.channels)))
    tokens = TokenScores(np.array([s for s, _ in words]), np.array([e for _, e in words]), table)
    found = passages(
        manifest,
        words_in(tokens, text),
        (manifest.channels[0],),
        label="disagreement",
        probability=probability,
    )
    return [text[s.start : s.end] for s, _ in found]


def test_a_weak_word_between_strong_ones_belongs_to_the_phrase(tmp_path):
    assert marked(tmp_path, "such utter and total nonsense again", .1, .9, .4, .9, .9, .1) == [
        "utter and total nonsense"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("strengths", "probability", "phrases"),
    [
        ([.1, .9, .5, .9, .9, .1], .9, ["utter and total nonsense"]),
        # the bar is a share of the strongest word, so the whole comment may be weaker
        ([.01, .09, .05, .09, .09, .01], .9, ["utter and total nonsense"]),
        # a word of two fifths of the strongest lies below the bar
        ([.1, .3, .1, .3, .9, .1], .9, ["nonsense"]),
        # where the label is unsure, some word must be notable by itself
        ([.01, .09, .05, .09, .09, .01], .4, []),
        ([.1, .4, .3, .4, .4, .1], .4, ["utter and total nonsense"]),
    ],
)  # fmt: skip
def test_a_word_is_held_against_the_strongest_of_its_comment(
    tmp_path, strengths, probability, phrases
):
    text = "such utter and total nonsense again"
    assert marked(tmp_path, text, *strengths, probability=probability) == phrases


def test_words_that_tell_nothing_are_no_phrase_by_themselves(tmp_path):
    assert (
        marked(tmp_path, "it is of the bridge there", 0.9, 0.9, 0.9, 0.9, 0.1, 0.1, probability=0.4)
        == []
    )
    assert marked(tmp_path, "it is of the bridge there", .9, .9, .9, .9, .6, .1) == [
        "it is of the bridge"
    ]  # fmt: skip


def test_at_most_three_phrases_are_shown_and_none_where_the_label_is_clear(tmp_path):
    text = "fools came - clowns went - liars sat - crooks ran"
    strengths = [0.9, 0.0, 0.0] * 3 + [0.9, 0.0]
    assert len(marked(tmp_path, text, *strengths)) == 3
    clear = {"marks_from": {"disagreement": 0.2}, "probability": 0.1}
    assert marked(tmp_path, text, *strengths, **clear) == []


@given(st.lists(st.integers(-5, 5).map(float), max_size=25))
def test_segments_are_apart_and_none_can_be_made_better_from_its_ends(gains):
    found = maximal_segments(gains)
    for (_, last, _), (first, _, _) in pairwise(sorted(found)):
        assert last < first
    for first, last, score in found:
        inside = gains[first : last + 1]
        assert score == sum(inside) > 0
        assert all(sum(inside[:n]) > 0 for n in range(1, len(inside) + 1))
        assert all(sum(inside[n:]) > 0 for n in range(len(inside)))
    best = max((sum(gains[a:b]) for a in range(len(gains)) for b in range(a + 1, len(gains) + 1)),
               default=0.0)  # fmt: skip
    assert max((s for _, _, s in found), default=0.0) == max(best, 0.0)


@pytest.mark.parametrize(("word", "yes"), [("the", 0), ("You", 0), ("!", 0), ("rat", 1), ("🐀", 1)])
def test_a_function_word_or_a_mark_tells_nothing_and_an_emoji_does(word, yes):
    assert tells(word) == bool(yes)
    assert is_punctuation(word) == (word == "!")
