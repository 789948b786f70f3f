"""Detoxify as a scorer: possible hostility from its toxicity heads, where it is installed.

Its weights are never part of the product and never fetched unless that was allowed.
"""

from __future__ import annotations

import functools
import importlib.metadata
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.domain.errors import BadInput, NotInstalled
from analysis.domain.finding import Finding, Status
from analysis.domain.run import ScorerInfo
from analysis.scorers.base import abstain
from analysis.scorers.detoxify_weights import (
    HOW_TO_GET_IT,
    Weights,
    file_sha256,
    find_weights,
    hub_checkpoints,
)
from analysis.scorers.embedded_detoxify import ExportedDetoxify
from analysis.text.prepared import PreparedComment

LABEL = "possible_hostility"
# Detoxify's classes that are the codebook's hostility, and the facet each stands for.
HOSTILE_CLASSES = {
    "insult": "insult",
    "threat": "threat",
    "identity_attack": "identity_attack",
    "severe_toxicity": None,
}
# "toxicity" also stands for profanity with no target, which the codebook does not count: it may
# lift a comment to "perhaps" and never alone to "likely".
TOXICITY_SHARE = 0.5
MORE_LIKELY_THAN_NOT = 0.5
NO_SPANS = "The model gives no evidence spans."
# Detoxify pads a list to its longest text; 8 of similar length waste little (libraries measured
# 18.8 comments a second one by one and 7.2 in unsorted lists of 32).
BATCH = 8
# Beyond this a text is cut and the finding says so; 20,480 characters are about 5,000 tokens, ten
# passes of a 512-token model.
MAX_CHARACTERS = 20_480


class DetoxifyScorer:
    """Scores ``possible_hostility`` with a Detoxify model that is loaded at its first use."""

    def __init__(
        self,
        *,
        variant: str = "original",
        checkpoint: Path | None = None,
        sha256: str | None = None,
        allow_download: bool = False,
        threads: int = 0,
    ) -> None:
        self._variant = variant
        self._threads = threads
        self._allow_download = allow_download
        self._weights = find_weights(
            variant, checkpoint=checkpoint, sha256=sha256, allow_download=allow_download
        )
        self._model: Any = None
        self._refusal: NotInstalled | None = None

    @functools.cached_property
    def info(self) -> ScorerInfo:
        """Name, version and the weights' digest; says when it is not installed here."""
        weights = self._weights
        missing = weights.missing
        note = f"Detoxify: not installed here ({missing}); {HOW_TO_GET_IT}" if missing else None
        if weights.to_download:
            note = "Detoxify: its weights will be downloaded at first use, as allowed"
        return ScorerInfo(
            name="detoxify",
            version=f"{_package_version()}/{_origin(weights, self._variant)}",
            digest=weights.sha256 or "",
            labels=(LABEL,),
            available=missing is None,
            note=note,
        )

    def score(self, batch: Sequence[PreparedComment]) -> list[tuple[Finding, ...]]:
        """One finding per comment. ``NotInstalled`` when the weights can't be used here."""
        if not self.info.available:
            return [abstain(self.info, str(self.info.note)) for _ in batch]
        texts = [comment.own.text for comment in batch]
        if not any(text.strip() for text in texts):
            return [self._nothing_to_score() for _ in batch]
        model = self._loaded()
        pieces: list[tuple[int, str]] = []
        for index, text in enumerate(texts):
            if text.strip():
                pieces.extend((index, piece) for piece in self._pieces(text))
        highest: list[dict[str, float]] = [{} for _ in batch]
        for (index, _), scores in zip(pieces, predict(model, [p for _, p in pieces]), strict=True):
            for name, value in scores.items():
                highest[index][name] = max(value, highest[index].get(name, 0.0))
        counts = [sum(1 for index, _ in pieces if index == i) for i in range(len(batch))]
        return [
            (_finding(scores, pieces=n, cut=len(text) > MAX_CHARACTERS),)
            if scores
            else self._nothing_to_score()
            for scores, n, text in zip(highest, counts, texts, strict=True)
        ]

    def _nothing_to_score(self) -> tuple[Finding, ...]:
        return abstain(self.info, "The comment has no words of its own.")

    def _pieces(self, text: str) -> Iterator[str]:
        """``text`` in pieces that the model reads whole; upstream would cut off the rest."""
        model = self._model
        if isinstance(model, ExportedDetoxify):
            yield from split_to_fit(text[:MAX_CHARACTERS], model.fits)
            return
        limit = token_limit(model)

        def fits(piece: str) -> bool:
            return len(model.tokenizer(piece, truncation=False)["input_ids"]) <= limit

        yield from split_to_fit(text[:MAX_CHARACTERS], fits)

    def _loaded(self) -> Any:
        if self._refusal is not None:
            raise self._refusal
        if self._model is None:
            try:
                self._model = self._load()
            except (OSError, ValueError, KeyError, pickle.UnpicklingError) as error:
                # Kept, so that a hub's retries are not paid for every batch.
                self._refusal = NotInstalled(
                    f"Detoxify: its weights could not be loaded ({type(error).__name__}); its "
                    f"tokenizer or configuration may be missing. {HOW_TO_GET_IT}"
                )
                raise self._refusal from error
        return self._model

    def _load(self) -> Any:
        if self._weights.file is not None and self._weights.file.is_dir():
            return ExportedDetoxify(self._weights.file, threads=self._threads)
        if not self._allow_download:
            _stay_offline()
        import transformers
        from detoxify import Detoxify

        transformers.utils.logging.disable_progress_bar()
        weights = self._weights
        file = weights.file or _download(self._variant, str(weights.expected))
        check_safe_to_load(file, expected=weights.expected)
        return Detoxify(checkpoint=str(file), device="cpu")


