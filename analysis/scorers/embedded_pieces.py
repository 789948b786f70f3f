"""What the encoder reads at once, and what its answers say of the places in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.domain.quick_init import quick_init
from analysis.scorers.embedded_manifest import Reading

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.int8]


@quick_init
@dataclass(frozen=True, slots=True)
class TokenScores:
    """Token probabilities with each token's place in the text; channels as in the manifest.

    ``kinds`` is what each token does to the words (see :mod:`embedded_spelling`), where that is
    known of all of them and they cover all of the text but space; else ``None``.
    """

    starts: Places
    ends: Places
    probabilities: Floats
    kinds: Kinds | None = None


PieceKey = tuple[tuple[int, ...], int]


@quick_init
@dataclass(frozen=True, slots=True)
class Piece:
    """What the encoder reads at once: a window of a text, or its beginning with its parent's.

    ``text`` is the text's place among those given; ``starts`` and ``ends`` are the places in it of
    all tokens but the first and the last, empty where it is read with its parent. ``plain`` says
    that each of them has characters of its own, behind those of the one before; ``kinds`` is what
    each does to the words, where the window holds all of a text of which that is known.
    """

    text: int
    paired: bool
    ids: list[int]
    types: list[int]
    starts: list[int]
    ends: list[int]
    plain: bool
    kinds: bytes | None = None

    @property
    def key(self) -> PieceKey:
        """What the encoder is given; equal where its answer is."""
        return tuple(self.ids), sum(self.types)


PieceReading = tuple[Floats, Floats, Floats | None]
"""Logits, a row of logits per token, and the features where the model gives them."""


def windows(length: int, reading: Reading) -> list[tuple[int, int]]:
    """The stretches, first to last token, in which a text of so many tokens is read."""
    room = reading.window - 2  # the first and the last token are the encoder's own
    if length <= room:
        return [(0, length)]
    starts = range(0, max(length - room, 0) + reading.stride, reading.stride)
    return [(start, min(start + room, length)) for start in starts if start < length]


def token_scores(
    texts: Sequence[Sequence[tuple[Piece, Floats]]], channels: int
) -> list[TokenScores]:
    """The token scores of some texts, each given by its windows and their rows of logits.

    Texts of one window with plain tokens, which most are, are worked out together.
    """
    plain = [(number, *windows[0]) for number, windows in enumerate(texts) if _is_plain(windows)]
    together = dict(zip([number for number, _, _ in plain], _plain_scores(plain), strict=True))
    return [
        together[number] if number in together else _joined(windows, channels)
        for number, windows in enumerate(texts)
    ]


def _is_plain(windows: Sequence[tuple[Piece, Floats]]) -> bool:
    return len(windows) == 1 and windows[0][0].plain


def _plain_scores(windows: Sequence[tuple[int, Piece, Floats]]) -> list[TokenScores]:
    if not windows:
        return []
    starts = np.array([at for _, piece, _ in windows for at in piece.starts], dtype=np.int64)
    ends = np.array([at for _, piece, _ in windows for at in piece.ends], dtype=np.int64)
    chances = _chances(np.concatenate([logits[1:-1] for _, _, logits in windows]))
    together = b"".join([piece.kinds or bytes(len(piece.starts)) for _, piece, _ in windows])
    kinds = np.frombuffer(together, dtype=np.int8)
    scores = []
    first = 0
    for _, piece, _ in windows:
        last = first + len(piece.starts)
        known = kinds[first:last] if piece.kinds is not None else None
        scores.append(TokenScores(starts[first:last], ends[first:last], chances[first:last], known))
        first = last
    return scores


def _joined(windows: Sequence[tuple[Piece, Floats]], channels: int) -> TokenScores:
    """Tokens of all windows once; where windows overlap, the higher probability."""
    best: dict[tuple[int, int], Floats] = {}
    for piece, logits in windows:
        places = zip(piece.starts, piece.ends, strict=True)
        for place, row in zip(places, _chances(logits[1:-1]), strict=True):
            if place[1] > place[0]:
                best[place] = np.maximum(best[place], row) if place in best else row
    ordered = sorted(best)
    table = np.stack([best[p] for p in ordered]) if ordered else np.zeros((0, channels), np.float32)
    return TokenScores(
        np.array([p[0] for p in ordered], dtype=np.int64),
        np.array([p[1] for p in ordered], dtype=np.int64),
        table.astype(np.float32),
    )


def _chances(logits: Floats) -> Floats:
    chances: Floats = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    return chances
