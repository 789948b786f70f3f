"""The shipped encoder at work: tokens, windows, each read by itself, logits back.

The int8 matrices scale their input by the largest number in it. Read together, texts would change
each other's scores (a head by up to 0.14); read one by one, the same text has the same score
whatever stands beside it. That costs nothing, because several are read at once, a thread each
(whoever waits for them is one of these), and none is padded.

Needs onnxruntime, tokenizers and numpy; never torch.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from analysis.domain.quick_init import quick_init
from analysis.scorers.embedded_manifest import (
    MODEL_FILE,
    TOKENIZER_FILE,
    Manifest,
    read_manifest,
    verify_files,
)
from analysis.scorers.embedded_pieces import (
    Floats,
    Piece,
    PieceKey,
    PieceReading,
    TokenScores,
    token_scores,
    windows,
)
from analysis.scorers.embedded_tokens import TextTokenizer
from analysis.scorers.embedded_windows import joined_features, joined_logits
from analysis.scorers.shared_work import SharedWork

MOST_THREADS = 4  # unless somebody asks for more
_SWITCH_SECONDS = 0.0001
"""How long a thread of Python's may keep the others waiting. A reading takes some milliseconds;
waiting the usual five for the interpreter after each would double them."""
MOST_CHARACTERS = 20_480  # of one text; preparation hands over no more
_LAST_TEXTS = (16, 8, 4)
"""Texts whose readings are waited for together at the end of the last batch: few, so that what is
made of the last is little. All before are waited for at once, because going to and fro between
encoder and interpreter costs time: each finds what it knows pushed out of the core's cache."""
MEAN = "mean"  # the row of the features that is the mean of the tokens, not what a query saw


@quick_init
@dataclass(frozen=True, slots=True)
class Answer:
    """The logits of one text by name order of the manifest, and its token scores.

    ``paired`` holds the logits of the text read with its parent, where there was one.
    ``cut`` says that the text was longer than the model reads. ``features`` is what the heads
    saw of the text alone, a row per name of the manifest's ``feature_groups``; ``None`` where
    the model does not give it.
    """

    logits: Floats
    paired: Floats | None
    tokens: TokenScores
    cut: bool
    features: Floats | None = None


def _ends(texts: int) -> list[int]:
    """Where those that are waited for together end, of so many texts in order."""
    ends = [texts]
    for few in reversed(_LAST_TEXTS):
        if ends[0] > 2 * few:
            ends.insert(0, ends[0] - few)
    return ends


class _ReadyReadings:
    """Stands for the threads that read, where all was read before."""

    def __init__(self, readings: Mapping[PieceKey, PieceReading]) -> None:
        self._readings = readings

    def begin(self, pieces: Iterable[Piece]) -> list[PieceReading]:
        """Their readings."""
        return [self._readings[piece.key] for piece in pieces]

    def results(self, begun: list[PieceReading]) -> list[PieceReading]:
        """What :meth:`begin` gave."""
        return begun


