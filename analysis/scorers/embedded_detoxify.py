"""An exported Detoxify at work: ONNX int8 and its tokenizer, without torch.

Answers ``predict`` as Detoxify does, so that it can stand where Detoxify stood.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.domain.errors import BadInput, NotInstalled
from analysis.scorers.embedded_manifest import MANIFEST, MODEL_FILE, TOKENIZER_FILE, sha256_of

_BATCH_TOKENS = 2048


class ExportedDetoxify:
    """Class probabilities of texts, by an export of ``moderato models export-detoxify``."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        path = folder / MANIFEST
        if not path.is_file():
            raise NotInstalled(
                f"{folder.name}: no exported Detoxify here; "
                "'moderato models export-detoxify' makes one"
            )
        self.manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name, expected in self.manifest["files"].items():
            if not (folder / name).is_file() or sha256_of(folder / name) != expected:
                raise BadInput(f"{folder.name}/{name}: not the file that the manifest names")
        self._folder = folder
        self._threads = threads
        self._session: Any = None
        self._tokenizer: Any = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes by the names that Detoxify gives them."""
        return tuple(self.manifest["classes"])

    def fits(self, text: str) -> bool:
        """Whether the model reads all of ``text``."""
        self._load()
        return not self._tokenizer.encode(text).overflowing

    def predict(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """Probabilities per class in the order of ``texts``; a list of one gives lists too."""
        self._load()
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        table = np.zeros((len(texts), len(self.classes)))
        batch: list[int] = []
        for place, index in enumerate(order):
            batch.append(index)
            following = order[place + 1] if place + 1 < len(order) else None
            if following is None or len(encoded[following].ids) * (len(batch) + 1) > _BATCH_TOKENS:
                table[batch] = self._run([encoded[i] for i in batch])
                batch = []
        return {name: [float(v) for v in table[:, i]] for i, name in enumerate(self.classes)}

    def _run(self, encoded: Sequence[Any]) -> np.ndarray:
        length = max(len(e.ids) for e in encoded)
        ids = np.full((len(encoded), length), self.manifest["padding"], dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, item in enumerate(encoded):
            ids[row, : len(item.ids)] = item.ids
            mask[row, : len(item.ids)] = 1
        (chances,) = self._session.run(
            ["probabilities"], {"input_ids": ids, "attention_mask": mask}
        )
        return np.asarray(chances)

    def _load(self) -> None:
        if self._session is not None:
            return
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        self._tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.manifest["most_tokens"])
        self._session = onnxruntime.InferenceSession(
            str(self._folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
