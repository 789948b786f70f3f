"""Where Detoxify's weights lie on this machine, and whether they are the ones expected."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from analysis.domain.errors import BadInput, nearest

# File names and base models of detoxify 0.5.4 (detoxify/detoxify.py, MODEL_URLS). The eight hex
# digits are the beginning of each file's SHA-256, as PyTorch's hub names its files.
VARIANTS = {
    "original": ("toxic_original-c1212f89.ckpt", "bert-base-uncased"),
    "unbiased": ("toxic_debiased-c7548aa0.ckpt", "roberta-base"),
    "multilingual": ("multilingual_debiased-0b549669.ckpt", "xlm-roberta-base"),
    "original-small": ("original-albert-0e1d6498.ckpt", "albert-base-v2"),
    "unbiased-small": ("unbiased-albert-c8519128.ckpt", "albert-base-v2"),
}

EXPORT_MANIFEST = "manifest.json"  # in a folder that `moderato models export-detoxify` made
HOW_TO_GET_IT = (
    "to have it: 'make setup' (or pip install 'moderato[detoxify]'), then either a checkpoint file "
    "in MODERATO_DETOXIFY_CHECKPOINT with its MODERATO_DETOXIFY_SHA256, or --allow-download once"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What was found: a checkpoint ``file``, or the folder of an export. It is ``None`` when it is
    missing (``missing`` says what) or still to be downloaded, which ``to_download`` says was
    allowed."""

    file: Path | None
    sha256: str | None
    expected: str | None = None
    missing: str | None = None
    to_download: bool = False


def find_weights(
    variant: str, *, checkpoint: Path | None, sha256: str | None, allow_download: bool
) -> Weights:
    """The weights that the settings mean. ``BadInput`` for a wrong path, hash or variant."""
    if variant not in VARIANTS:
        raise BadInput(f"Detoxify variant {variant!r} is unknown; {nearest(variant, VARIANTS)}")
    absent = [name for name in ("torch", "detoxify") if importlib.util.find_spec(name) is None]
    if checkpoint is not None and (checkpoint / EXPORT_MANIFEST).is_file():
        # The manifest holds the digests of the files beside it, so its own stands for all.
        return Weights(checkpoint, _checked_digest(checkpoint / EXPORT_MANIFEST, sha256))
    if checkpoint is not None:
        if not checkpoint.is_file():
            raise BadInput(f"Detoxify checkpoint {checkpoint}: no such file")
        digest = _checked_digest(checkpoint, sha256)
        missing = f"the package {' and '.join(absent)}" if absent else None
        return Weights(checkpoint, digest, expected=sha256, missing=missing)
    if absent:
        return Weights(None, None, missing=f"the package {' and '.join(absent)}")
    name, base = VARIANTS[variant]
    file = hub_checkpoints() / name
    has_base = (hugging_face_cache() / f"models--{base}").is_dir()
    if file.is_file() and (has_base or allow_download):
        return Weights(file, file_sha256(file), expected=hash_prefix(name))
    if allow_download:
        return Weights(None, None, expected=hash_prefix(name), to_download=True)
    if file.is_file():
        return Weights(None, None, missing=f"the tokenizer and configuration of {base}")
    return Weights(None, None, missing=f"the weights ({name})")


def _checked_digest(file: Path, expected: str | None) -> str:
    digest = file_sha256(file)
    if expected and digest != expected.strip().lower():
        raise BadInput(
            f"Detoxify checkpoint {file}: its SHA-256 is {digest}, expected {expected}; "
            "it was not loaded"
        )
    return digest


def hash_prefix(name: str) -> str:
    """The beginning of the SHA-256 that PyTorch's hub writes into a file's name."""
    return name.rsplit("-", 1)[1].removesuffix(".ckpt")


def hub_checkpoints() -> Path:
    """The folder in which PyTorch's hub keeps weights (its own rule, without importing torch)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache"))
    home = Path(os.environ.get("TORCH_HOME", str(cache / "torch")))
    return home.expanduser() / "hub" / "checkpoints"


def hugging_face_cache() -> Path:
    """The folder in which Hugging Face's hub keeps models (its own rule, without the import)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache"))
    home = Path(os.environ.get("HF_HOME", str(cache / "huggingface")))
    return Path(os.environ.get("HF_HUB_CACHE", str(home / "hub"))).expanduser()


def file_sha256(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
