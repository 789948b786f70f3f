"""Tokens of a text with their places: plain words are looked up, the rest is the tokenizer's.

Most words of a comment have been met before, and a text of ASCII letters and marks falls into
words as BERT's own reading of it does. So what the tokenizer makes of each word is remembered,
and of each piece between blanks, a word with its marks; it is asked anew only for words never met
and for texts of other characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import lt
from typing import Any

from analysis.domain.quick_init import quick_init
from analysis.scorers.embedded_spelling import token_kinds
from analysis.scorers.embedded_text import spelled

MOST_REMEMBERED = 50_000
"""Words, and as many pieces between blanks, whose tokens are remembered: more than the vocabulary
of a newspaper's readers."""
_LONGEST_REMEMBERED = 60
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]*\Z")
"""Nothing that BERT's normalizer takes out, changes or splits, capitals aside."""
_WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
"""A word, or a mark of punctuation, as BERT cuts such a text."""


@quick_init
@dataclass(frozen=True, slots=True)
class Tokens:
    """The numbers of a text's tokens, and where each begins and ends in it (code points, end
    exclusive); without the tokens that the encoder puts around a text.

    ``plain``: each has characters of its own, behind those of the token before. ``kinds``: for each
    what it does to the words (see :func:`token_kinds`), where the text was read word by word.
    """

    ids: list[int]
    starts: list[int]
    ends: list[int]
    plain: bool
    kinds: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The tokens of what stands between two blanks, their places counted from its beginning;
    ``single``: one token, as long as the piece."""

    length: int
    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: bytes
    single: bool


class TextTokenizer:
    """Reads texts as ``tokenizer`` (of the library tokenizers) does, emoji by their names."""

    def __init__(self, tokenizer: Any) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        around = tokenizer.encode("").ids
        self.first: int = around[0]
        self.last: int = around[-1]
        self._known: dict[str, _Piece] = {}
        self._words: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}
        self._by_word = _cuts_like_bert(tokenizer)
        added = tokenizer.get_added_tokens_decoder().values()
        self._signs = tuple({str(token.content)[:1].lower() for token in added})

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, in order."""
        return [self._word_by_word(t) if self._is_plain(t) else self._whole(t) for t in texts]

    def _is_plain(self, text: str) -> bool:
        """Whether it falls into words that can be read one by one; a token of the encoder's own
        ("[MASK]") may not stand in it."""
        if not self._by_word or _PLAIN.match(text) is None:
            return False
        return not any(sign in text for sign in self._signs)

    def _word_by_word(self, text: str) -> Tokens:
        known = self._known
        pieces = [known.get(piece) or self._piece(piece) for piece in text.lower().split(" ")]
        ids = [*chain.from_iterable([piece.ids for piece in pieces])]
        kinds = b"".join([piece.kinds for piece in pieces])
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for piece in pieces:
            if piece.single:
                starts.append(at)
                ends.append(at + piece.length)
            else:
                starts += [at + start for start in piece.starts]
                ends += [at + end for end in piece.ends]
            at += piece.length + 1
        return Tokens(ids, starts, ends, plain=True, kinds=kinds)

    def _piece(self, piece: str) -> _Piece:
        ids: list[int] = []
        places: list[tuple[int, int]] = []
        for match in _WORD.finditer(piece):
            of_word, inside = self._words.get(match[0]) or self._word(match[0])
            ids += of_word
            places += [(match.start() + start, match.start() + end) for start, end in inside]
        starts, ends = (tuple(place[side] for place in places) for side in (0, 1))
        single = places == [(0, len(piece))]
        kinds = token_kinds(piece, starts)
        of_piece = _Piece(len(piece), tuple(ids), starts, ends, kinds, single)
        if len(piece) <= _LONGEST_REMEMBERED and len(self._known) < MOST_REMEMBERED:
            self._known[piece] = of_piece
        return of_piece

    def _word(self, word: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoded = self._tokenizer.encode(word, add_special_tokens=False)
        of_word = encoded.ids, encoded.offsets
        if len(word) <= _LONGEST_REMEMBERED and len(self._words) < MOST_REMEMBERED:
            self._words[word] = of_word
        return of_word

    def _whole(self, text: str) -> Tokens:
        view = spelled(text)
        encoded = self._tokenizer.encode(view.text, add_special_tokens=False)
        offsets = encoded.offsets
        if view.text != text:
            offsets = [
                (view.starts[start], view.ends[end - 1]) if end > start else (0, 0)
                for start, end in offsets
            ]
        starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
        apart = all(map(lt, starts, ends)) and all(map(lt, starts, starts[1:]))
        return Tokens(encoded.ids, starts, ends, plain=apart)


def _cuts_like_bert(tokenizer: Any) -> bool:
    """Whether it reads small letters only and cuts at blanks and marks, as BERT's does."""
    normalizer, cutter = tokenizer.normalizer, tokenizer.pre_tokenizer
    return (
        type(normalizer).__name__ == "BertNormalizer"
        and type(cutter).__name__ == "BertPreTokenizer"
        and normalizer.lowercase
        and normalizer.clean_text
    )
