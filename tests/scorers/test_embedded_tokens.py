"""Tokens word by word: the same as the tokenizer gives for the whole text."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from tokenizers.processors import TemplateProcessing

from analysis.resources import models_dir
from analysis.scorers.embedded_manifest import TOKENIZER_FILE
from analysis.scorers.embedded_tokens import TextTokenizer, Tokens

FILE = models_dir() / "open" / TOKENIZER_FILE


@lru_cache(maxsize=1)
def shipped() -> tuple[TextTokenizer, Tokenizer]:
    whole = Tokenizer.from_file(str(FILE))
    whole.no_truncation()
    whole.no_padding()
    return TextTokenizer(Tokenizer.from_file(str(FILE))), whole


def whole(text: str) -> Tokens:
    encoded = shipped()[1].encode(text, add_special_tokens=False)
    starts, ends = ([place[side] for place in encoded.offsets] for side in (0, 1))
    apart = all(start < end for start, end in encoded.offsets)
    in_order = all(one < later for one, later in pairwise(starts))
    return Tokens(encoded.ids, starts, ends, plain=apart and in_order)


def test_the_tokens_around_a_text_are_known() -> None:
    assert [shipped()[0].first, shipped()[0].last] == shipped()[1].encode("").ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\r\n ",
        "The Council's plan, isn't it?",
        "un-believ_able $3.50 (12 %) a@b.c #tag ~~x~~ `code`",
        "x" * 101 + " " + "y" * 20_000,
        "a [MASK] here, [CLS][SEP] [pad] [UNK]",
        "line\nbreak\ttab\x0bother\x7fdel\x00nul",
        "café Straße naïve 日本 don’t",
        "\u00a0no-break\u2028line",
    ],
)
def test_a_text_has_the_tokens_that_the_tokenizer_gives_it(text: str) -> None:
    for _ in range(2):  # words that are met for the first time, and words that are remembered
        assert shipped()[0].tokens([text]) == [whole(text)]


ascii_texts = st.text(st.characters(max_codepoint=127), max_size=120)
words = st.lists(
    st.sampled_from(
        "The cat can't un happiness idiots ## ##ing [SEP] 3,000 é ß İ don’t _ -".split()
    ),
    max_size=20,
).map(" ".join)


@given(st.one_of(ascii_texts, words, st.text(max_size=60)))
@settings(max_examples=examples(400), deadline=None)
def test_any_text_without_pictures_has_the_same_tokens_as_read_whole(text: str) -> None:
    ours = shipped()[0].tokens([text])[0]
    if all(ord(char) < 0x231A for char in text):  # emoji and the like are read by their names
        assert ours == whole(text)
    assert len(ours.ids) == len(ours.starts) == len(ours.ends)
    assert all(0 <= s <= e <= len(text) for s, e in zip(ours.starts, ours.ends, strict=True))


def test_a_picture_is_read_by_its_name_and_stands_where_it_is() -> None:
    ours = shipped()[0].tokens(["you 🐀!"])[0]
    assert ours.ids == whole("you rat!").ids
    assert (ours.starts, ours.ends) == ([0, 4, 5], [3, 5, 6])


def test_a_tokenizer_of_another_kind_reads_every_text_whole() -> None:
    other = Tokenizer(models.WordLevel({"[UNK]": 0, "Tea": 1, "tea": 2}, unk_token="[UNK]"))
    other.normalizer = normalizers.Strip()
    other.pre_tokenizer = pre_tokenizers.Whitespace()
    other.add_special_tokens(["[END]"])
    other.post_processor = TemplateProcessing(
        single="[END] $A [END]", special_tokens=[("[END]", 3)]
    )
    assert TextTokenizer(other).tokens(["Tea tea"])[0].ids == [1, 2]
