"""The manifest beside a shipped model: what it is, what it may answer, how to read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.domain.errors import BadInput, NotInstalled

MANIFEST = "manifest.json"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
FORMAT = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ProductHead:
    """How a product label's probability is made: sigmoid(sum of weight times logit + bias).

    Fitted on held-out comments annotated under the codebook, for the shipped int8 file. Where
    the comment's parent is known, ``with_parent`` names a head that has read both; it and the
    comment alone then have an even say (the mean of their log-odds).
    """

    weights: Mapping[str, float]
    bias: float
    with_parent: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a text is read at once, in tokens, and how it goes on behind that."""

    window: int = 256
    stride: int = 192
    most_windows: int = 8
    pair: int = 72
    parent: int = 48


@dataclass(frozen=True, slots=True)
class Manifest:
    """One shipped model's description.

    ``feature_groups`` names the rows of the model's output ``features``, which a site's own heads
    are trained on; empty where the file has no such output.
    """

    name: str
    recipe: str
    licence: str
    code_version: str
    seed: int
    files: Mapping[str, str]
    logits: tuple[str, ...]
    softmax: Mapping[str, tuple[str, ...]]
    channels: tuple[str, ...]
    labels: Mapping[str, ProductHead]
    span_thresholds: Mapping[str, float]
    reading: Reading = field(default_factory=Reading)
    feature_groups: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over everything that decides an answer: files, layout, calibration."""
        core = {key: value for key, value in to_json(self).items() if key not in _NOT_DECIDING}
        return hashlib.sha256(json.dumps(core, sort_keys=True).encode()).hexdigest()


_ALLOWS: Mapping[str, str] = {
    "CC BY-NC-SA 4.0": (
        "allows trying, study and other non-commercial use with attribution; a commercial "
        "publisher sets MODERATO_MODEL=open or asks the holders of the corpora"
    ),
    "Apache-2.0": "allows any use, commercial too, with the notice kept",
}


def licence_terms(licence: str) -> str:
    """A licence with what it allows, for people who must decide; no legal advice."""
    return f"{licence}, which {_ALLOWS[licence]}" if licence in _ALLOWS else licence


_NOT_DECIDING = ("code_version", "extra")


def to_json(manifest: Manifest) -> dict[str, Any]:
    """The manifest as plain data, in the order people read it."""
    reading = manifest.reading
    return {
        "format": FORMAT,
        "name": manifest.name,
        "recipe": manifest.recipe,
        "licence": manifest.licence,
        "code_version": manifest.code_version,
        "seed": manifest.seed,
        "files": dict(manifest.files),
        "labels": {
            key: {
                "weights": dict(head.weights),
                "bias": head.bias,
                "with_parent": head.with_parent,
            }
            for key, head in manifest.labels.items()
        },
        "reading": {
            "window": reading.window,
            "stride": reading.stride,
            "most_windows": reading.most_windows,
            "pair": reading.pair,
            "parent": reading.parent,
        },
        "span_thresholds": dict(manifest.span_thresholds),
        "softmax": {key: list(classes) for key, classes in manifest.softmax.items()},
        "channels": list(manifest.channels),
        "feature_groups": list(manifest.feature_groups),
        "logits": list(manifest.logits),
        "extra": dict(manifest.extra),
    }


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a model folder; one clear sentence where it is missing or unreadable."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NotInstalled(
            f"there is no model in {folder.name!r} ({MANIFEST} is missing); "
            "'moderato train' makes one, or choose another with MODERATO_MODEL"
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise BadInput(f"{folder.name}/{MANIFEST}, line {error.lineno}: not JSON") from error
    if raw.get("format") != FORMAT:
        raise BadInput(
            f"{folder.name}/{MANIFEST}: format {raw.get('format')!r}, this version reads {FORMAT}"
        )
    return Manifest(
        name=raw["name"],
        recipe=raw["recipe"],
        licence=raw["licence"],
        code_version=raw["code_version"],
        seed=raw["seed"],
        files=raw["files"],
        logits=tuple(raw["logits"]),
        softmax={key: tuple(classes) for key, classes in raw["softmax"].items()},
        channels=tuple(raw["channels"]),
        labels={
            key: ProductHead(head["weights"], head["bias"], head.get("with_parent"))
            for key, head in raw["labels"].items()
        },
        span_thresholds=raw["span_thresholds"],
        reading=Reading(**raw["reading"]),
        feature_groups=tuple(raw.get("feature_groups", ())),
        extra=raw.get("extra", {}),
    )


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Refuse a model whose files are not those that the manifest names."""
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise NotInstalled(f"{folder.name}/{name} is missing; the manifest names it")
        found = sha256_of(path)
        if found != expected:
            raise BadInput(
                f"{folder.name}/{name}: SHA-256 is {found[:12]}…, the manifest says "
                f"{expected[:12]}…; the file was changed or cut short, restore it"
            )