class EmbeddedModel:
    """One shipped model; the session is made at first use and kept."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self._threads = threads
        self._session: Any = None
        self._tokenizer: Any = None
        self._begun = 0
        self._reading: SharedWork[Piece, PieceReading] | _ReadyReadings | None = None

    def _load(self) -> None:
        if self._session is not None:
            return
        import onnxruntime
        from tokenizers import Tokenizer

        verify_files(self.folder, self.manifest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a text is one thread's; see above
        options.inter_op_num_threads = 1
        self._tokenizer = TextTokenizer(Tokenizer.from_file(str(self.folder / TOKENIZER_FILE)))
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_SECONDS))
        threads = self._threads or min(os.cpu_count() or 1, MOST_THREADS)
        self._reading = SharedWork(self._run, threads=threads, name="encoder")
        self._session = onnxruntime.InferenceSession(
            str(self.folder / MODEL_FILE), options, providers=["CPUExecutionProvider"],
            disabled_optimizers=list(self.manifest.unfused) or None,
        )  # fmt: skip

    def answer(
        self, texts: Sequence[str], parents: Sequence[str | None] | None = None
    ) -> list[Answer]:
        """Logits and token scores of each text, in the order given.

        A text is read alone; where it has a parent, it is read a second time together with it,
        so that the parent's words never raise a label of the reply.
        """
        answers = chain.from_iterable(self.begin(texts, parents)())
        return [answer for _, answer in sorted(answers, key=itemgetter(0))]

    def begin(
        self, texts: Sequence[str], parents: Sequence[str | None] | None = None
    ) -> Callable[[], Iterator[list[tuple[int, Answer]]]]:
        """Hand texts to the threads that read; what is returned waits for some texts after the
        other and gives their places and answers, so that much can be made of the first while the
        last are read. The longest come first, so that no thread is left with one when the others
        are done."""
        if not texts:
            return lambda: iter(())
        self._load()
        pieces, cut = self._pieces(texts, parents or [None] * len(texts))
        by_text: list[list[Piece]] = [[] for _ in texts]
        for piece in pieces:
            by_text[piece.text].append(piece)
        number = self._begun = self._begun + 1
        order = sorted(range(len(texts)), key=lambda text: -len(by_text[text][0].ids))
        read = self._begin_reading([piece for text in order for piece in by_text[text]])

        def answers() -> Iterator[list[tuple[int, Answer]]]:
            # Where more was begun behind these, the other threads have enough to read meanwhile.
            ends = _ends(len(order)) if self._begun == number else [len(order)]
            for first, end in pairwise([0, *ends]):
                some = order[first:end]
                readings = iter(read([piece for text in some for piece in by_text[text]]))
                of_texts = [[(piece, next(readings)) for piece in by_text[text]] for text in some]
                yield list(zip(some, self._answers(of_texts, [cut[t] for t in some]), strict=True))

        return answers

    def _answers(
        self, of_texts: Sequence[Sequence[tuple[Piece, PieceReading]]], cut: Sequence[bool]
    ) -> list[Answer]:
        """Of texts, each by all its pieces; ``cut``: whether its end was left out."""
        names = len(self.manifest.logits)
        alone = [[(p, reading) for p, reading in of_text if not p.paired] for of_text in of_texts]
        tokens = token_scores(
            [[(piece, reading[1]) for piece, reading in of_text] for of_text in alone],
            len(self.manifest.channels),
        )
        answers = []
        for number, of_text in enumerate(of_texts):
            paired = [reading[0][:names] for piece, reading in of_text if piece.paired]
            logits = [reading[0][:names] for _, reading in alone[number]]
            seen = [reading[2] for _, reading in alone[number] if reading[2] is not None]
            pieces = [piece for piece, _ in alone[number]]
            features = joined_features(self.manifest, seen, logits, pieces)
            answers.append(
                Answer(
                    joined_logits(self.manifest, logits),
                    paired[0] if paired else None,
                    tokens[number],
                    cut[number],
                    features,
                )
            )
        return answers

    def pieces(self, texts: Sequence[str]) -> list[Piece]:
        """What the encoder would be given for texts without parents; loads it."""
        self._load()
        return self._pieces(texts, [None] * len(texts))[0]

    def _pieces(
        self, texts: Sequence[str], parents: Sequence[str | None]
    ) -> tuple[list[Piece], list[bool]]:
        reading = self.manifest.reading
        first, last = self._tokenizer.first, self._tokenizer.last
        tokenized = self._tokenizer.tokens([text[:MOST_CHARACTERS] for text in texts])
        pieces: list[Piece] = []
        cut: list[bool] = []
        for index, (parent, tokens) in enumerate(zip(parents, tokenized, strict=True)):
            ids, starts, ends = tokens.ids, tokens.starts, tokens.ends
            stretches = windows(len(ids), reading)
            reached = stretches[-1][1]
            cut.append(reached < len(ids) or len(texts[index]) > MOST_CHARACTERS)
            kinds = tokens.kinds if len(stretches) == 1 and not cut[index] else None
            for start, end in stretches:
                inside = [first, *ids[start:end], last]
                places = starts[start:end], ends[start:end]
                types = [0] * len(inside)
                pieces.append(Piece(index, False, inside, types, *places, tokens.plain, kinds))
            if parent and parent.strip():
                tail = self._tokenizer.tokens([parent[:MOST_CHARACTERS]])[0].ids
                own = [first, *ids[: reading.pair - 2], last]
                other = [*tail[: reading.parent - 1], last]
                types = [0] * len(own) + [1] * len(other)
                pieces.append(Piece(index, True, own + other, types, [], [], plain=False))
        return pieces, cut

    def readings(self, pieces: Sequence[Piece]) -> list[PieceReading]:
        """What the encoder says of each piece, in order; equal pieces are read once.

        For pieces of :meth:`pieces`; the model is loaded then.
        """
        return self._begin_reading(sorted(pieces, key=lambda piece: -len(piece.ids)))(pieces)

    @contextmanager
    def answering_from(self, readings: Mapping[PieceKey, PieceReading]) -> Iterator[None]:
        """Within it the encoder is not asked: pieces with these keys have these readings. So it
        can be measured what an answer costs beside the encoder."""
        self._load()
        encoder, self._reading = self._reading, _ReadyReadings(readings)
        try:
            yield
        finally:
            self._reading = encoder

    def _begin_reading(
        self, pieces: Sequence[Piece]
    ) -> Callable[[Sequence[Piece]], list[PieceReading]]:
        """Hand pieces to the threads that read, in this order, equal ones once; what is returned
        waits for some of them and gives their readings."""
        reading: Any = self._reading
        distinct = {piece.key: piece for piece in pieces}
        begun = dict(zip(distinct, reading.begin(distinct.values()), strict=True))
        return lambda some: reading.results([begun[piece.key] for piece in some])

    def _run(self, piece: Piece) -> PieceReading:
        ids = np.array([piece.ids], dtype=np.int64)
        types = np.array([piece.types], dtype=np.int64)
        wanted = ["logits", "token_logits"]
        if self.manifest.feature_groups:
            wanted.append("features")
        outputs = self._session.run(
            wanted,
            {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types},
        )
        return outputs[0][0], outputs[1][0], outputs[2][0] if len(outputs) > 2 else None