def predict(model: Any, texts: Sequence[str]) -> list[dict[str, float]]:
    """Class probabilities per text, in order; evens out what upstream returns for 0 and 1 texts."""
    results: list[dict[str, float]] = [{} for _ in texts]
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        columns: Mapping[str, float | list[float]] = model.predict([texts[i] for i in chosen])
        for name, column in columns.items():
            values = [column] if isinstance(column, float) else column
            for index, value in zip(chosen, values, strict=True):
                results[index][name] = float(value)
    return results


def hostility(scores: Mapping[str, float]) -> float:
    """Detoxify's classes as one probability of the codebook's hostility (not calibrated)."""
    parts = [scores.get(name, 0.0) for name in HOSTILE_CLASSES]
    return max(*parts, TOXICITY_SHARE * scores.get("toxicity", 0.0))


def token_limit(model: Any) -> int:
    """How many tokens the model reads; the tokenizer alone may claim any number."""
    config = model.model.config
    positions = int(config.max_position_embeddings)
    if config.model_type in {"roberta", "xlm-roberta"}:
        positions -= 2  # these count positions from the padding index on
    return min(positions, int(model.tokenizer.model_max_length))


def split_to_fit(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Halve ``text`` at white space until every piece ``fits``; the pieces join to all of it."""
    if len(text) <= 1 or fits(text):
        yield text
        return
    middle = len(text) // 2
    spaces = [i for i, character in enumerate(text) if character.isspace() and i > 0]
    at = min(spaces, key=lambda i: abs(i - middle)) if spaces else middle
    yield from split_to_fit(text[:at], fits)
    yield from split_to_fit(text[at:], fits)


def check_safe_to_load(file: Path, *, expected: str | None) -> None:
    """Refuse a file that could run code: a known hash, or nothing in it but tensors and lists."""
    if expected:
        digest = file_sha256(file)
        if not digest.startswith(expected.strip().lower()):
            raise BadInput(f"{file}: its SHA-256 is {digest}, expected {expected}; not loaded")
        return
    import torch

    try:
        torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise BadInput(
            f"{file}: holds more than plain weights, so loading it could run code; if you trust "
            "it, give its hash in MODERATO_DETOXIFY_SHA256"
        ) from None
    except (OSError, EOFError, RuntimeError, ValueError) as error:
        raise BadInput(f"{file}: is no PyTorch checkpoint ({type(error).__name__})") from None


def _finding(scores: Mapping[str, float], *, pieces: int, cut: bool) -> Finding:
    detail = NO_SPANS
    if pieces > 1:
        detail += f" The text was read in {pieces} pieces; the highest answer counts."
    if cut:
        detail += f" Only the first {MAX_CHARACTERS} characters were read."
    facets = [
        facet
        for name, facet in HOSTILE_CLASSES.items()
        if facet and scores.get(name, 0.0) >= MORE_LIKELY_THAN_NOT
    ]
    return Finding(
        label=LABEL,
        scorer="detoxify",
        status=Status.SCORED,
        probability=hostility(scores),
        facets=tuple(facets),
        facet_scores={f"detoxify.{name}": value for name, value in scores.items()},
        detail=detail,
    )


def _origin(weights: Weights, variant: str) -> str:
    if weights.file is None or weights.file.parent == hub_checkpoints():
        return variant
    return "export" if weights.file.is_dir() else "file"


def _package_version() -> str:
    try:
        return importlib.metadata.version("detoxify")
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _stay_offline() -> None:
    """Keep Hugging Face's hub from asking the network (it would retry for 23 s and then fail)."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import huggingface_hub.constants

    huggingface_hub.constants.HF_HUB_OFFLINE = True


def _download(variant: str, prefix: str) -> Path:
    """Fetch the official weights to where PyTorch's hub keeps them; only after a yes."""
    import torch.hub
    from detoxify.detoxify import MODEL_URLS

    url = str(MODEL_URLS[variant])
    file = hub_checkpoints() / url.rsplit("/", 1)[1]
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.hub.download_url_to_file(url, str(file), hash_prefix=prefix, progress=False)
    return file
