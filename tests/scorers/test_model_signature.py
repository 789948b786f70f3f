"""The shipped manifests are the ones that the project signed; a changed one is seen."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from analysis.resources import models_dir
from analysis.scorers.embedded_manifest import MANIFEST
from analysis.scorers.model_signature import SIGNATURE, Signed, sign, signature_state


@pytest.mark.parametrize("name", ["open", "research"])
def test_the_shipped_manifest_is_signed(name: str) -> None:
    again = f"sign it: python -m analysis.scorers.model_signature data/models/{name} KEY"
    assert signature_state(models_dir() / name) is Signed.RIGHT, again


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default model's manifest and signature, to be changed."""
    for name in (MANIFEST, SIGNATURE):
        shutil.copy(models_dir() / "open" / name, tmp_path / name)
    return tmp_path


def test_one_changed_byte_is_seen(folder: Path) -> None:
    content = bytearray((folder / MANIFEST).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MANIFEST).write_bytes(content)
    assert signature_state(folder) is Signed.WRONG


@pytest.mark.parametrize("signature", [b"", b"AAAA", b"no base 64 at all", b"\xff" * 64])
def test_what_is_no_signature_is_wrong(folder: Path, signature: bytes) -> None:
    (folder / SIGNATURE).write_bytes(signature)
    assert signature_state(folder) is Signed.WRONG


def test_another_key_s_signature_is_wrong_here_and_right_for_that_key(
    folder: Path, tmp_path: Path
) -> None:
    key = Ed25519PrivateKey.generate()
    (tmp_path / "key").write_bytes(base64.b64encode(key.private_bytes_raw()))
    sign(folder, tmp_path / "key")
    assert signature_state(folder) is Signed.WRONG
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    assert signature_state(folder, public_key=public) is Signed.RIGHT


def test_a_model_made_here_bears_none(folder: Path) -> None:
    (folder / SIGNATURE).unlink()
    assert signature_state(folder) is Signed.MISSING
