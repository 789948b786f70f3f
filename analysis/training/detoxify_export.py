"""Detoxify to ONNX int8: exported once, checked against the original's own scores."""

from __future__ import annotations

import json
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from analysis.domain.errors import BadInput, NotInstalled
from analysis.evaluation.fairness import ATTACKING, HARMLESS
from analysis.output_file import process_umask
from analysis.output_folder import check_output_folder
from analysis.scorers.detoxify import check_safe_to_load, predict, token_limit
from analysis.scorers.detoxify_weights import HOW_TO_GET_IT, file_sha256, find_weights
from analysis.scorers.embedded_detoxify import ExportedDetoxify
from analysis.scorers.embedded_manifest import MANIFEST, MODEL_FILE, TOKENIZER_FILE, sha256_of
from analysis.training.export import export_int8, to_onnx

_FILES = (MODEL_FILE, TOKENIZER_FILE, MANIFEST)

# Our own sentences, kind and unkind, short and long; none is from a corpus.
PROBES = tuple(
    text.format(group)
    for group in ("teachers", "cyclists", "politicians", "immigrants")
    for text in (*HARMLESS, *ATTACKING)
) + tuple(" ".join(part.format("neighbours") for part in HARMLESS[i : i + 4]) for i in range(6))


@dataclass(frozen=True, slots=True)
class Exported:
    """What came out, and how far it is from the original."""

    megabytes: float
    largest_shift: float
    texts: int
    speedup: float


class _Probabilities(nn.Module):  # type: ignore[misc] # torch has no types here
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return torch.sigmoid(self.model(input_ids=input_ids, attention_mask=attention_mask)[0])


def export(
    out: Path,
    *,
    checkpoint: Path | None,
    sha256: str | None,
    variant: str,
    allow_download: bool,
    tolerance: float,
    overwrite: bool = False,
) -> Exported:
    """Export to ``out``; nothing is left there when the scores shift by more than ``tolerance``.

    An export that is there already is replaced with ``overwrite`` alone, another folder never.
    """
    check_output_folder(out, known=_FILES, overwrite=overwrite)
    original, source = _original(checkpoint, sha256, variant, allow_download)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=out.parent, prefix=".moderato-"))
    try:
        _write(original, work, source=source)
        done = _compare(original, ExportedDetoxify(work), work)
        if done.largest_shift > tolerance:
            raise BadInput(
                f"the int8 form shifts a score by {done.largest_shift:.4f}, more than the accepted "
                f"{tolerance}; nothing was written"
            )
        manifest = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
        manifest |= {"largest_shift": done.largest_shift, "checked_on": done.texts}
        (work / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        check_output_folder(out, known=_FILES, overwrite=overwrite)
        mode = stat.S_IMODE(out.stat().st_mode) if out.exists() else 0o777 & ~process_umask()
        if out.exists():
            shutil.rmtree(out)
        work.chmod(mode)
        work.replace(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return done


def _original(
    checkpoint: Path | None, sha256: str | None, variant: str, allow_download: bool
) -> tuple[Any, Path]:
    weights = find_weights(
        variant, checkpoint=checkpoint, sha256=sha256, allow_download=allow_download
    )
    if weights.missing:
        raise NotInstalled(f"Detoxify: not installed here ({weights.missing}); {HOW_TO_GET_IT}")
    if weights.file is None:
        raise NotInstalled(
            "Detoxify's weights are not on this machine yet; 'moderato score --allow-download' "
            "fetches them once"
        )
    check_safe_to_load(weights.file, expected=weights.expected)
    from detoxify import Detoxify

    return Detoxify(checkpoint=str(weights.file), device="cpu"), weights.file


def _write(original: Any, folder: Path, *, source: Path) -> None:
    floats = folder / "fp32.onnx"
    example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    to_onnx(
        _Probabilities(original.model).eval(),
        example,
        floats,
        inputs=["input_ids", "attention_mask"],
        outputs={"probabilities": {0: "batch"}},
    )
    export_int8(floats, folder / MODEL_FILE, per_channel=True, reduce_range=True)
    floats.unlink()
    original.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    files = {name: sha256_of(folder / name) for name in (MODEL_FILE, TOKENIZER_FILE)}
    manifest = {
        "name": "detoxify",
        "source_sha256": file_sha256(source),
        "classes": list(original.predict(["a", "b"])),
        "padding": int(original.tokenizer.pad_token_id or 0),
        "most_tokens": token_limit(original),
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _compare(original: Any, exported: ExportedDetoxify, folder: Path) -> Exported:
    exported.predict(PROBES[:1])  # loads it
    started = time.perf_counter()
    ours = exported.predict(PROBES)
    between = time.perf_counter()
    theirs = predict(original, PROBES)
    ended = time.perf_counter()
    shift = max(
        abs(ours[name][row] - scores[name]) for row, scores in enumerate(theirs) for name in scores
    )
    return Exported(
        megabytes=(folder / MODEL_FILE).stat().st_size / 1e6,
        largest_shift=shift,
        texts=len(PROBES),
        speedup=(ended - between) / max(between - started, 1e-9),
    )
