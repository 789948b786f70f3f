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
FORMAT = 2
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ProductHead:
    """How a product label's probability is made: sigmoid(sum of weight times logit + bias).

    Fitted on held-out comments that were read or annotated under the codebook, for the shipped
    int8 file. ``with_parent`` takes its place where the comment's parent is known; its weights may
    name logits of the reading together with the parent, by ``paired.`` before the name. The
    log-odds never lie below the logit of a head in ``at_least`` plus its shift there: a level above
    the label's own speaks for the label too.
    """

    weights: Mapping[str, float]
    bias: float
    with_parent: ProductHead | None = None
    at_least: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scale:
    """How a head's probability is made of its logit: sigmoid(weight times logit + bias)."""

    weight: float
    bias: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a text is read at once, in tokens, and how it goes on behind that.

    ``most_windows`` is how many windows of a text training and measures saw; the product reads
    a comment to its end, however many it takes.
    """

    window: int = 256
    stride: int = 192
    most_windows: int = 8
    pair: int = 72
    parent: int = 48


@dataclass(frozen=True, slots=True)
class Speaker:
    """Which outputs of this model speak for one label, beside its probability.

    ``facets`` maps our facets to heads; those in ``named_facets`` are told by name when probable
    (their heads know comments like the site's). ``heads`` are told along under their corpus's
    names. ``channels`` are the token channels that point at passages. ``row`` is the label's row
    of the features, ``facet_rows`` those of facets that have another; ``lead`` is the logit that
    says in which window of a long comment these rows are read.
    """

    facets: Mapping[str, str] = field(default_factory=dict)
    named_facets: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    row: str | None = None
    facet_rows: Mapping[str, str] = field(default_factory=dict)
    lead: str | None = None


SILENT = Speaker()
"""Stands for a label that a model has never heard of."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One shipped model's description.

    ``feature_groups`` names the rows of the model's output ``features``, which a site's own heads
    are trained on; empty where the file has no such output. ``scales`` calibrate heads that stand
    for a level of a label; ``marks_from`` is the probability of a label from which passages are
    shown for it, ``span_shares`` the share of a comment's strongest word, by token channel, from
    which a word belongs to a passage. ``unfused`` names rewrites of the graph that onnxruntime is
    to leave out: they round otherwise, so the calibration holds without them.
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
    span_shares: Mapping[str, float]
    scales: Mapping[str, Scale] = field(default_factory=dict)
    marks_from: Mapping[str, float] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    feature_groups: tuple[str, ...] = ()
    unfused: tuple[str, ...] = ()
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def speaker(self, label: str) -> Speaker:
        """What speaks for ``label``; nothing does for a label that the model does not know."""
        return self.speakers.get(label, SILENT)

    @property
    def digest(self) -> str:
        """SHA-256 over everything that decides a probability: files, layout, calibration.

        A site's own heads belong to it. What the outputs are called (``speakers``) is no part of
        it, see :attr:`speakers_digest`.
        """
        core = {key: value for key, value in to_json(self).items() if key not in _NOT_DECIDING}
        return hashlib.sha256(json.dumps(core, sort_keys=True).encode()).hexdigest()

    @property
    def speakers_digest(self) -> str:
        """SHA-256 over what names facets and passages."""
        speakers = to_json(self)["speakers"]
        return hashlib.sha256(json.dumps(speakers, sort_keys=True).encode()).hexdigest()


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


_NOT_DECIDING = ("code_version", "speakers", "extra")


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
                **_head_json(head),
                "with_parent": _head_json(head.with_parent) if head.with_parent else None,
            }
            for key, head in manifest.labels.items()
        },
        "scales": {
            name: {"weight": scale.weight, "bias": scale.bias}
            for name, scale in manifest.scales.items()
        },
        "marks_from": dict(manifest.marks_from),
        "reading": {
            "window": reading.window,
            "stride": reading.stride,
            "most_windows": reading.most_windows,
            "pair": reading.pair,
            "parent": reading.parent,
        },
        "span_shares": dict(manifest.span_shares),
        "softmax": {key: list(classes) for key, classes in manifest.softmax.items()},
        "channels": list(manifest.channels),
        "feature_groups": list(manifest.feature_groups),
        **({"unfused": list(manifest.unfused)} if manifest.unfused else {}),
        "logits": list(manifest.logits),
        "speakers": {label: speaker_json(speaker) for label, speaker in manifest.speakers.items()},
        "extra": dict(manifest.extra),
    }


def speaker_json(speaker: Speaker) -> dict[str, Any]:
    """One label's part of the manifest as plain data."""
    return {
        "row": speaker.row,
        "lead": speaker.lead,
        "channels": list(speaker.channels),
        "facets": dict(speaker.facets),
        "named_facets": list(speaker.named_facets),
        "facet_rows": dict(speaker.facet_rows),
        "heads": list(speaker.heads),
    }


def _read_speaker(raw: Mapping[str, Any]) -> Speaker:
    return Speaker(
        facets=raw["facets"],
        named_facets=tuple(raw["named_facets"]),
        heads=tuple(raw["heads"]),
        channels=tuple(raw["channels"]),
        row=raw["row"],
        facet_rows=raw["facet_rows"],
        lead=raw["lead"],
    )


def _head_json(head: ProductHead) -> dict[str, Any]:
    floors = {"at_least": dict(head.at_least)} if head.at_least else {}
    return {"weights": dict(head.weights), "bias": head.bias, **floors}


def _read_head(raw: Mapping[str, Any]) -> ProductHead:
    together = raw.get("with_parent")
    parent = _read_head(together) if together else None
    return ProductHead(raw["weights"], raw["bias"], parent, raw.get("at_least", {}))


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
            f"{folder.name}/{MANIFEST}: format {raw.get('format')!r}, this version reads {FORMAT}; "
            "'moderato train' makes the model anew"
        )
    if "speakers" not in raw:
        raise BadInput(
            f"{folder.name}/{MANIFEST} does not say which heads speak for which label; "
            "add that with 'python -m analysis.training.speakers FOLDER'"
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
        labels={key: _read_head(head) for key, head in raw["labels"].items()},
        scales={name: Scale(**scale) for name, scale in raw.get("scales", {}).items()},
        marks_from=raw.get("marks_from", {}),
        span_shares=raw["span_shares"],
        reading=Reading(**raw["reading"]),
        feature_groups=tuple(raw.get("feature_groups", ())),
        unfused=tuple(raw.get("unfused", ())),
        speakers={label: _read_speaker(speaker) for label, speaker in raw["speakers"].items()},
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
        digest = sha256_of(path)
        if digest != expected:
            raise BadInput(
                f"{folder.name}/{name}: SHA-256 is {digest[:12]}…, the manifest says "
                f"{expected[:12]}…; the file was changed or cut short, restore it"
            )
